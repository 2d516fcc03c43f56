"""An organisation's own content, for people who may change it: the list, one entry, and a test of it."""

from bot.blocks import block_kit, written
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action
from bot.blocks.notices import read_only
from bot.blocks.prompts.prompts import shown
from bot.blocks.when import day
from bot.domain.codec import ContentPage, ContentTap, encode
from bot.domain.content_mode import ContentMode
from bot.domain.prompts.custom_choice import FEWEST_ALONE
from bot.domain.prompts.custom_content import (
    ANSWERED,
    CHANGED,
    ContentKind,
    ContentScope,
    CustomEntry,
    CustomEntryFacts,
    CustomPage,
    EntryStatus,
)
from bot.domain.visibility import FOR_ADMIN, spans
from content.models import Library

LISTED = 200  # characters of an entry in the list


def content_page(library: Library, facts: CustomPage, notice: str = "") -> View:
    """One page of the list, with what can be done with it; `notice` says what was just done."""
    blocks = [block_kit.section(f"*{notice}*")] if notice else []
    blocks.append(block_kit.section(library.say(f"custom.about_{facts.scope}"), _other_list(library, facts)))
    if facts.scope is ContentScope.ORGANISATION:
        blocks += _mode(library, facts)
    blocks.append(block_kit.actions(*_adding(library, facts)))
    for entry in facts.entries:
        blocks += _listed(library, facts, entry)
    if not facts.entries:
        blocks.append(block_kit.section(library.say("custom.none")))
    small = [library.say("custom.in_use", count=facts.in_use, most=facts.most)]
    if facts.pages > 1:
        blocks += _pages(library, facts)
        small.append(library.say("custom.page", page=facts.page + 1, pages=facts.pages))
    return read_only(library, "custom.title", [*blocks, block_kit.context(*small)])


def content_entry(library: Library, facts: CustomEntryFacts, page: int, notice: str = "") -> View:
    """One entry in full, with what can be done with it."""
    entry, value = facts.entry, encode(ContentTap(facts.entry.id, page))
    blocks = [block_kit.section(f"*{notice}*")] if notice else []
    blocks += [block_kit.context(_facts(library, facts)), *_whole(library, entry), *_counts(library, facts)]
    buttons = [
        block_kit.button(library.say("custom.edit_button"), Action.CONTENT_EDIT, value),
        block_kit.button(library.say("custom.try_button"), Action.CONTENT_TRY, value),
        _retiring(library, entry, value),
        block_kit.button(
            library.say("custom.back_button"), Action.CONTENT_OPEN, encode(ContentPage(entry.scope, page))
        ),
    ]
    return read_only(library, "custom.title", [*blocks, block_kit.actions(*buttons)])


def content_changed(library: Library, facts: CustomEntryFacts) -> list[Block]:
    """What stands above a form whose entry somebody else changed meanwhile: what it says now."""
    told = block_kit.section(library.say(CHANGED))
    return [told, block_kit.context(_facts(library, facts)), *_whole(library, facts.entry), block_kit.divider()]


def content_test(library: Library, entry: CustomEntry) -> Message:
    """An entry as its audience will see it, without anything that would count as an answer."""
    title = library.say("custom.test.title")
    blocks = [block_kit.header(title), *_whole(library, entry), block_kit.context(library.say("custom.test.note"))]
    if entry.words.kind is ContentKind.QUESTION:
        blocks.append(block_kit.context(library.say("custom.test.question")))
    elif entry.words.audience == "team":
        blocks.append(block_kit.context(library.say("custom.test.channel")))
    return Message(title, tuple(blocks))


def _other_list(library: Library, facts: CustomPage) -> Block | None:
    """The button to the other list, for people who have both."""
    if not (facts.leads and facts.administers):
        return None
    other = ContentScope.TEAM if facts.scope is ContentScope.ORGANISATION else ContentScope.ORGANISATION
    return block_kit.button(library.say(f"custom.to_{other}_button"), Action.CONTENT_OPEN, encode(ContentPage(other)))


def _mode(library: Library, facts: CustomPage) -> list[Block]:
    choices = {str(mode): library.say(f"custom.mode.{mode}") for mode in ContentMode}
    menu = block_kit.menu(Action.CONTENT_MODE, choices, facts.mode)
    about = [library.say(f"custom.mode.about_{facts.mode}", fewest=FEWEST_ALONE)]
    few = {audience: count for audience, count in facts.counts.items() if count < FEWEST_ALONE}
    if facts.mode is ContentMode.EXCLUSIVE and few:
        counts = [
            library.say("custom.mode.audience_count", audience=library.say(f"common.for_{audience}"), count=count)
            for audience, count in few.items()
        ]
        about.append(library.say("custom.mode.too_few", audiences=", ".join(counts)))
    return [block_kit.section(library.say("custom.mode.label"), menu), block_kit.context(*about)]


def _adding(library: Library, facts: CustomPage) -> list[Block]:
    value = encode(ContentPage(facts.scope, facts.page))
    buttons = [block_kit.button(library.say("custom.prompt_button"), Action.CONTENT_PROMPT, value, "primary")]
    if facts.scope is ContentScope.ORGANISATION:
        buttons.append(block_kit.button(library.say("custom.question_button"), Action.CONTENT_QUESTION, value))
    buttons.append(block_kit.button(library.say("custom.import_button"), Action.CONTENT_IMPORT, value))
    if facts.entries:
        buttons.append(block_kit.button(library.say("custom.export_button"), Action.CONTENT_EXPORT, value))
    return buttons


def _listed(library: Library, facts: CustomPage, entry: CustomEntry) -> list[Block]:
    open_ = block_kit.button(
        library.say("custom.open_button"), Action.CONTENT_ENTRY, encode(ContentTap(entry.id, facts.page))
    )
    small = block_kit.section(_facts(library, CustomEntryFacts(entry, facts.on)), open_)
    return [block_kit.divider(), small, written.paragraph(entry.words.text, limit=LISTED)]


def _whole(library: Library, entry: CustomEntry) -> list[Block]:
    """What an entry says, as its audience reads it."""
    if entry.words.kind is ContentKind.PROMPT:
        return shown(library, entry.prompt)
    lines = [
        library.say("custom.choice_line", number=number, choice=choice)
        for number, choice in enumerate(entry.words.choices, start=1)
    ]
    blocks = [block_kit.context(library.say("prompts.own.organisation")), written.paragraph(entry.words.text)]
    return [*blocks, *([written.paragraph("\n".join(lines))] if lines else [])]


def _counts(library: Library, facts: CustomEntryFacts) -> list[Block]:
    """How many people answered a question, and what they chose, once that may be shown."""
    if facts.entry.words.kind is not ContentKind.QUESTION:
        return []
    if not facts.people:
        return [block_kit.context(library.say("custom.counts.none", fewest=FOR_ADMIN))]
    chosen = {**dict.fromkeys(facts.entry.words.choices, 0), **facts.counts}  # choices that nobody made are listed too
    shown_counts = {choice: span for choice, span in spans(chosen).items() if choice != ANSWERED}
    lines = [library.say("custom.counts.line", choice=choice, count=str(span)) for choice, span in shown_counts.items()]
    blocks = [written.paragraph("\n".join(lines))] if lines else []
    return [*blocks, block_kit.context(library.say("custom.counts.people", count=facts.people, fewest=FOR_ADMIN))]


def _facts(library: Library, facts: CustomEntryFacts) -> str:
    words = facts.entry.words
    audience = "team" if facts.entry.team_of else words.audience
    kind, whom = library.say(f"custom.kind.{words.kind}"), library.say(f"common.for_{audience}")
    return library.say("custom.facts", kind=kind, audience=whom, status=_status(library, facts))


def _status(library: Library, facts: CustomEntryFacts) -> str:
    words, status = facts.entry.words, facts.entry.status(facts.on)
    first, last = (on and day(on, facts.on) for on in (words.first, words.last))
    if status in {EntryStatus.IN_USE, EntryStatus.SCHEDULED} and words.is_for_one_day:
        return library.say("custom.status.one_day", day=first)
    if status is EntryStatus.SCHEDULED:
        return library.say("custom.status.scheduled", first=first)
    if status is EntryStatus.ENDED:
        return library.say("custom.status.ended", last=last)
    if status is EntryStatus.IN_USE and last:
        return library.say("custom.status.in_use_until", last=last)
    return library.say("custom.status.retired" if status is EntryStatus.RETIRED else "custom.status.in_use")


def _retiring(library: Library, entry: CustomEntry, value: str) -> Block:
    if entry.retired_at is not None:
        return block_kit.button(library.say("custom.again_button"), Action.CONTENT_AGAIN, value)
    return block_kit.button(library.say("custom.retire_button"), Action.CONTENT_RETIRE, value, "danger")


def _pages(library: Library, facts: CustomPage) -> list[Block]:
    buttons = []
    if facts.page + 1 < facts.pages:
        value = encode(ContentPage(facts.scope, facts.page + 1))
        buttons.append(block_kit.button(library.say("custom.older_button"), Action.CONTENT_OLDER, value))
    if facts.page:
        value = encode(ContentPage(facts.scope, facts.page - 1))
        buttons.append(block_kit.button(library.say("custom.newer_button"), Action.CONTENT_NEWER, value))
    return [block_kit.actions(*buttons)]
