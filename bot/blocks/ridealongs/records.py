"""The development record that two people both see, a leader's own notes, and the page for a one-to-one."""

from collections.abc import Iterable
from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.checkins import commitments
from bot.blocks.ids import Action
from bot.blocks.when import day
from bot.blocks.written import unformatted
from bot.domain.codec import AskedTap, RecordPage, encode
from bot.domain.ridealongs.record import DevelopmentRecord, EntryKind, Notes, OneToOne, RecordEntry
from bot.domain.time.localtime import local_date
from content.models import Library

MOST_TEXT = 600  # characters of one moment, so that a page stays a page


def record(library: Library, facts: DevelopmentRecord) -> Message:
    """One page of the record, the newest first, with who sees it."""
    other = block_kit.person(facts.other_id)
    title = library.say("record.title")
    blocks = [block_kit.header(title), block_kit.context(library.say("record.with", other=other))]
    for entry in facts.entries:
        blocks += _entry(library, entry)
    if not facts.entries:
        blocks.append(block_kit.section(library.say("record.none", other=other)))
    blocks += pages_between(library, Action.RECORD_OLDER, Action.RECORD_NEWER, facts.other_id, facts.page, facts.pages)
    buttons = [one_to_one_button(library, facts.other_id)]
    if facts.leads:
        label = library.say("record.notes_button", count=facts.notes)
        buttons.append(block_kit.button(label, Action.NOTES_OPEN, encode(RecordPage(facts.other_id))))
    sees = library.say(f"record.sees_{'leader' if facts.leads else 'salesperson'}", other=other)
    return Message(title, (*blocks, block_kit.actions(*buttons), block_kit.context(sees)))


def notes(library: Library, facts: Notes) -> Message:
    """A leader's own moments about one salesperson, each with whether it is in the record too."""
    other, title = block_kit.person(facts.salesperson_id), library.say("record.notes.title")
    blocks = [block_kit.header(title), block_kit.context(library.say("record.notes.about", other=other))]
    for moment in facts.moments:
        when = day(local_date(moment.at, facts.zone))
        key = "shared" if moment.shared else "private"
        blocks.append(block_kit.section(library.say(f"record.notes.{key}", when=when, other=other)))
        blocks.append(block_kit.quote(block_kit.short(moment.text, MOST_TEXT)))
    if not facts.moments:
        blocks.append(block_kit.section(library.say("record.notes.none", other=other)))
    blocks += pages_between(
        library, Action.NOTES_OLDER, Action.NOTES_NEWER, facts.salesperson_id, facts.page, facts.pages
    )
    return Message(title, tuple(blocks))


def one_to_one(library: Library, facts: OneToOne) -> Message:
    """What to take into a one-to-one, on one page."""
    other, role = block_kit.person(facts.other_id), "leader" if facts.leads else "salesperson"
    title = library.say("record.one_to_one.title")
    blocks = [block_kit.header(title), block_kit.section(library.say("record.one_to_one.with", other=other))]
    blocks += _steps(library, facts, role)
    blocks.append(block_kit.section(library.say("record.one_to_one.moments")))
    for entry in facts.moments:
        blocks += _entry(library, entry)
    if not facts.moments:
        blocks.append(block_kit.context(library.say(f"record.one_to_one.no_moments_{role}")))
    blocks += _agreed(library, facts)
    blocks += _question(library, facts, role)
    open_ = block_kit.button(library.say("record.open_button"), Action.RECORD_OPEN, encode(RecordPage(facts.other_id)))
    blocks.append(block_kit.actions(open_))
    return Message(title, (*blocks, block_kit.context(library.say(f"record.one_to_one.sees_{role}", other=other))))


def _steps(library: Library, facts: OneToOne, role: str) -> list[Block]:
    other = block_kit.person(facts.other_id)
    blocks = [block_kit.section(library.say(f"record.one_to_one.steps_{role}", other=other))]
    blocks += [commitments.plan(library, step) for step in facts.steps]
    if not facts.steps:
        blocks.append(block_kit.context(library.say("record.one_to_one.no_steps")))
    if facts.own_steps:
        blocks.append(block_kit.section(library.say("record.one_to_one.own_steps")))
        blocks += [commitments.plan(library, step) for step in facts.own_steps]
    return blocks


def _agreed(library: Library, facts: OneToOne) -> list[Block]:
    lines = [line for line in (skills(library, facts.skills), dated(library, "next_ride", facts.next_ride)) if line]
    return [block_kit.section("\n".join(lines))] if lines else []


def _question(library: Library, facts: OneToOne, role: str) -> list[Block]:
    """The question that has not been asked for the longest time; the leader confirms once they have asked it."""
    if facts.question not in library.questions:
        return []
    text = library.say("record.one_to_one.question", question=block_kit.escape(library.questions[facts.question].text))
    when = "asked" if facts.asked_on else "never"
    last = library.say(f"record.one_to_one.{when}_{role}", when=day(facts.asked_on) if facts.asked_on else "")
    value = encode(AskedTap(facts.other_id, facts.question))
    button = block_kit.button(library.say("record.one_to_one.asked_button"), Action.QUESTION_ASKED, value)
    return [block_kit.section(text, button if facts.leads else None), block_kit.context(last)]


def _entry(library: Library, entry: RecordEntry) -> list[Block]:
    when = day(entry.on)
    if entry.kind is EntryKind.RIDE and entry.ride:
        skill = unformatted(block_kit.short(entry.ride.contract.skill.strip(), 200))
        customer = unformatted(entry.ride.customer) or library.say("record.a_customer")
        key = "ride_skill" if skill else "ride"
        return [block_kit.section(library.say(f"record.{key}", when=when, customer=customer, skill=skill))]
    if entry.moment:
        text = block_kit.quote(block_kit.short(entry.moment.text, MOST_TEXT))
        return [block_kit.section(library.say("record.moment", when=when)), text]
    if entry.step:
        key = f"step_{entry.step.outcome}" if entry.step.outcome and entry.step.outcome_shared else "step"
        return [block_kit.section(library.say(f"record.{key}", when=when)), commitments.plan(library, entry.step)]
    return []


def pages_between(library: Library, older: Action, newer: Action, other_id: str, page: int, pages: int) -> list[Block]:
    """Which page it is, with buttons to the previous and next ones."""
    buttons = []
    if page + 1 < pages:
        buttons.append(block_kit.button(library.say("record.older"), older, encode(RecordPage(other_id, page + 1))))
    if page > 0:
        buttons.append(block_kit.button(library.say("record.newer"), newer, encode(RecordPage(other_id, page - 1))))
    if not buttons:
        return []
    return [block_kit.context(library.say("record.page", page=page + 1, pages=pages)), block_kit.actions(*buttons)]


def skills(library: Library, named: Iterable[str]) -> str:
    """The skills that they work on, in a line; "" without any."""
    names = [unformatted(block_kit.short(skill, 200)) for skill in named]
    return library.say("development.skills", skills=names) if names else ""


def dated(library: Library, key: str, on: date | None) -> str:
    """When there was, or will be, the thing with this key; "" without a day."""
    return library.say(f"development.{key}", when=day(on)) if on else ""


def one_to_one_button(library: Library, other_id: str) -> Block:
    """Opens the page for a one-to-one with them, and from there the record."""
    return block_kit.button(library.say("record.one_to_one.button"), Action.ONE_TO_ONE_OPEN, other_id)
