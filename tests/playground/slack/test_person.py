"""What a person does, and what the real Bolt behind Socket Mode makes of it."""

import asyncio
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import (
    AppNotListening,
    Client,
    Installation,
    LocalSlack,
    NotACommand,
    NotAllowed,
    NotThere,
    Workspace,
)
from bot.playground.slack.forms import complaint, filled

from .kit import Json, actions, button, field, menu, modal, option, plain, section

FORM = modal(
    field({"type": "plain_text_input", "action_id": "a", "max_length": 5, "min_length": 2}, block_id="words"),
    field({"type": "number_input", "action_id": "a", "is_decimal_allowed": False, "min_value": "1"}, block_id="count"),
    field({"type": "multi_users_select", "action_id": "a"}, block_id="who", optional=True),
    submit=plain("Send"),
    callback_id="form",
    notify_on_close=True,
)


class Heard:
    """A Bolt app that keeps every payload and answers with what it is told."""

    def __init__(self, app: AsyncApp) -> None:
        self.bodies: list[Json] = []
        self.answer: Json = {}
        for listen in (app.command("/plan"), app.command("/echo"), app.view("form"), app.view_closed("form")):
            listen(self.take)
        for listen in (app.action("go"), app.action("pick"), app.shortcut("save"), app.shortcut("new")):
            listen(self.take)

    async def take(self, ack: Any, body: Json) -> None:
        self.bodies.append(body)
        await ack(**self.answer)


@pytest.fixture
def heard(bolt: AsyncApp) -> Heard:
    return Heard(bolt)


@pytest.fixture
async def form(slack: LocalSlack, web: AsyncWebClient, installed: Installation, tom: Client, heard: Heard) -> None:
    key = slack.state.triggers.issue(installed.app.id, installed.workspace, tom.user.id)
    await web.views_open(trigger_id=key, view=FORM)


async def test_a_command_carries_who_where_and_what(heard: Heard, tom: Client, maria: Client) -> None:
    heard.answer = {"text": "Hello back"}
    assert (await tom.command("/plan", "with @maria & co", channel="#sales")).ok
    body = heard.bodies[0]
    assert body["text"] == f"with <@{maria.user.id}|maria> &amp; co"
    assert (body["user_name"], body["channel_name"], body["is_enterprise_install"]) == ("tom", "sales", "false")
    assert [message.text for message in tom.ephemerals("#sales")] == ["Hello back"]
    await maria.command("/echo", "@tom & co")
    assert (heard.bodies[1]["text"], heard.bodies[1]["channel_name"]) == ("@tom & co", "directmessage")
    await maria.command("/echo", "", channel="board")
    assert heard.bodies[2]["channel_name"] == "privategroup"


async def test_a_command_answered_with_bad_blocks_fails(heard: Heard, tom: Client, slack: LocalSlack) -> None:
    heard.answer = {"blocks": [{"type": "poem"}], "text": "x"}
    assert (await tom.command("/plan")).failure == "dispatch_failed"
    assert tom.notices == ("/plan failed with the error “dispatch_failed”",)
    assert slack.refusals[-1].name == "/plan"


async def test_nobody_can_do_what_there_is_not(tom: Client, slack: LocalSlack, acme: Workspace) -> None:
    with pytest.raises(NotACommand, match="/tea is not a valid command"):
        await tom.command("/tea")
    with pytest.raises(AppNotListening):
        await tom.command("/plan")
    with pytest.raises(AppNotListening):
        await tom.open_home()
    with pytest.raises(NotThere, match="no channel 'cellar'"):
        tom.messages("cellar")
    with pytest.raises(NotAllowed, match="not in #board"):
        tom.messages("board")
    with pytest.raises(NotThere, match="No modal is open"):
        await tom.submit()
    with pytest.raises(NotThere, match="no message shortcut"):
        await tom.shortcut("new", await tom.send("sales", "Hi"))
    with pytest.raises(LookupError):
        slack.as_user(acme, "nobody")
    empty = slack.add_workspace("Empty")
    empty.add_user("eva")
    with pytest.raises(NotThere, match="No such app"):
        slack.as_user(empty, "eva").dm()


async def test_an_app_that_does_not_answer_in_time_is_told_to_the_person(
    bolt: AsyncApp, slack: LocalSlack, web: AsyncWebClient, tom: Client
) -> None:
    await web.chat_postMessage(channel=tom.user.id, text="Go?", blocks=[actions(button(action_id="quiet"))])
    outcome = await tom.press(tom.dm()[0], "quiet")
    assert (outcome.failure, tom.notices) == ("operation_timeout", ("Words: operation_timeout",))
    assert (await tom.command("/echo")).failure == "operation_timeout"
    assert (await tom.shortcut("new")).failure == "operation_timeout"


async def test_a_button_says_where_it_was_pressed(
    heard: Heard, web: AsyncWebClient, tom: Client, maria: Client
) -> None:
    go = button(text=plain("Go"), action_id="go", value="7", style="primary", confirm={"text": plain("Sure?")})
    await web.chat_postMessage(channel=tom.user.id, text="Go?", blocks=[actions(go, menu(action_id="pick"))])
    message = tom.dm()[0]
    assert (await tom.press(message, "Go", sure=False)).ok
    assert heard.bodies == []
    await tom.press(message, "7")
    body = heard.bodies[0]
    assert (body["container"]["message_ts"], body["message"]["text"]) == (message.ts, "Go?")
    assert (body["actions"][0]["value"], body["actions"][0]["style"], body["channel"]["name"]) == (
        "7",
        "primary",
        "directmessage",
    )
    await tom.choose(message, "pick", "A")
    body = heard.bodies[1]
    assert body["actions"][0]["selected_option"]["value"] == "a"
    assert next(iter(body["state"]["values"].values()))["pick"]["selected_option"]["value"] == "a"
    with pytest.raises(NotThere, match=r"no 'Stop' here; there is: Go \(go\)"):
        await tom.press(message, "Stop")
    with pytest.raises(NotThere, match="no option 'Z'; there are: A"):
        await tom.choose(message, "pick", "Z")
    with pytest.raises(NotThere, match="cannot be filled in"):
        await tom.choose(message, "go", "Z")


async def test_buttons_work_in_ephemeral_messages_and_in_the_home_tab(
    heard: Heard, slack: LocalSlack, web: AsyncWebClient, acme: Workspace, tom: Client, installed: Installation
) -> None:
    sales = acme.channel("sales")
    assert sales
    slack.invite(acme, sales.id, installed.bot_user)
    blocks = [section(accessory=menu("overflow", action_id="pick")), actions(button(action_id="go"))]
    await web.chat_postEphemeral(channel=sales.id, user=tom.user.id, text="x", blocks=blocks)
    await tom.press(tom.ephemerals()[0], "pick", "A")
    assert "message" not in heard.bodies[0]
    assert heard.bodies[0]["container"]["is_ephemeral"]
    assert heard.bodies[0]["actions"][0]["selected_option"]["text"]["text"] == "A"
    await web.views_publish(user_id=tom.user.id, view={"type": "home", "blocks": blocks})
    heard.answer = {"text": "ignored"}
    await tom.press(tom.home, "go")
    assert heard.bodies[1]["view"]["type"] == "home"
    assert "Slack ignores" in slack.refusals[-1].sentence


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
    assert (result.what, result.sent, set(result.errors)) == ("errors", False, set(errors))
    assert all(words in result.errors[name] for name, words in errors.items())
    assert heard.bodies == []


@pytest.mark.usefixtures("form")
async def test_a_submission_carries_the_state(heard: Heard, tom: Client, maria: Client) -> None:
    result = await tom.submit(None, {"words": "four", "count": 3, "who": [maria.user.id]})
    assert (result.what, tom.modal) == ("closed", None)
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
    assert (result.what, [view.title for view in tom.modals]) == (what, titles)
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
    assert ([result.what for result in both], len(heard.bodies)) == (["closed", "closed"], 2)
    with pytest.raises(NotThere, match="is closed"):
        await tom.submit(view, answers)


@pytest.mark.usefixtures("form")
async def test_closing_tells_the_app_that_wants_to_know(heard: Heard, tom: Client) -> None:
    await tom.close()
    assert (heard.bodies[0]["type"], heard.bodies[0]["is_cleared"]) == ("view_closed", False)


async def test_a_modal_without_submit_cannot_be_submitted(
    slack: LocalSlack, web: AsyncWebClient, installed: Installation, tom: Client
) -> None:
    key = slack.state.triggers.issue(installed.app.id, installed.workspace, tom.user.id)
    await web.views_open(trigger_id=key, view=modal(section()))
    with pytest.raises(NotThere, match="no submit button"):
        await tom.submit()
    with pytest.raises(NotThere, match="Only a modal"):
        await tom.submit(await tom.send("sales", "Hi"))  # type: ignore[arg-type]


async def test_shortcuts_carry_their_message(heard: Heard, tom: Client) -> None:
    message = await tom.send("#sales", "A good question")
    await tom.shortcut("save", message)
    await tom.shortcut("new")
    first, second = heard.bodies
    assert (first["type"], first["message"]["text"], first["channel"]["name"]) == (
        "message_action",
        message.text,
        "sales",
    )
    assert (second["type"], "message" in second) == ("shortcut", False)


async def test_a_message_is_an_event_for_the_apps_that_are_there(
    bolt: AsyncApp, slack: LocalSlack, acme: Workspace, tom: Client, installed: Installation
) -> None:
    events: list[Json] = []

    async def keep(event: Json) -> None:
        events.append(event)

    for kind in ("message", "app_mention", "app_home_opened", "user_change", "member_joined_channel"):
        bolt.event(kind)(keep)
    sales = acme.channel("sales")
    assert sales
    await tom.send("#sales", "Unheard")
    slack.invite(acme, sales.id, installed.bot_user)
    await tom.send("#sales", f"Hello <@{installed.bot_user}>")
    await tom.send("dm", "Hello", thread_ts="1.0")
    await slack.until(lambda: len(events) == 4)
    slack.change_user(acme, tom.user.id, status_text="On holiday", status_emoji=":palm_tree:")
    await tom.open_messages()
    await tom.open_home()
    await slack.until(lambda: len(events) == 7)
    kinds = sorted((event["type"], event.get("channel_type", event.get("tab", ""))) for event in events)
    assert kinds == [
        ("app_home_opened", "home"),
        ("app_home_opened", "messages"),
        ("app_mention", ""),
        ("member_joined_channel", "C"),
        ("message", "channel"),
        ("message", "im"),
        ("user_change", ""),
    ]
    slack.archive(acme, sales.id)
    with pytest.raises(NotAllowed, match="archived"):
        await tom.send("#sales", "Hello?")
    slack.remove(acme, sales.id, installed.bot_user)
    await slack.settled()


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
