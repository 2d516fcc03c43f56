"""Messages about pauses: paused, back again, and the offer of a pause."""

from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Message, View
from bot.blocks.ids import Action
from bot.blocks.notices import read_only
from bot.blocks.when import day, moment
from bot.domain.people.settings import SettingsFacts
from bot.domain.time.schedule import Pause
from content.models import Library


def paused(library: Library, facts: SettingsFacts) -> Message:
    """From when until when nothing comes, and what comes next."""
    pause = facts.paused or Pause(facts.today)
    begun, first = pause.first <= facts.today, day(pause.first, facts.today)
    if pause.last is None:
        text = library.say("pauses.open") if begun else library.say("pauses.from_open", first=first)
    else:
        after = _next(library, facts) or library.say("pauses.nothing_next")
        key = ("today" if begun else "one_day") if pause.first == pause.last else "until" if begun else "from_until"
        text = library.say(f"pauses.{key}", first=first, day=day(pause.last, facts.today), next=after)
    end = block_kit.button(library.say(f"pauses.{'resume' if begun else 'drop'}_button"), Action.RESUME)
    return Message(text, (block_kit.section(text), block_kit.actions(end)))


def paused_view(library: Library, facts: SettingsFacts) -> View:
    """The same in place of the form."""
    return read_only(library, "pauses.form.title", paused(library, facts).blocks)


def resumed(library: Library, facts: SettingsFacts, ended: Pause | None) -> Message:
    """Back again, a pause dropped before it began, or that there was none; with what comes next and the pause that is
    left.
    """
    following, left = _next(library, facts), facts.next_pause
    if ended is not None and ended.first > facts.today:
        text = library.say("pauses.dropped", first=day(ended.first, facts.today), next=following).rstrip()
    else:
        key = "not_paused" if ended is None else "resumed"
        text = library.say(f"pauses.{key}", next=following) if following else library.say(f"pauses.{key}_nothing")
    if left is not None:
        text = f"{text} {library.say('pauses.left', first=day(left.first, facts.today))}"
    return block_kit.message(text)


def offer(library: Library, until: date) -> Message:
    """The question whether to pause while their Slack status says that they are away."""
    shown = day(until)
    text = library.say("pauses.offer.text", day=shown)
    value = until.isoformat()
    accept = block_kit.button(
        library.say("pauses.offer.accept_button", day=shown), Action.PAUSE_ACCEPT, value, "primary"
    )
    decline = block_kit.button(library.say("pauses.offer.decline_button"), Action.PAUSE_DECLINE, value)
    promise = block_kit.context(library.say("pauses.offer.promise"))
    return Message(text, (block_kit.section(text), promise, block_kit.actions(accept, decline)))


def declined(library: Library) -> Message:
    """The offer, after a no."""
    return block_kit.message(library.say("pauses.offer.declined"))


def _next(library: Library, facts: SettingsFacts) -> str:
    if not facts.upcoming:
        return ""
    first = facts.upcoming[0]
    return library.say("pauses.next", when=moment(first.due_at, first.zone))
