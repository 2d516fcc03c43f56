"""What a person does, and what the real Bolt behind Socket Mode makes of it."""

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import (
    AppInstallation,
    AppNotListening,
    Client,
    LocalSlack,
    NotACommand,
    NotAllowed,
    NotThere,
    SlackWorkspace,
)

from .conftest import manifest
from .heard import Heard
from .kit import CONFIRM, Json, actions, button, menu, plain, section


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


async def test_nobody_can_do_what_there_is_not(tom: Client, slack: LocalSlack, acme: SlackWorkspace) -> None:
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
    with pytest.raises(NotThere, match="That app is not installed"):
        slack.as_user(empty, "eva").dm()


async def test_an_app_that_does_not_answer_in_time_is_told_to_the_person(
    bolt: AsyncApp, impatient: None, web: AsyncWebClient, tom: Client
) -> None:
    await web.chat_postMessage(channel=tom.user.id, text="Go?", blocks=[actions(button(action_id="quiet"))])
    outcome = await tom.press(tom.dm()[0], "quiet")
    assert (outcome.failure, tom.notices) == ("operation_timeout", ("Words: operation_timeout",))
    assert (await tom.command("/echo")).failure == "operation_timeout"
    assert (await tom.shortcut("new")).failure == "operation_timeout"


async def test_a_button_says_where_it_was_pressed(
    heard: Heard, web: AsyncWebClient, tom: Client, maria: Client
) -> None:
    go = button(text=plain("Go"), action_id="go", value="7", style="primary", confirm=CONFIRM)
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
    with pytest.raises(NotThere, match=r"no 'Stop' here; there is only: Go \(go\)"):
        await tom.press(message, "Stop")
    with pytest.raises(NotThere, match="no option 'Z'; there are: A"):
        await tom.choose(message, "pick", "Z")
    with pytest.raises(NotThere, match="cannot be filled in"):
        await tom.choose(message, "go", "Z")


async def test_buttons_work_in_ephemeral_messages_and_in_the_home_tab(
    heard: Heard, slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, tom: Client, installed: AppInstallation
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


async def test_a_read_only_app_takes_no_messages_and_an_unsubscribed_one_hears_of_no_home_tab(
    slack: LocalSlack, acme: SlackWorkspace
) -> None:
    source = manifest(event_subscriptions={"bot_events": []})
    source["features"]["app_home"] = {"messages_tab_read_only_enabled": True}
    quiet = slack.install(source, acme)
    tom = slack.as_user(acme, "tom", quiet.app)
    assert (await tom.open_home()).ok
    with pytest.raises(NotAllowed, match="turned off"):
        await tom.send("dm", "Hi")
    assert slack.traffic == ()


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
    bolt: AsyncApp, slack: LocalSlack, acme: SlackWorkspace, tom: Client, installed: AppInstallation
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
    await tom.send("#sales", "Hello @testapp")
    await tom.send("dm", "Hello & goodbye", thread_ts="1.0", subtype="file_share")
    await slack.until(lambda: len(events) == 4)
    slack.change_user(acme, tom.user.id, status_text="On holiday", status_emoji=":palm_tree:")
    await tom.open_messages()
    await tom.open_home()
    await slack.until(lambda: len(events) == 7)
    assert [event["text"] for event in events if event.get("subtype") == "file_share"] == ["Hello &amp; goodbye"]
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
    slack.dispatcher.ack_seconds = 0.01  # the app hears what follows, but acknowledges none of it in time
    slack.archive(acme, sales.id)
    with pytest.raises(NotAllowed, match="archived"):
        await tom.send("#sales", "Hello?")
    slack.remove(acme, sales.id, installed.bot_user)
    await slack.settled()
