"""The weekly check-in: last week's plan, the one question, the answer with its details, and the form for them."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.checkins import commitments
from bot.blocks.checkins.custom_questions import custom_answers, custom_fields
from bot.blocks.collapsible import collapsed
from bot.blocks.ids import Action, Modal
from bot.blocks.sizes import size
from bot.blocks.when import day
from bot.blocks.written import unformatted
from bot.domain.checkins.checkins import MOST_TAKEOVERS, CheckIn, CheckInAnswer, CheckInFacts
from bot.domain.checkins.commitments import LONGEST, Outcome, outcome_in
from bot.domain.codec import CheckInStepTap, CheckInTap, encode
from bot.domain.prompts.streaks import Streak
from bot.domain.rotation import week_index
from content.models import Library, Question

TAPS = {
    CheckInAnswer.LED: Action.CHECKIN_LED,
    CheckInAnswer.BOTH: Action.CHECKIN_BOTH,
    CheckInAnswer.MANAGED: Action.CHECKIN_MANAGED,
    CheckInAnswer.RESCUED: Action.CHECKIN_RESCUED,
}
OUTCOME_TAPS = {
    Outcome.KEPT: Action.PLAN_KEPT,
    Outcome.PARTLY: Action.PLAN_PARTLY,
    Outcome.NOT_YET: Action.PLAN_NOT_YET,
    Outcome.DROPPED: Action.PLAN_DROPPED,
}


def card(library: Library, facts: CheckInFacts, *, change: bool = False, reminder: bool = False) -> Message:
    """The check-in in its current state: open, or answered with its details; `change` shows the four buttons again."""
    question = asked(library, "answer", facts)
    is_open = facts.checkin is None or change
    small = [library.say("checkins.week", day=day(facts.week)), question.hint]
    blocks = [block_kit.header(question.text), block_kit.context(*(small if is_open else small[:1]))]
    blocks += _opening(library, facts, reminder=reminder)
    blocks += _pressure(library, facts, is_open=is_open)
    if not facts.streak.best and not facts.about_leaders:  # until the first answer
        blocks.append(block_kit.context(library.say("checkins.terms")))
    blocks += [_question(library, facts)] if is_open else _answered(library, facts)
    blocks += _last_plan(library, facts)
    blocks.append(block_kit.context(library.say(f"checkins.sees{'_head' if facts.about_leaders else ''}")))
    if facts.checkin is None:
        return Message(f"{question.text} {question.hint}", tuple(blocks))
    return Message(library.say("checkins.text_answered", answer=question.label(facts.checkin.answer)), tuple(blocks))


def compact(library: Library, facts: CheckInFacts) -> list[Block]:
    """A short form, for a page that shows other things too: without the hint for looking back, and always with the four
    answers, since one tap changes any.
    """
    question = block_kit.section(f"*{asked(library, 'answer', facts).text}*")
    if facts.checkin is None:
        blocks = [question]
        if not facts.streak.best and not facts.about_leaders:
            blocks.append(block_kit.context(library.say("checkins.short_terms")))
        return [*blocks, _question(library, facts), *_last_plan(library, facts)]
    answer = block_kit.escape(asked(library, "answer", facts).label(facts.checkin.answer))
    text = library.say("checkins.answered", answer=answer, streak=weeks_line(library, facts.streak))
    answers = _question(library, facts)
    details = block_kit.button(library.say("checkins.details_button"), Action.CHECKIN_DETAILS, facts.week.isoformat())
    return [question, block_kit.section(text), answers | {"elements": [*answers["elements"], details]}]


def unused(library: Library, words: str) -> Message:
    """Which words behind the command were not used, such as "last week", so that the answer is not taken for theirs."""
    return block_kit.message(library.say("checkins.unused", given=unformatted(words)))


def weeks_line(library: Library, streak: Streak) -> str:
    """The weekly streak in a sentence."""
    return library.say(f"checkins.streak.{size(streak.length)}", weeks=streak.length)


def details_form(library: Library, facts: CheckInFacts, metadata: str) -> View:
    """Everything that can follow the tap, prefilled with what was written before."""
    checkin = facts.checkin
    assert checkin is not None
    answer = asked(library, "answer", facts).label(checkin.answer)
    made = facts.commitment
    first = [
        _field(library, facts, "developed", block_kit.people_picker("developed", checkin.developed)),
        _field(library, facts, "if", block_kit.text_input("if", made.cue if made else "", limit=LONGEST)),
        _field(library, facts, "then", block_kit.text_input("then", made.step if made else "", limit=LONGEST)),
    ]
    blocks = [
        block_kit.section(library.say("checkins.details.lead", answer=block_kit.escape(answer), day=day(facts.week))),
        block_kit.context(library.say("common.sees.only_you")),
        *collapsed(library, first, rest(library, facts), shows_all=(checkin.pulled, checkin.takeovers) != (None, None)),
        *custom_fields(library, facts.custom),
    ]
    title, submit = library.say("checkins.details.title"), library.say("checkins.details.submit")
    return block_kit.modal(
        Modal.CHECKIN, title, blocks, submit=submit, metadata=metadata, close=library.say("common.close")
    )


def rest(library: Library, facts: CheckInFacts) -> list[Block]:
    """The fields behind *More*: what pulled them in, and how often they took over."""
    checkin = facts.checkin
    assert checkin is not None
    pulled = {choice.key: choice.label for choice in asked(library, "pulled", facts).choices}
    takeovers = block_kit.number_input("takeovers", checkin.takeovers, most=MOST_TAKEOVERS)
    return [
        _field(library, facts, "pulled", block_kit.menu("pulled", pulled, checkin.pulled)),
        _field(library, facts, "takeovers", takeovers),
    ]


def asked(library: Library, key: str, facts: CheckInFacts) -> Question:
    """A question of the check-in, worded for somebody who leads salespeople, or for one who leads leaders."""
    of_heads = f"checkin.head_{key}"
    return library.questions[of_heads if facts.about_leaders and of_heads in library.questions else f"checkin.{key}"]


def _opening(library: Library, facts: CheckInFacts, *, reminder: bool) -> list[Block]:
    """A hint for looking back on the week, a different one each week; in a reminder, that it is the only one."""
    if facts.checkin is not None or (facts.about_leaders and not reminder):
        return []
    text = library.wording(f"checkin.{'reminder' if reminder else 'opening'}", week_index(facts.week))
    return [block_kit.section(text)]


def _last_plan(library: Library, facts: CheckInFacts) -> list[Block]:
    """The previous plan with its four outcomes; a tap on another one changes it."""
    if facts.last is None:
        return []
    outcome = outcome_in(facts.last, facts.week)
    blocks = [
        block_kit.section(f"*{library.questions['checkin.outcome'].text}*"),
        commitments.plan(library, facts.last),
    ]
    if outcome is not None:
        blocks.append(block_kit.section(library.say(f"commitments.in_checkin.{outcome}")))
    elif facts.last.outcome is not None:
        before = library.questions["checkin.outcome"].label(facts.last.outcome)
        blocks.append(block_kit.context(library.say("commitments.before", outcome=before)))
    step_id = facts.last.id
    taps = commitments.taps(
        library, OUTCOME_TAPS, lambda tap: encode(CheckInStepTap(tap, facts.week, step_id)), outcome
    )
    return [block_kit.divider(), *blocks, taps]


def _pressure(library: Library, facts: CheckInFacts, *, is_open: bool) -> list[Block]:
    """What to say about a pressure week: before the tap no reproach, after it one thing to keep or to try."""
    if facts.pressure is None or facts.about_leaders:
        return []
    if is_open or facts.checkin is None:
        return [block_kit.section(library.say(f"pressure.checkin.{facts.pressure}"))]
    return [block_kit.section(library.say(f"pressure.answered.{facts.checkin.answer}"))]


def _question(library: Library, facts: CheckInFacts) -> Block:
    question, chosen = asked(library, "answer", facts), facts.checkin.answer if facts.checkin else None
    return block_kit.actions(
        *(
            block_kit.button(
                question.label(answer),
                action,
                encode(CheckInTap(answer, facts.week)),
                "primary" if answer is chosen else None,
            )
            for answer, action in TAPS.items()
        )
    )


def _answered(library: Library, facts: CheckInFacts) -> list[Block]:
    assert facts.checkin is not None
    answer = block_kit.escape(asked(library, "answer", facts).label(facts.checkin.answer))
    text = library.say("checkins.answered", answer=answer, streak=weeks_line(library, facts.streak))
    lines = _details(library, facts, facts.checkin)
    blocks = [block_kit.section(text), *([block_kit.section("\n".join(lines))] if lines else [])]
    if facts.commitment is not None:
        blocks += [block_kit.section(library.say("checkins.plan")), commitments.plan(library, facts.commitment)]
    blocks += custom_answers(library, facts.custom)
    has_more = bool(lines) or facts.commitment is not None or any(question.answer for question in facts.custom)
    week, more = facts.week.isoformat(), "edit_button" if has_more else "details_button"
    buttons = block_kit.actions(
        block_kit.button(library.say("checkins.change_button"), Action.CHECKIN_CHANGE, week),
        block_kit.button(library.say(f"checkins.{more}"), Action.CHECKIN_DETAILS, week),
    )
    return [*blocks, buttons]


def _details(library: Library, facts: CheckInFacts, checkin: CheckIn) -> list[str]:
    """What followed the tap, one sentence per detail, in mrkdwn."""
    lines = []
    if checkin.developed:
        lines.append(library.say("checkins.developed", people=tuple(map(block_kit.person, checkin.developed))))
    if checkin.pulled is not None:
        pulled = asked(library, "pulled", facts).label(checkin.pulled)
        lines.append(library.say("checkins.pulled", pulled=block_kit.escape(pulled)))
    if checkin.takeovers is not None:
        lines.append(library.say(f"checkins.takeovers.{size(checkin.takeovers)}", count=checkin.takeovers))
    return lines


def _field(library: Library, facts: CheckInFacts, key: str, element: Block) -> Block:
    """One optional question of the form."""
    question = asked(library, key, facts)
    return block_kit.field(key, question.text, element, hint=question.hint, optional=True)
