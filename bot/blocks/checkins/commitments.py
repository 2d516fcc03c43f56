"""If-then steps in questions: a plan with its outcomes, the follow-up, and the form for a smaller one."""

from collections.abc import Callable, Mapping, Sequence

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action, Modal
from bot.blocks.written import unformatted
from bot.domain.checkins.commitments import LONGEST, RIDEALONG, Commitment, Outcome
from bot.domain.codec import SHARE, UNSHARE, ShareTap, StepTap, encode
from bot.domain.rotation import week_index
from content.models import Library

FOLLOW_UP_TAPS = {
    Outcome.KEPT: Action.COMMITMENT_KEPT,
    Outcome.PARTLY: Action.COMMITMENT_PARTLY,
    Outcome.NOT_YET: Action.COMMITMENT_NOT_YET,
    Outcome.DROPPED: Action.COMMITMENT_DROPPED,
}
TEXT_MOST = 500  # characters in either half in a notification


def plan(library: Library, commitment: Commitment) -> Block:
    """ "If … then I will …", as its owner wrote it."""
    return block_kit.quote(library.say("commitments.plan", cue=commitment.cue, step=commitment.step))


def plans(library: Library, steps: Sequence[Commitment]) -> list[Block]:
    """Several in one block, or none: a message has room for fifty blocks."""
    elements = [element for step in steps for element in plan(library, step)["elements"]]
    return [{"type": "rich_text", "elements": elements}] if elements else []


def taps(
    library: Library, actions: Mapping[Outcome, Action], value: Callable[[Outcome], str], outcome_chosen: Outcome | None
) -> Block:
    """The four outcomes in a row, the current one in colour: a tap on another one changes it."""
    question = library.questions["checkin.outcome"]
    return block_kit.actions(
        *(
            block_kit.button(
                question.label(outcome), action, value(outcome), "primary" if outcome is outcome_chosen else None
            )
            for outcome, action in actions.items()
        )
    )


def follow_up(library: Library, commitment: Commitment) -> Message:
    """A step from a ride-along, a week later: open, or with its owner's outcome and, for "not yet", a next step."""
    title = library.say("commitments.follow_up")
    blocks = [
        block_kit.header(title),
        block_kit.section(library.wording("ridealong.follow_up", week_index(commitment.made_on))),
        plan(library, commitment),
    ]
    if commitment.outcome is not None:
        blocks.append(block_kit.section(library.say(f"commitments.said.{commitment.outcome}")))
    blocks.append(
        taps(library, FOLLOW_UP_TAPS, lambda outcome: encode(StepTap(outcome, commitment.id)), commitment.outcome)
    )
    if commitment.outcome is Outcome.NOT_YET:
        smaller = block_kit.button(library.say("commitments.smaller_button"), Action.COMMITMENT_SMALLER, commitment.id)
        blocks.append(block_kit.actions(smaller))
    if commitment.outcome is not None and commitment.source.startswith(RIDEALONG):
        verb, key = (UNSHARE, "unshare_button") if commitment.outcome_shared else (SHARE, "share_button")
        value = encode(ShareTap(verb, commitment.id))
        blocks.append(
            block_kit.actions(block_kit.button(library.say(f"commitments.{key}"), Action.OUTCOME_SHARE, value))
        )
    sees = "sees_shared" if commitment.outcome_shared else "sees_follow_up"
    blocks.append(block_kit.context(library.say(f"commitments.{sees}")))
    halves = {name: unformatted(block_kit.short(getattr(commitment, name), TEXT_MOST)) for name in ("cue", "step")}
    return Message(library.say("commitments.follow_up_text", **halves).strip(), tuple(blocks))


def rewritten(library: Library, commitment: Commitment) -> Message:
    """A step just after it was made smaller: who sees it, and when it is asked about."""
    text, sees = library.say("commitments.rewritten"), library.say("commitments.form.sees")
    return Message(text, (block_kit.section(text), plan(library, commitment), block_kit.context(sees)))


def form(library: Library, commitment: Commitment, metadata: str) -> View:
    """A form with both halves of a step, to make it smaller."""
    blocks = [
        block_kit.section(library.say("commitments.form.lead")),
        block_kit.context(library.say("commitments.form.sees")),
        *(
            block_kit.field(
                half, library.questions[f"checkin.{half}"].text, block_kit.text_input(half, text, limit=most)
            )
            for half, text, most in _halves(commitment)
        ),
    ]
    title, submit = library.say("commitments.form.title"), library.say("commitments.form.submit")
    return block_kit.modal(
        Modal.COMMITMENT, title, blocks, submit=submit, metadata=metadata, close=library.say("common.close")
    )


def _halves(commitment: Commitment) -> list[tuple[str, str, int]]:
    """Each half with its name, text and maximum length; one written elsewhere may already be longer."""
    both = (("if", commitment.cue), ("then", commitment.step))
    return [(half, text, max(LONGEST, len(text))) for half, text in both]
