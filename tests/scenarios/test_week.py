"""The week of `make demo`, and what the issue requires of it; `test_demo.py` plays it."""

from io import StringIO

from rich.console import Console

from bot.nudges import BY_KEY
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


async def test_a_week_whose_slots_are_wrong_fails(office: Office) -> None:
    """Nobody starts on a stage set to another time, so everything expected is missing."""
    transcript = StringIO()
    await office.jump(END)
    code = await play_week(office, Console(file=transcript, width=120), EXPECTED, chapters=())
    assert code == 1
    assert "prompt_person did not come to maria on Tue 20 Oct 08:30." in transcript.getvalue()
