"""The form after a ride-along: what one of the two writes about it."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.collapsible import collapsed
from bot.blocks.ids import Modal
from bot.blocks.ridealongs.form import choices, optional
from bot.blocks.ridealongs.reflections import asked_of, seen_lines, takeover_line, takeovers, view_of, when_open
from bot.blocks.ridealongs.ridealongs import words_for
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.questions import TEXT_MOST, questions_for
from bot.domain.ridealongs.ridealongs import Reflection
from content.models import Library


def form(library: Library, facts: RideFacts, metadata: str) -> View:
    """Everything that can be written about a call, prefilled, and above it what the other shared, once that is open."""
    mine = _mine(facts)
    blocks = [block_kit.section(library.say("reflections.form.lead", **words_for(facts)))]
    if facts.theirs is not None and mine.is_handed_in:
        other = block_kit.person(facts.other.user_id)
        blocks += [block_kit.section(library.say("reflections.form.theirs", other=other))]
        blocks += [
            block_kit.section(takeover_line(library, facts.theirs)),
            *view_of(library, facts.theirs, TEXT_MOST),
            block_kit.divider(),
        ]
    blocks += [*seen_lines(library, facts), block_kit.context(library.say("reflections.form.sees"))]
    blocks += collapsed(library, _first(library, facts), rest(library, facts), shows_all=_has_more(facts))
    title, submit = library.say("reflections.form.title"), library.say("reflections.form.submit")
    close = library.say("common.close")
    return block_kit.modal(Modal.REFLECTION, title, blocks, submit=submit, metadata=metadata, close=close)


def _first(library: Library, facts: RideFacts) -> list[Block]:
    """What was seen or went well, what comes next, and whether to share it. The one tap comes first if it has not been
    made yet.
    """
    mine = _mine(facts)
    blocks = [] if facts.mine else [_takeover_field(library, facts)]
    asked = questions_for(leads=facts.leads)
    blocks += [_answer(library, mine, key) for key in (asked if facts.leads else asked[:1])]
    if not facts.leads:
        made = facts.made
        blocks.append(optional(library, "if", block_kit.text_input("if", made.cue if made else "")))
        blocks.append(optional(library, "then", block_kit.text_input("then", made.step if made else "")))
    share = block_kit.radio("share", choices(library, "ridealong.share"), "shared" if mine.shared else "private")
    text = library.questions["ridealong.share"].text
    sees_share = library.say("reflections.form.sees_share", when_open=when_open(library, facts))
    return [*blocks, block_kit.field("share", text, share, hint=sees_share)]


def rest(library: Library, facts: RideFacts) -> list[Block]:
    """The fields behind *More*: the tap once more, the moment, and a salesperson's further questions."""
    mine = _mine(facts)
    blocks = [_takeover_field(library, facts)] if facts.mine else []
    blocks.append(optional(library, "moment", block_kit.text_input("moment", mine.moment, long=True)))
    return blocks + [_answer(library, mine, key) for key in _later_questions(facts)]


def _later_questions(facts: RideFacts) -> tuple[str, ...]:
    return () if facts.leads else tuple(questions_for(leads=False))[1:]


def _has_more(facts: RideFacts) -> bool:
    """Whether a field behind *More* is filled: then all are shown."""
    mine = _mine(facts)
    return bool(mine.moment or any(mine.answers.get(key) for key in _later_questions(facts)))


def _mine(facts: RideFacts) -> Reflection:
    return facts.mine or Reflection(facts.ride.id, facts.viewer.user_id, facts.now, {})


def _takeover_field(library: Library, facts: RideFacts) -> Block:
    mine = _mine(facts)
    taps = block_kit.radio("takeover", takeovers(library, facts), str(mine.takeover) if mine.takeover else None)
    return block_kit.field("takeover", asked_of(library, facts), taps)


def _answer(library: Library, mine: Reflection, key: str) -> Block:
    return optional(library, key, block_kit.text_input(key, mine.answers.get(key, ""), long=True))
