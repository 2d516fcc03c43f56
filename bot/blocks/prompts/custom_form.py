"""The form for an organisation's own prompt or check-in question, or for a leader's prompt for their team."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Modal
from bot.blocks.prompts.custom_content import content_changed
from bot.domain.prompts.custom_content import (
    ASKED,
    FEWEST_CHOICES,
    MOST_CHOICES,
    MOST_MINUTES,
    MOST_QUESTIONS,
    ContentKind,
    ContentScope,
    CustomEntryFacts,
    CustomPage,
    CustomWords,
)
from content.checks import FOLDERS, LONGEST_ACTION, LONGEST_WHY, OCCASIONS, OCCASIONS_FOR
from content.models import Audience, Library

ANY_DAY = "any"


def content_form(
    library: Library, facts: CustomPage, words: CustomWords, metadata: str, theirs: CustomEntryFacts | None = None
) -> View:
    """The form, prefilled with what was written before; `facts` are those of the list that it belongs to. Above it is
    `theirs`, what somebody else saved meanwhile.
    """
    fields = [*(content_changed(library, theirs) if theirs else ()), _text(library, facts, words)]
    if words.kind is ContentKind.QUESTION:
        choices = block_kit.text_input("choices", "\n".join(words.choices), long=True)
        hint = library.say("custom.form.hint_choices", fewest=FEWEST_CHOICES, most=MOST_CHOICES)
        fields += [_audience(library, words, ASKED), _field(library, "choices", choices, hint=hint, optional=True)]
    else:
        fields += _of_prompt(library, facts, words)
    fields += [
        _field(library, "first", block_kit.date_picker("first", words.first), optional=True),
        _field(
            library, "last", block_kit.date_picker("last", words.last),
            hint=library.say(f"custom.form.hint_last_{words.kind}"), optional=True,
        ),
    ]  # fmt: skip
    return block_kit.modal(
        Modal.CONTENT, library.say(f"custom.form.title_{words.kind}"), fields,
        submit=library.say("custom.form.save"), close=library.say("common.cancel"), metadata=metadata,
    )  # fmt: skip


def _text(library: Library, facts: CustomPage, words: CustomWords) -> Block:
    key = "team" if facts.scope is ContentScope.TEAM else str(words.kind)
    hint = library.say(
        f"custom.form.hint_{key}",
        most_text=LONGEST_ACTION, count=facts.in_use, most=facts.most, questions=MOST_QUESTIONS,
    )  # fmt: skip
    element = block_kit.text_input("text", words.text, long=True, limit=LONGEST_ACTION)
    return block_kit.field("text", library.say(f"custom.form.text_{words.kind}"), element, hint=hint)


def _of_prompt(library: Library, facts: CustomPage, words: CustomWords) -> list[Block]:
    themes = {key: theme.title for key, theme in library.themes.items()}
    known = OCCASIONS_FOR["salesperson"] if facts.scope is ContentScope.TEAM else frozenset(OCCASIONS)
    occasions = {ANY_DAY: library.say("custom.form.any_day")}
    occasions |= {key: library.say(f"custom.occasions.{key}") for key in OCCASIONS if key in known}
    why = block_kit.text_input("why", words.why, limit=LONGEST_WHY)
    hint_why = library.say("custom.form.hint_why", most_text=LONGEST_WHY)
    occasion = block_kit.menu("occasion", occasions, words.occasion or ANY_DAY)
    for_whom = [] if facts.scope is ContentScope.TEAM else [_audience(library, words, tuple(FOLDERS.values()))]
    return [
        _field(library, "why", why, hint=hint_why, optional=True),
        *for_whom,
        _field(library, "theme", block_kit.menu("theme", themes, words.theme)),
        _field(library, "minutes", block_kit.number_input("minutes", words.minutes, least=1, most=MOST_MINUTES)),
        _field(library, "occasion", occasion, hint=library.say("custom.form.hint_occasion")),
    ]


def _audience(library: Library, words: CustomWords, audiences: tuple[Audience, ...]) -> Block:
    choices: dict[str, str] = {audience: library.say(f"common.for_{audience}") for audience in audiences}
    return _field(library, "audience", block_kit.menu("audience", choices, words.audience))


def _field(library: Library, key: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    return block_kit.field(key, library.say(f"custom.form.{key}"), element, hint=hint, optional=optional)
