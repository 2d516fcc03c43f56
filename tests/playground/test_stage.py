"""The stage itself: acts reach the bot and return, and jumps send everything on the way at its minute."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.localslack import NotThere, PostedMessage
from bot.playground.watcher import Sight
from bot.web.person_rate_limit import AT_ONCE
from bot.web.server import WebServer
from tests.office import Office, opened


async def test_a_command_is_answered_before_the_act_returns(office: Office) -> None:
    maria = office.as_("maria")
    assert (await maria.command("/selfcheck")).ok
    assert maria.modal is not None
    await maria.close()
    assert maria.modal is None


async def test_a_jump_stops_at_every_due_moment_and_keeps_its_minute(office: Office) -> None:
    moments: list[datetime] = []
    office.on_moment.append(moments.append)
    await office.starts("maria", "priya")
    await office.jump(datetime(2026, 10, 26, 12, tzinfo=UTC))
    stamps = [datetime.fromtimestamp(float(message.ts), UTC) for message in office.as_("maria").dm()]
    berlin = [stamp.astimezone(office.as_("maria").zone).strftime("%a %H:%M") for stamp in stamps]
    assert berlin == [f"{day} 08:30" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Mon")]
    assert {stamp.hour for stamp in stamps} == {6, 7}, "summer time ended on Sunday"
    assert moments == sorted(moments)


async def test_a_jump_never_goes_back(office: Office) -> None:
    with pytest.raises(ValueError, match="never goes back"):
        await office.jump(office.now - timedelta(minutes=1))


async def test_listeners_hear_what_people_see_and_do(office: Office) -> None:
    sights: list[Sight] = []
    office.on_sight.append(sights.append)
    office.on_act.append(lambda act: words.append(f"{act.handle} {act.words}"))
    words: list[str] = []
    tom = office.as_("tom")
    await tom.command("/secondchair help", channel="#sales")
    assert words == ["tom types /secondchair help"]
    assert [(sight.kind, sight.people) for sight in sights] == [("ephemeral", ("tom",))]
    assert isinstance(sights[0].content, PostedMessage)
    with pytest.raises(NotThere, match="tom sees no 'Fly' anywhere"):
        await tom.press("Fly")


async def test_a_running_clock_goes_on_after_a_jump(office: Office) -> None:
    office.clock.run()
    await office.wait(hours=1)
    assert office.clock.is_running


async def test_who_acts_for_days_in_a_second_is_not_taken_for_a_crowd(office: Office) -> None:
    maria = office.as_("maria")
    for _ in range(2 * AT_ONCE):
        office.clock.move(office.now + timedelta(minutes=1))
        await maria.client.command("/secondchair", "help")
    assert len({message.text for message in maria.ephemerals()}) == 1, "each is answered, and as the first"


async def test_two_stages_on_one_machine_serve_their_health_on_ports_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = list[int]()
    start = WebServer.start

    async def noted(server: WebServer) -> None:
        await start(server)
        taken.append(server.address[1])

    monkeypatch.setattr(WebServer, "start", noted)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    async with opened(tmp_path / "one"), opened(tmp_path / "two"):
        assert len(set(taken)) == 2
