"""The self-check on the local Slack: asked, submitted, read again."""

import asyncio

import pytest

from content.models import Library
from tests.office import Office


@pytest.fixture
def most(library: Library) -> dict[str, str]:
    """Every statement, answered with half or more."""
    return dict.fromkeys(library.items, "most")


@pytest.fixture(autouse=True)
async def maria_leads(office: Office) -> None:
    await office.starts("maria", leader=True)


def seen(office: Office, handle: str) -> str:
    """What the modal in front shows."""
    modal = office.as_(handle).modal
    return str(modal.blocks) if modal else ""


async def test_fifteen_taps_give_the_result_in_the_same_modal(office: Office, most: dict[str, str]) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    assert "See my last result" not in seen(office, "maria")
    await maria.tap_answers(most)
    assert "Lead   ███████░░░  67" in seen(office, "maria")
    assert "This is your first one." in seen(office, "maria")
    assert len(maria.client.modals) == 1


async def test_the_last_result_is_read_again_on_top_of_the_form(office: Office, most: dict[str, str]) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    await maria.tap_answers(most)
    await maria.close()
    await office.skip(days=7)
    await maria.command("/selfcheck")
    await maria.press("See my last result")
    assert "Your week of Mon 12 Oct to Sun 18 Oct" in seen(office, "maria")
    await maria.close()
    await maria.tap_answers(most | {"lead-06": "none"})
    assert "Since Mon 19 Oct: lead down 14, manage unchanged, rescue unchanged." in seen(office, "maria")


async def test_a_missing_answer_is_named_and_the_others_stay(office: Office, most: dict[str, str]) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    del most["rescue-06"]
    await maria.tap_answers(most)
    assert "*1 of 3.*" in seen(office, "maria")
    assert seen(office, "maria").count("*Still open:*") == 1
    assert "*Still open:* I answered a customer’s question" in seen(office, "maria")
    assert seen(office, "maria").count("✓ Half or more") == 4


async def test_it_takes_seventeen_taps_with_the_button_that_opens_it(office: Office, most: dict[str, str]) -> None:
    maria, taps = office.as_("maria"), 0
    await maria.open_home()
    await maria.press("selfcheck_last", maria.home)
    taps += 1
    for page in (1, 2, 3):
        assert f"*{page} of 3.*" in seen(office, "maria")
        for statement in maria.statements:
            await maria.press(f"{statement} {most[statement]}")
            taps += 1
    await maria.submit()
    taps += 1
    assert "Lead   ███████░░░  67" in seen(office, "maria")
    assert taps == 17


async def test_what_was_tapped_is_there_after_going_back_and_after_closing(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    for statement in maria.statements:
        await maria.press(f"{statement} all")
    await maria.press(f"{maria.statements[0]} none")
    await maria.press("Back")
    assert seen(office, "maria").count("✓ All") == 5
    await maria.close()
    await maria.command("/selfcheck")
    assert "*2 of 3.*" in seen(office, "maria")
    assert "✓ None" in seen(office, "maria")
    await maria.press("Back")
    await maria.press(f"{maria.statements[4]} some")
    assert "*1 of 3.*" in seen(office, "maria")  # a changed answer turns no page
    assert (await maria.submit()).outcome == "updated"
    assert "*2 of 3.*" in seen(office, "maria")


async def test_quick_taps_lose_no_answer_and_a_second_press_turns_nothing_back(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    page = maria.modal
    assert page is not None
    shown = maria.statements
    await asyncio.gather(*(maria.client.press(page, f"{statement} most") for statement in [*shown, *shown]))
    await office.settle()
    assert "*2 of 3.*" in seen(office, "maria")
    await maria.press("Back")
    assert seen(office, "maria").count("✓ Half or more") == 5


async def test_a_form_of_the_week_before_starts_afresh(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    await maria.press(f"{maria.statements[0]} none")
    await maria.close()
    await office.skip(days=7)
    await maria.command("/selfcheck")
    assert "✓" not in seen(office, "maria")


async def test_from_the_home_tab_the_form_opens_and_later_what_it_said(office: Office, most: dict[str, str]) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("selfcheck_last", maria.home)
    await maria.tap_answers(most)
    await maria.close(everything=True)
    await maria.press("selfcheck_last", maria.home)
    assert "Lead   ███████░░░  67" in seen(office, "maria")
    assert "What these numbers do not say" in seen(office, "maria")


async def test_help_is_a_word_away(office: Office) -> None:
    await office.as_("tom").command("/selfcheck help")
    assert "/selfcheck" in str(office.as_("tom").ephemerals()[-1].blocks)
