"""Somebody wrote to us in our Messages tab: what a sub-command understands is understood without the slash."""

from bot.blocks.messages import nearest, not_kept, noted
from bot.blocks.prompts import prompts as cards
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.parse import Body
from handlers.run_command import command_of, run_subcommand

# These open a form, which needs a press, so they are offered as a button. Followed by something typed, they open none.
NEED_A_PRESS = frozenset({"settings", "delete-me"})
MOST_BEHIND = 1  # words behind a command that takes none
USUAL = ("today", "checkin", "settings")


async def message(
    answer: Answer,
    event: Body,
    services: Services,
    libraries: Libraries,
    library: Library,
    commands: tuple[Command, ...],
) -> None:
    """Keep a reply to a prompt as its reflection, do what a sub-command would do, or say what can be done: under a
    message of ours, where else such words are kept; elsewhere, the nearest three.
    """
    text = (event.get("text") or "").strip()
    is_reply = event.get("thread_ts") and event["thread_ts"] != event["ts"]
    if is_reply and text:
        facts = await services.prompts.reply(answer.who, event["thread_ts"], text)
        if facts is not None:
            await answer.update(event["channel"], event["thread_ts"], cards.card(library, facts))
            await answer.reply(noted(library), thread_ts=event["thread_ts"])
            return
    ours = command_of(commands)
    command, bare = ours.named(text), text.removeprefix(ours.name).strip()
    if command is not None and _is_meant(command, rest(bare)):
        await run_subcommand(command, bare, answer, services, libraries, commands)
    elif is_reply:
        await answer.reply(not_kept(library), thread_ts=event["thread_ts"])
    else:
        await answer.reply(nearest(library, ours.nearest_keys(text, USUAL)))


def _is_meant(command: Command, behind: str) -> bool:
    """Whether a text that begins with the name of a command means it: "Today please" does, "Stop offering discounts"
    under a question of ours is an answer.
    """
    if command.usage:
        return bool(behind) or command.name not in NEED_A_PRESS
    return command.name not in NEED_A_PRESS and len(behind.split()) <= MOST_BEHIND
