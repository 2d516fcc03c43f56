"""Filling in, submitting and closing modals, and what the app's answer does to them."""

import asyncio
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, Client, LocalSlack, NotThere
from bot.localslack.state.forms import complaint, filled

from .heard import Heard
from .kit import Json, modal, option, plain, section


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({}, {"words": "Please complete", "count": "Please complete"}),
        ({"words": "x" * 6, "count": "0"}, {"words": "less than 6", "count": "at least 1"}),
        ({"words": "x", "count": "1.5"}, {"words": "at least 2", "count": "a whole number"}),
    ],
)
@pytest.mark.usefixtures("form")
async def test_slack_itself_refuses_what_the_fields_forbid(
    heard: Heard, tom: Client, answers: Json, errors: dict[str, str]
) -> None:
    result = await tom.submit(None, answers)
    assert (result.outcome, result.sent, set(result.errors)) == ("errors", False, set(errors))
    assert all(words in result.errors[name] for name, words in errors.items())
    assert heard.bodies == []


@pytest.mark.usefixtures("form")
async def test_a_submission_carries_the_state(heard: Heard, tom: Client, maria: Client) -> None:
    result = await tom.submit(None, {"words": "four", "count": 3, "who": [maria.user.id]})
    assert (result.outcome, tom.modal) == ("closed", None)
    view = heard.bodies[0]["view"]
    values = {block: list(inner["a"].values())[1] for block, inner in view["state"]["values"].items()}
    assert values == {"words": "four", "count": "3", "who": [maria.user.id]}


@pytest.mark.parametrize(
    ("answer", "what", "titles"),
    [
        ({"response_action": "clear"}, "closed", []),
        ({"response_action": "errors", "errors": {"words": "Really?"}}, "errors", ["Title"]),
        ({"response_action": "errors", "errors": {"nosuch": "Really?"}}, "failed", ["Title"]),
        ({"response_action": "update", "view": modal(section(), title=plain("Next"))}, "updated", ["Next"]),
        ({"response_action": "push", "view": modal(section(), title=plain("Next"))}, "pushed", ["Title", "Next"]),
        ({"response_action": "push", "view": modal(section()) | {"title": plain("")}}, "failed", ["Title"]),
        ({"response_action": "dance"}, "failed", ["Title"]),
    ],
)
async def test_the_answer_decides_what_the_person_sees(
    bolt: AsyncApp, form: None, heard: Heard, tom: Client, answer: Json, what: str, titles: list[str]
) -> None:
    heard.answer = answer
    result = await tom.submit(None, {"words": "four", "count": "3"})
    assert (result.outcome, [view.title for view in tom.modals]) == (what, titles)
    if what == "failed":
        assert tom.notices == ("We had some trouble connecting. Try again?",)
    if what == "errors":
        assert tom.modal
        assert (tom.modal.errors, tom.modal.values["words"]["a"]["value"]) == ({"words": "Really?"}, "four")


@pytest.mark.usefixtures("form")
async def test_a_modal_can_be_submitted_twice_by_an_eager_person_and_not_after_it_is_closed(
    heard: Heard, tom: Client
) -> None:
    view, answers = tom.modal, {"words": "four", "count": "3"}
    both = await asyncio.gather(tom.submit(view, answers), tom.submit(view, answers))
    assert ([result.outcome for result in both], len(heard.bodies)) == (["closed", "closed"], 2)
    with pytest.raises(NotThere, match="is closed"):
        await tom.submit(view, answers)


@pytest.mark.usefixtures("form")
async def test_closing_tells_the_app_that_wants_to_know(heard: Heard, tom: Client) -> None:
    await tom.close()
    assert (heard.bodies[0]["type"], heard.bodies[0]["is_cleared"]) == ("view_closed", False)


async def test_a_modal_without_submit_cannot_be_submitted(
    slack: LocalSlack, web: AsyncWebClient, installed: AppInstallation, tom: Client
) -> None:
    key = slack.state.triggers.issue(installed.app.id, installed.workspace, tom.user.id)
    await web.views_open(trigger_id=key, view=modal(section()))
    with pytest.raises(NotThere, match="no submit button"):
        await tom.submit()
    with pytest.raises(NotThere, match="Only a modal"):
        await tom.submit(await tom.send("sales", "Hi"))  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize(
    ("kind", "value", "state"),
    [
        ("datepicker", date(2026, 3, 29), {"selected_date": "2026-03-29"}),
        ("datepicker", "", {"selected_date": None}),
        ("timepicker", time(8, 30), {"selected_time": "08:30"}),
        ("datetimepicker", datetime(2026, 3, 29, tzinfo=UTC), {"selected_date_time": 1774742400}),
        ("datetimepicker", "1774742400", {"selected_date_time": 1774742400}),
        ("users_select", "U1", {"selected_user": "U1"}),
        ("multi_channels_select", "C1", {"selected_channels": ["C1"]}),
    ],
)
def test_each_picker_has_its_own_state(kind: str, value: Any, state: Json) -> None:
    assert filled({"type": kind}, value) == {"type": kind, **state}


@pytest.mark.parametrize(
    ("element", "value", "words"),
    [
        ({"type": "email_text_input"}, "tom", "valid email"),
        ({"type": "email_text_input"}, "tom@acme.example", ""),
        ({"type": "url_text_input"}, "acme", "valid URL"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "x", "enter a number"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5", "at most 2"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U1", "U2"], "at most 1"),
        ({"type": "datepicker"}, "2026-03-29", ""),
    ],
)
def test_slacks_window_checks_what_it_can(element: Json, value: Any, words: str) -> None:
    said = complaint(element, filled(element, value), optional=False)
    assert words in said
    assert bool(words) == bool(said)


def test_options_come_in_groups_too() -> None:
    grouped = {"type": "static_select", "option_groups": [{"label": plain(), "options": [option()]}]}
    assert filled(grouped, "A")["selected_option"] == option()
