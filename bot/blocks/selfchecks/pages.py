"""Statements to answer with one tap each, in pages that need no scrolling on a desktop."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Action, Modal
from bot.domain.codec import StatementTap, encode
from bot.domain.selfchecks.pages import pages_of
from content.models import Choice, Library

ANSWERS = (
    Action.STATEMENT_FIRST,
    Action.STATEMENT_SECOND,
    Action.STATEMENT_THIRD,
    Action.STATEMENT_FOURTH,
    Action.STATEMENT_FIFTH,
    Action.STATEMENT_SIXTH,
)


@dataclass(frozen=True, slots=True)
class Statements:
    """What a form of statements asks: `about` says about which week, `sees` who reads the answers and what counts.
    `texts` are the statements by id, in order, and `choices` the answers to each of them. `given` holds earlier
    answers, by id of the statement, as keys of choices. `see_last` is the button for the previous result.
    """

    modal: Modal
    title: str
    about: str
    sees: str
    submit: str
    _: KW_ONLY
    texts: Mapping[str, str]
    choices: tuple[Choice, ...]
    given: Mapping[str, str]
    see_last: Block | None = None


def page(
    library: Library,
    asked: Statements,
    answers: Mapping[str, str],
    number: int,
    metadata: str,
    *,
    names_open: bool = False,
) -> View:
    """The page `number`, counted from 0, with the answers so far; `names_open` says which statements are still open."""
    assert asked.choices
    pages = pages_of(asked.texts)
    head = library.say("selfcheck.page.head", page=number + 1, pages=len(pages), sees=asked.sees)
    blocks = [block_kit.section(asked.about), block_kit.context(head)]
    for item_id in pages[number]:
        text = block_kit.escape(asked.texts[item_id])
        is_named = names_open and item_id not in answers
        blocks.append(block_kit.section(library.say("selfcheck.page.open", statement=text) if is_named else text))
        blocks.append(_answers(library, asked, item_id, answers.get(item_id)))
    back = block_kit.button(library.say("selfcheck.page.back"), Action.STATEMENTS_BACK)
    way = [back] if number else [asked.see_last] if asked.see_last else []
    is_last = number == len(pages) - 1
    return block_kit.modal(
        asked.modal,
        asked.title,
        [*blocks, *([block_kit.actions(*way)] if way else [])],
        submit=asked.submit if is_last else library.say("selfcheck.page.next"),
        close=library.say("common.close"),
        metadata=metadata,
    )


def _answers(library: Library, asked: Statements, item_id: str, chosen: str | None) -> Block:
    """The answers to one statement in a row; the tapped one is marked, also in words."""
    buttons = []
    for action, choice in zip(ANSWERS, asked.choices, strict=False):
        is_chosen = choice.key == chosen
        label = choice.short or choice.label
        buttons.append(
            block_kit.button(
                library.say("selfcheck.page.chosen", answer=label) if is_chosen else label,
                action,
                encode(StatementTap(item_id, choice.key)),
                "primary" if is_chosen else None,
                spoken=library.say(
                    f"selfcheck.page.{'spoken_chosen' if is_chosen else 'spoken'}",
                    answer=choice.label,
                    statement=asked.texts[item_id],
                ),
            )
        )
    return block_kit.actions(*buttons, block_id=item_id)
