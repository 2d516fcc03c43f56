"""People who want it to stop can do so in one step, and undo that in another."""

from bot.domain.people.people import PersonStatus
from tests.office import Office


async def test_stop_by_command_and_start_again_where_that_was_said(office: Office) -> None:
    tom = office.as_("tom")
    await office.starts("tom")
    await tom.command("/secondchair stop")
    stopped = tom.ephemerals()[-1]
    assert stopped.text.startswith("Stopped: nothing more comes to you.")
    await office.wait(days=2)
    assert tom.dm() == []
    await tom.command("/secondchair today")
    assert tom.ephemerals()[-1].text.startswith("You stopped Second Chair, so nothing comes to you.")
    await tom.press("Start", stopped)
    assert tom.ephemerals()[-1].text.startswith("Started.")
    assert (await office.person("tom")).status is PersonStatus.ACTIVE


async def test_stop_on_the_home_tab_and_start_again_there(office: Office) -> None:
    tom = office.as_("tom")
    await office.starts("tom")
    await tom.open_home()
    await tom.press("home_rest", tom.home, "Stop Second Chair")
    assert (await office.person("tom")).status is PersonStatus.STOPPED
    assert "Second Chair is stopped for you" in str(tom.home and tom.home.blocks)
    await tom.press("Start", tom.home)
    assert (await office.person("tom")).status is PersonStatus.ACTIVE
