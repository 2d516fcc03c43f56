"""Somebody wrote to us in our Messages tab: what a sub-command understands is understood without the slash."""

from bot.blocks.messages import nearest, noted
from bot.blocks.prompts import prompts as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.parse import Body
from handlers.run_command import command_of, run_subcommand

# These open a form, which needs a press, so they are offered as a button. Followed by something typed, they open none.
NEED_A_PRESS = frozenset({"settings", "delete-me"})
USUAL = ("today", "checkin", "settings")


async def message(
    answer: Answer, event: Body, services: Services, library: Library, commands: tuple[Command, ...]
) -> None:
    """Keep a reply to a prompt as its reflection, do what a sub-command would do, or offer the nearest three."""
    text = (event.get("text") or "").strip()
    if event.get("thread_ts") and event["thread_ts"] != event["ts"]:
        facts = await services.prompts.reply(answer.who, event["thread_ts"], text)
        if facts is not None:
            await answer.update(event["channel"], event["thread_ts"], cards.card(library, facts))
            await answer.reply(noted(library), thread_ts=event["thread_ts"])
            return
    ours = command_of(commands)
    command, bare = ours.named(text), text.removeprefix(ours.name).strip()
    if command is not None and (command.name not in NEED_A_PRESS or (command.usage and rest(bare))):
        await run_subcommand(command, bare, answer, services, library, commands)
        return
    await answer.reply(nearest(library, ours.nearest_keys(text, USUAL)))
