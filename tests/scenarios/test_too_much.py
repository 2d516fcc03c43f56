"""Somebody who presses more than a person can is told so where they pressed, but not at every press."""

import pytest

from bot.playground.actor import Actor
from bot.web import person_rate_limit
from tests.office import Office

SAID = "That was a lot at once"
PRESSES = 4


@pytest.fixture
async def tom(office: Office, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Tom got Monday's prompt, has a self-check open over his Home tab, and has no requests left today."""
    await office.starts("tom")
    await office.wait(hours=1)
    tom = office.as_("tom")
    await tom.open_home()
    await tom.command("/selfcheck")
    monkeypatch.setattr(person_rate_limit, "A_DAY", 0.5)
    return tom


def told(tom: Actor) -> int:
    """How many messages say so."""
    return [message.text[: len(SAID)] for message in (*tom.dm(), *tom.ephemerals())].count(SAID)


async def test_a_button_of_a_message_says_so_beside_it(tom: Actor) -> None:
    await tom.close()
    for _ in range(PRESSES):
        await tom.press("prompt_done", tom.dm()[-1])
    assert (told(tom), len(tom.ephemerals())) == (1, 1)


async def test_a_button_of_the_home_tab_says_so_in_a_small_modal(tom: Actor) -> None:
    await tom.close()
    await tom.press("settings_open", tom.home)
    assert SAID in str(tom.modal)
    for _ in range(PRESSES):
        await tom.press("settings_open", tom.home)
        assert tom.modal is None


async def test_a_button_of_a_modal_says_so_on_top_of_it(tom: Actor) -> None:
    form = tom.modal
    await tom.press(f"{tom.statements[0]} all")
    assert SAID in str(tom.modal)
    await tom.close()
    assert tom.modal == form


async def test_a_message_to_us_is_answered_by_one(tom: Actor) -> None:
    for _ in range(PRESSES):
        await tom.send("dm", "today")
    assert told(tom) == 1


async def test_who_is_only_shown_what_was_there_hears_nothing(tom: Actor) -> None:
    home = tom.home
    await tom.close()
    await tom.open_home()
    assert (tom.home, told(tom)) == (home, 0)
    await tom.press("prompt_done", tom.dm()[-1])
    assert told(tom) == 1
