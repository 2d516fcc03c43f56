"""A Bolt app that keeps every payload, and a form to fill in."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp

from .kit import Json, field, modal, plain

FORM = modal(
    field({"type": "plain_text_input", "action_id": "a", "max_length": 5, "min_length": 2}, block_id="words"),
    field({"type": "number_input", "action_id": "a", "is_decimal_allowed": False, "min_value": "1"}, block_id="count"),
    field({"type": "multi_users_select", "action_id": "a"}, block_id="who", optional=True),
    submit=plain("Send"),
    callback_id="form",
    notify_on_close=True,
)


class Heard:
    """A Bolt app that keeps every payload and answers as it is told."""

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
