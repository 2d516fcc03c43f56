"""The buttons of a daily prompt."""

import json

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import Action
from bot.blocks.prompts import prompts as looks
from bot.blocks.when import moment
from bot.domain.prompts.answers import PromptReply
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who
from handlers.reply import origin, reply

ANSWERS = {Action.PROMPT_DONE: PromptReply.DONE, Action.PROMPT_NOT_FOR_ME: PromptReply.NOT_FOR_ME}


async def answer(
    ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond, services: Services, library: Library
) -> None:
    """One tap is a full answer; Undo, the only button here that is none, takes it back."""
    await ack()
    said = ANSWERS.get(Action(body["actions"][0]["action_id"]))
    if said is None:
        facts = await services.prompts.take_back(who(body), value(body))
    else:
        facts = await services.prompts.answer(who(body), value(body), said)
    await reply(client, origin(body), who(body), looks.card(library, facts))
    if facts.in_channel:
        await respond(text=looks.answered(library, facts), response_type="ephemeral", replace_original=False)


async def reflect(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the note to oneself, with what was written before."""
    await ack()
    facts = await services.prompts.facts(who(body), value(body))
    metadata = json.dumps(origin(body) | {"value": value(body)})
    await client.views_open(trigger_id=body["trigger_id"], view=looks.reflection_modal(library, facts, metadata))


async def later(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Bring the prompt back at the chosen time."""
    await ack()
    when, _, delivery_id = value(body).partition(" ")
    person, due_at = await services.prompts.later(who(body), delivery_id, when)
    text = library.say("prompts.later.said", when=moment(due_at, person.zone))
    await respond(text=text, response_type="ephemeral", replace_original=False)


async def why(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Say why this prompt was chosen."""
    await ack()
    facts = await services.prompts.facts(who(body), value(body))
    await respond(text=looks.why_this_one(library, facts), response_type="ephemeral", replace_original=False)


async def daily_again(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Bring the daily prompts back."""
    await ack()
    person, due_at = await services.prompts.daily_again(who(body))
    text = library.say("prompts.cadence.undone", when=moment(due_at, person.zone) if due_at else "")
    await respond(text=text, response_type="ephemeral", replace_original=False)
