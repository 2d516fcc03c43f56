"""The buttons of a daily prompt."""

from bot.blocks.ids import Action
from bot.blocks.prompts import prompts as cards
from bot.blocks.when import moment
from bot.domain.codec import LaterTap
from bot.domain.prompts.answers import PromptFacts, PromptReply
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers import sync_messages
from handlers.answer import Answer
from handlers.parse import Body

ANSWERS = {Action.PROMPT_DONE: PromptReply.DONE, Action.PROMPT_NOT_FOR_ME: PromptReply.NOT_FOR_ME}


async def tap(answer: Answer, body: Body, services: Services, libraries: Libraries, library: Library) -> None:
    """One tap is a full answer; Undo, the only button here that is none, takes it back."""
    reply = ANSWERS.get(Action(body["actions"][0]["action_id"]))
    if reply is None:
        facts = await services.prompts.take_back(answer.who, answer.value)
    else:
        facts = await services.prompts.answer(answer.who, answer.value, reply)
    card = cards.card(of_place(libraries, library, facts), facts)
    await answer.reply(card)
    await sync_messages.prompt(answer, facts, card)
    if facts.in_channel:
        await answer.privately(cards.answered(library, facts))


async def reflect(answer: Answer, services: Services, library: Library) -> None:
    """Open the note to oneself, with what was written before."""
    facts = await services.prompts.facts(answer.who, answer.value)
    metadata = answer.carry(value=answer.value)
    await answer.open(cards.reflection_modal(library, facts, metadata))


async def later(answer: Answer, services: Services, library: Library) -> None:
    """Bring the prompt back at the chosen time."""
    tap = answer.read(LaterTap)
    person, due_at = await services.prompts.later(answer.who, tap.delivery_id, tap.when)
    text = library.say("prompts.later.said", when=moment(due_at, person.zone))
    await answer.privately(text)


async def why(answer: Answer, services: Services, library: Library) -> None:
    """Say why this prompt was chosen."""
    facts = await services.prompts.facts(answer.who, answer.value)
    await answer.privately(cards.why(library, facts))


async def daily_again(answer: Answer, services: Services, library: Library) -> None:
    """Bring the daily prompts back."""
    person, due_at = await services.prompts.daily_again(answer.who)
    if due_at is None:
        await answer.privately(library.say("prompts.cadence.undone_paused"))
        return
    await answer.privately(library.say("prompts.cadence.undone", when=moment(due_at, person.zone)))


def of_place(libraries: Libraries, library: Library, facts: PromptFacts) -> Library:
    """The words for the reader of the card: the person's own `library`, and those of the channel in a channel."""
    return libraries.of(facts.channel_locale) if facts.in_channel else library
