"""The Home tab on the local Slack: what each person sees, and that its buttons work."""

from collections.abc import Iterable
from typing import Any

import pytest

from bot.domain.people.people import Who
from tests.office import Office


def parts(blocks: Iterable[Any]) -> list[dict[str, Any]]:
    """Every button in blocks."""
    return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]


def home(office: Office, handle: str) -> str:
    view = office.as_(handle).home
    return str(view.blocks) if view else ""


async def test_a_first_visit_says_what_this_is_and_offers_to_start(office: Office) -> None:
    await office.as_("tom").open_home()
    assert "sits in the second chair" in home(office, "tom")
    assert "Mark Hunter" in home(office, "tom")
    assert "See how your workspace stands" not in home(office, "tom")


async def test_an_admin_sees_how_the_workspace_stands(office: Office) -> None:
    await office.as_("nora").open_home()
    assert "No channel nudge is set up yet." in home(office, "nora")


async def test_a_prompt_answered_on_the_home_tab_is_shown_answered_there(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.wait(hours=1)
    await maria.open_home()
    await maria.press("Done", maria.home)
    assert "One working day so far" in home(office, "maria")
    await maria.press("Undo", maria.home)
    assert "fills a square here" in home(office, "maria")
    assert "Not for me" in home(office, "maria")


async def test_why_this_one_is_answered_in_a_small_window(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.wait(hours=1)
    await maria.open_home()
    await maria.press("Why this one", maria.home)
    assert maria.modal is not None


async def test_a_note_written_from_the_home_tab_is_shown_there(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.wait(hours=1)
    await maria.open_home()
    await maria.press("Reflect", maria.home)
    await maria.submit({"text": "Asked, then waited. <!channel>"})
    assert "Asked, then waited." in home(office, "maria")


async def test_the_messages_tab_publishes_nothing(office: Office) -> None:
    await office.as_("tom").client.open_messages()
    await office.settle()
    assert office.as_("tom").home is None


async def test_start_on_the_home_tab_shows_ones_own_things_at_once(office: Office) -> None:
    tom = office.as_("tom")
    await tom.open_home()
    await tom.press("start", tom.home)
    assert "Settings" in home(office, "tom")
    assert "on its way to Messages" in home(office, "tom")
    await tom.open_home()
    assert "Why this one" in home(office, "tom")


async def test_the_check_in_is_answered_and_changed_on_the_home_tab(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.skip(days=4)
    await office.wait(hours=9)
    await maria.open_home()
    await maria.press("checkin_led", maria.home)
    assert "One weekly check-in so far" in home(office, "maria")
    await maria.press("checkin_both", maria.home)
    assert maria.home
    (chosen,) = (one for one in parts(maria.home.blocks) if one.get("style") == "primary" and "checkin" in str(one))
    assert chosen["action_id"] == "checkin_both"


async def test_a_ride_along_is_planned_from_the_home_tab_in_three_taps(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("Plan a ride-along", maria.home)
    when = {"customer": "Acme", "salesperson": office.as_("tom").id, "when": "2026-10-20", "at": "15:00"}
    assert (await maria.submit(when)).outcome == "closed"
    assert "Acme" in home(office, "maria")
    await maria.press("Log a call", maria.home)
    assert (await maria.submit(when | {"when": "2026-10-16"})).outcome == "closed"


@pytest.mark.parametrize("button", ["Check-ins", "My team", "Last quarter", "Programmes", "Pressure weeks"])
async def test_a_page_of_the_home_tab_opens_before_it_is_loaded(office: Office, button: str) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.open_home()
    before = len(office.slack.traffic)
    await maria.press(button, maria.home)
    views = [call.name for call in office.slack.traffic[before:] if call.name.startswith("views.")]
    assert views[:2] == ["views.open", "views.update"]
    assert maria.modal
    assert "Loading" not in str(maria.modal.blocks)


async def test_a_page_that_fails_to_load_says_so_in_its_place(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.open_home()

    async def fails(_who: Who) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(office.bot.services.development, "facts", fails)
    await maria.press("My team", maria.home)
    assert maria.modal
    assert "Loading" not in str(maria.modal.blocks)
    assert "reference" in str(maria.modal.blocks).lower()


async def test_what_is_pressed_in_a_page_shows_there_and_on_the_home_tab(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("Plan a ride-along", maria.home)
    await maria.submit({"customer": "Acme", "salesperson": office.as_("tom").id, "when": "2026-10-20", "at": "15:00"})
    said = len(maria.client.messages("dm"))
    await maria.press("Open it", maria.home)
    await maria.press("Cancel", maria.modal)
    assert maria.modal
    assert "Cancelled." in str(maria.modal.blocks)
    assert "Acme" not in home(office, "maria")
    assert len(maria.client.messages("dm")) == said


async def test_the_home_tab_of_somebody_deleted_shows_nothing_of_theirs(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.skip(days=4)
    await office.wait(hours=9)
    await maria.open_home()
    await maria.press("checkin_led", maria.home)
    await maria.press("home_rest", maria.home, choice="Delete my data")
    await maria.submit({})
    assert "Mostly led" not in home(office, "maria")
    assert "Start" in home(office, "maria")
