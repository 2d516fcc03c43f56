"""The self-check on the local Slack: asked, submitted, read again."""

import pytest

from content.models import Library
from tests.office import Office


@pytest.fixture
def most(library: Library) -> dict[str, str]:
    """Every statement with half or more."""
    return dict.fromkeys(library.items, "most")


@pytest.fixture(autouse=True)
async def maria_leads(office: Office) -> None:
    await office.starts("maria", leader=True)


def seen(office: Office, handle: str) -> str:
    """What stands in the modal in front."""
    modal = office.as_(handle).modal
    return str(modal.blocks) if modal else ""


async def test_fifteen_taps_give_the_result_in_the_same_modal(office: Office, most: dict[str, str]) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    assert "Last time" not in seen(office, "maria")
    await maria.submit(most)
    assert "Lead   ███████░░░  67" in seen(office, "maria")
    assert "This is your first one." in seen(office, "maria")
    assert len(maria.client.modals) == 1


async def test_the_last_result_is_read_again_on_top_of_the_form(office: Office, most: dict[str, str]) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    await maria.submit(most)
    await maria.close()
    await office.wait(days=7)
    await maria.command("/selfcheck")
    assert "Last time, Mon 19 Oct: lead 67, manage 67, rescue 67." in seen(office, "maria")
    await maria.press("See it again")
    assert "Your week of Mon 12 Oct to Sun 18 Oct" in seen(office, "maria")
    await maria.close()
    await maria.submit(most | {"lead-06": "none"})
    assert "Since Mon 19 Oct: lead down 14, manage unchanged, rescue unchanged." in seen(office, "maria")


async def test_a_missing_answer_is_named_and_the_others_stay(office: Office, most: dict[str, str]) -> None:
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    del most["manage-08"]
    result = await maria.submit(most)
    assert set(result.errors) == {"manage-08"}
    assert "did it happen?" in seen(office, "maria")


async def test_from_the_home_tab_it_is_shown_there_afterwards(office: Office, most: dict[str, str]) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("selfcheck_open", maria.home)
    await maria.submit(most)
    assert "Lead   ███████░░░  67" in str(maria.home.blocks if maria.home else "")
    await maria.close(everything=True)
    await maria.press("selfcheck_result", maria.home)
    assert "What these numbers do not say" in seen(office, "maria")


async def test_help_is_a_word_away(office: Office) -> None:
    await office.as_("tom").command("/selfcheck help")
    assert "/selfcheck" in str(office.as_("tom").ephemerals()[-1].blocks)
