"""The first minutes: the welcome, Start, what it asks, and the first prompt."""

import pytest

from bot.domain.people.people import PersonStatus
from tests.office import Office, audience_of


def front(office: Office, handle: str) -> str:
    """The modal in front."""
    modal = office.as_(handle).modal
    return str(modal.blocks) if modal else ""


async def test_somebody_who_opens_the_home_tab_is_welcomed_once_and_starts_with_one_tap(office: Office) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.open_home()
    assert len(maria.dm()) == 1
    await maria.press("Start", maria.dm()[0])
    welcome, prompt = maria.dm()
    assert welcome.text == "Started. Your first prompt is in Messages."
    assert "Next prompt: Tue 20 Oct, 08:30 (Europe/Berlin)" in str(welcome.blocks)
    assert audience_of(prompt) == "leader"
    assert (await office.person("maria")).is_leader
    await office.wait(hours=12)
    assert len(maria.dm()) == 2
    await office.wait(days=1)
    assert len(maria.dm()) == 3


async def test_a_first_prompt_for_other_work_becomes_one_for_what_somebody_says_they_do(office: Office) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("Start", maria.dm()[0])
    await maria.press("I sell")
    welcome, prompt = maria.dm()
    assert "Name my salespeople" not in str(welcome.blocks)
    assert audience_of(prompt) == "salesperson"
    assert not (await office.person("maria")).is_leader
    await maria.press("Done", prompt)
    await maria.press("I lead salespeople")
    assert audience_of(maria.dm()[1]) == "salesperson"


@pytest.mark.parametrize("where", ["the Home tab", "a command"])
async def test_a_welcome_says_how_things_stand_wherever_somebody_started_or_stopped(office: Office, where: str) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    old = maria.dm()[0]
    if where == "the Home tab":
        await maria.press("Start", maria.home)
    else:
        await maria.command("/secondchair stop")
        await maria.press("Start", maria.ephemerals()[-1])
    assert maria.dm()[0].text.startswith("Started.")
    await maria.client.press(old, "Not for me")
    assert (await office.person("maria")).status is PersonStatus.ACTIVE
    await maria.command("/secondchair stop")
    assert maria.dm()[0].text.startswith("Stopped")


async def test_start_asks_when_and_whose_holidays_with_a_guess_filled_in(office: Office) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("start", maria.dm()[0])
    assert "By my time zone: Germany" in str(maria.dm()[0].blocks)
    await maria.choose("my_prompt_time", "09:45", maria.dm()[0])
    assert "Next prompt: Tue 20 Oct, 09:45 (Europe/Berlin)" in str(maria.dm()[0].blocks)
    await maria.choose("country", "england", maria.dm()[0])
    assert "England, United Kingdom" in str(maria.dm()[0].blocks)
    person = await office.person("maria")
    assert (f"{person.prompt_at:%H:%M}", person.country) == ("09:45", "GB-ENG")
    await maria.choose("country", "guess", maria.dm()[0])
    assert (await office.person("maria")).country is None


async def test_who_starts_on_the_home_tab_is_asked_in_a_modal(office: Office) -> None:
    tom = office.as_("tom")
    await tom.open_home()
    await tom.press("start", tom.home)
    assert "Set to “I sell”" in front(office, "tom")
    await tom.press("I lead salespeople", tom.modal)
    await tom.choose("country", "no public holidays", tom.modal)
    assert (await office.person("tom")).country == "none"
    assert "Set to “I lead salespeople”" in front(office, "tom")
    await tom.press("Stop", tom.modal)
    assert "nothing more comes to you" in front(office, "tom")
