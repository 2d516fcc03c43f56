"""The week of `make demo`, played quickly, and what the issue asks of it."""

import re
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.nudges import BY_KEY
from bot.playground.stage import Stage
from bot.playground.stories.schedule import EXPECTED
from bot.playground.stories.week import END, play_week
from bot.playground.team import AUCKLAND, BERLIN, KOLKATA, NEW_YORK, SAO_PAULO
from tests.office import Office


def test_the_week_reaches_people_in_all_five_zones_on_both_sides_of_the_change() -> None:
    zones = {want.zone for want in EXPECTED if want.nudge == "prompt_person"}
    assert {BERLIN, NEW_YORK, SAO_PAULO, KOLKATA, AUCKLAND} <= zones
    assert {want.nudge for want in EXPECTED} <= BY_KEY.keys()
    berlin = {time for want in EXPECTED if want.zone == BERLIN for time in want.times}
    assert {"Fri 23 Oct 08:30", "Mon 26 Oct 08:30"} <= berlin


async def test_the_week_sends_each_slot_once_and_tells_it(tmp_path: Path) -> None:
    transcript = StringIO()
    async with Stage(tmp_path) as stage:
        assert await play_week(stage, Console(file=transcript, width=120)) == 0, transcript.getvalue()[-3000:]
    told = transcript.getvalue()
    assert "maria types /ridealong @tom Acme today 15:00" in told
    assert "Mon 26 Oct 08:30 São Paulo" in told
    assert "tom presses [Done]" in told
    assert not re.search(r"\bU0LOCAL", told), "ids are no names"


async def test_a_week_whose_slots_are_wrong_fails(office: Office) -> None:
    """Nobody starts on a stage that is at another time, so everything expected is missing."""
    transcript = StringIO()
    await office.jump(END)
    code = await play_week(office, Console(file=transcript, width=120), EXPECTED, chapters=())
    assert code == 1
    assert "prompt_person did not come to maria on Tue 20 Oct 08:30." in transcript.getvalue()
