"""A person types a command, a modal opens, is submitted, and a message with a button answers: over Socket Mode."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.localslack import Client, LocalSlack

ASK = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "words", "max_length": 20},
        }
    ],
}


async def test_a_command_opens_a_modal_whose_submission_posts_a_message_whose_button_changes_it(
    slack: LocalSlack, bolt: AsyncApp, maria: Client
) -> None:
    seen: list[dict[str, Any]] = []

    async def plan(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=ASK)

    async def asked(ack: Any, body: Any, client: Any, view: Any) -> None:
        await ack()
        words = view["state"]["values"]["words"]["words"]["value"]
        button = {"type": "button", "text": {"type": "plain_text", "text": "Done"}, "action_id": "done", "value": "1"}
        blocks = [{"type": "actions", "elements": [button]}]
        await client.chat_postMessage(channel=body["user"]["id"], text=words, blocks=blocks)

    async def done(ack: Any, body: Any, respond: Any) -> None:
        await ack()
        seen.append(body)
        await respond(text="Well done", replace_original=True)

    bolt.command("/plan")(plan)
    bolt.view("ask")(asked)
    bolt.action("done")(done)

    assert (await maria.command("/plan", "a call with @tom", channel="#sales")).ok
    await slack.until(lambda: maria.modal)
    result = await maria.submit(None, {"words": "Tuesday at nine"})
    assert (result.outcome, maria.modal) == ("closed", None)
    message = (await slack.until(maria.dm))[0]
    assert message.text == "Tuesday at nine"
    assert (await maria.press(message, "Done")).ok
    await slack.until(lambda: maria.dm()[0].text == "Well done")
    assert seen[0]["actions"][0]["value"] == "1"
    assert slack.refusals == ()
