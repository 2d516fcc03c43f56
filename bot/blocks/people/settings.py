"""A person's own settings: the form with all upcoming times, and what was saved."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action, Modal
from bot.blocks.installations.upgrades import notice
from bot.blocks.notices import read_only
from bot.blocks.people import settings_fields as fields
from bot.blocks.people.settings_now import now
from bot.blocks.when import day, moment
from bot.domain.people.people import PersonStatus
from bot.domain.people.settings import SettingsFacts
from bot.domain.people.taking_part import why_nothing_comes
from bot.domain.time.schedule import Pause
from content.models import Library

ON = fields.ON


def settings_modal(library: Library, facts: SettingsFacts, metadata: str = "") -> View:
    """The form, with current settings and all upcoming times; only leaders are asked when their check-in comes."""
    blocks = [
        *_state(library, facts),
        *fields.prompt(library, facts),
        *(fields.checkin(library, facts) if facts.person.checks_in else ()),
        *fields.kinds(library, facts),
        *fields.days_and_hours(library, facts),
        *fields.pause(library, facts),
        *fields.place(library, facts),
        *fields.writing(library, facts),
        fields.position(library, facts),
    ]
    return block_kit.modal(
        Modal.SETTINGS,
        library.say("settings.title"),
        blocks,
        submit=library.say("settings.submit"),
        close=library.say("common.cancel"),
        metadata=metadata,
    )


def saved(library: Library, facts: SettingsFacts) -> View:
    """What was saved, with all upcoming times."""
    blocks = [block_kit.section(library.say("settings.saved")), *_state(library, facts)]
    blocks += [block_kit.section(line) for line in _widened(library, facts)]
    blocks += [block_kit.section(line) for line in next_lines(library, "settings.next", facts)]
    if not facts.upcoming:
        blocks.append(block_kit.section(library.say("settings.nothing_next")))
    return read_only(library, "settings.title", blocks)


def changed(library: Library, facts: SettingsFacts) -> Message:
    """The result of a typed line: what it changed, what comes next, and the form for all the rest."""
    lines = [library.say("settings.saved"), *_widened(library, facts), *now(library, facts)]
    if facts.person.status is not PersonStatus.ACTIVE:
        lines.append(library.say(why_nothing_comes(facts.person)))
    text = "\n".join(lines)
    return Message(text, (block_kit.section(text), block_kit.actions(settings_button(library, "settings.all_button"))))


def next_lines(library: Library, key: str, facts: SettingsFacts) -> list[str]:
    """A line for everything that comes next, worded by the content key `key`."""
    return [
        library.say(key, nudge=library.say(f"nudges.{upcoming.nudge}"), when=moment(upcoming.due_at, upcoming.zone))
        for upcoming in facts.upcoming
    ]


def settings_button(library: Library, label: str) -> Block:
    """The button that opens the form, labelled with the content key `label`."""
    return block_kit.button(library.say(label), Action.SETTINGS)


def _state(library: Library, facts: SettingsFacts) -> list[Block]:
    """Who sees this, and why nothing comes, if nothing does."""
    lines = [block_kit.context(library.say("settings.sees")), *notice(library, facts.upgrade)]
    if facts.person.status is not PersonStatus.ACTIVE:
        lines.append(block_kit.section(library.say(why_nothing_comes(facts.person))))
    elif facts.pause is not None:
        lines.append(block_kit.section(_paused(library, facts.pause)))
    return lines


def _paused(library: Library, pause: Pause) -> str:
    if pause.last is None:
        return library.say("settings.paused_open")
    return library.say("settings.paused", day=day(pause.last))


def _widened(library: Library, facts: SettingsFacts) -> list[str]:
    """That working hours were widened to include a chosen time, if they were."""
    before, now = facts.was.hours if facts.was else facts.person.hours, facts.person.hours
    times = [at for at in (facts.person.prompt_at, facts.person.checkin_at) if at is not None]
    grew = before != now and any(not before.holds(at) and at in (now.start, now.end) for at in times)
    return [library.say("settings.widened", start=now.start, end=now.end)] if grew else []
