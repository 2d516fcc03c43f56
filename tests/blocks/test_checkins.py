"""How the check-in, the follow-up, the digest and the streaks look."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.blocks.channels import digest
from bot.blocks.checkins import checkins, commitments
from bot.blocks.prompts import streaks
from bot.domain.checkins.checkins import CheckIn, CheckInAnswer, CheckInFacts
from bot.domain.checkins.commitments import Commitment, Outcome
from bot.domain.prompts.streaks import Streak, StreakFacts
from bot.domain.rotation import week_index
from bot.localslack.validate import validate
from content.models import Library

WEEK = date(2026, 10, 19)
TOLD = CheckIn("U1", WEEK, CheckInAnswer.LED, datetime(2026, 10, 23, 13, tzinfo=UTC))
FULL = CheckIn("U1", WEEK, CheckInAnswer.LED, TOLD.at, ("U2", "U3"), pulled="quarter_end", takeovers=2)
PLAN = Commitment("C1", "U1", "checkin:2026-10-12", "<!channel> asks", "I wait", made_on=date(2026, 10, 16))
NONE = Streak(0, 0, 2, (), open_today=True)


def facts(
    checkin: CheckIn | None = None, last: Commitment | None = None, made: Commitment | None = None, weeks: int = 3
) -> CheckInFacts:
    return CheckInFacts(WEEK, checkin, made, last, Streak(weeks, weeks, 2))


def text(shown: Message | dict[str, Any]) -> str:
    return json.dumps(shown.blocks if isinstance(shown, Message) else shown["blocks"], ensure_ascii=False)


def buttons(message: Message) -> dict[str, str]:
    """Labels and values of every button."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return {button["text"]["text"]: button["value"] for row in rows for button in row}


def chosen(message: Message) -> list[str]:
    """The labels of the buttons in colour."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row if button.get("style") == "primary"]


@pytest.mark.parametrize("checkin", [None, TOLD, FULL], ids=["open", "answered", "with details"])
@pytest.mark.parametrize("last", [None, PLAN], ids=["no plan", "a plan"])
@pytest.mark.parametrize("change", [True, False])
def test_slack_takes_it_and_it_says_who_sees_the_answer(
    library: Library, checkin: CheckIn | None, last: Commitment | None, change: bool
) -> None:
    message = checkins.card(library, facts(checkin, last, PLAN), change=change)
    assert validate(list(message.blocks), "message") == []
    assert library.say("checkins.sees") in text(message)


def test_an_open_one_has_four_answers_for_its_own_week(library: Library) -> None:
    assert buttons(checkins.card(library, facts())) == {
        "Mostly led": "led 2026-10-19",
        "Both": "both 2026-10-19",
        "Mostly managed": "managed 2026-10-19",
        "Mostly rescued deals": "rescued 2026-10-19",
    }


def test_the_reminder_says_that_there_is_no_second(library: Library) -> None:
    turn = week_index(WEEK)
    opening, reminder = (library.wording(f"checkin.{key}", turn) for key in ("opening", "reminder"))
    first, second = text(checkins.card(library, facts())), text(checkins.card(library, facts(), reminder=True))
    assert (opening in first, reminder in first) == (True, False)
    assert (opening in second, reminder in second) == (False, True)


@pytest.mark.parametrize(
    ("weeks", "line"),
    [
        (0, "Your next check-in starts a streak."),
        (1, "One weekly check-in so far."),
        (3, "3 weekly check-ins in a row."),
    ],
)
def test_an_answered_one_shows_answer_and_streak(library: Library, weeks: int, line: str) -> None:
    message = checkins.card(library, facts(TOLD, weeks=weeks))
    assert f"You answered: *Mostly led*. {line}" in text(message)
    assert buttons(message) == {"Change": "2026-10-19", "Add details": "2026-10-19"}


def test_change_shows_the_four_again_with_the_given_one_in_colour(library: Library) -> None:
    message = checkins.card(library, facts(TOLD), change=True)
    assert len(buttons(message)) == 4
    assert chosen(message) == ["Mostly led"]


def test_details_can_be_read_back(library: Library) -> None:
    message = checkins.card(library, facts(FULL, made=PLAN))
    for line in (
        "<@U2> and <@U3>",
        "The end of the quarter",
        "took over 2 times",
        "If <!channel> asks, then I will I wait",
    ):
        assert line in text(message)
    assert "Edit details" in buttons(message)


@pytest.mark.parametrize(("takeovers", "line"), [(0, "You took nothing over"), (1, "took over once")])
def test_take_overs_are_counted_in_words(library: Library, takeovers: int, line: str) -> None:
    given = CheckIn("U1", WEEK, CheckInAnswer.LED, TOLD.at, takeovers=takeovers)
    assert line in text(checkins.card(library, facts(given)))


def settled(outcome: Outcome, week: date) -> Commitment:
    return Commitment(
        "C1", "U1", PLAN.source, PLAN.cue, PLAN.step, made_on=PLAN.made_on, outcome=outcome, settled_in=week
    )


@pytest.mark.parametrize("outcome", list(Outcome))
def test_what_became_of_the_plan_is_shown_and_can_be_changed(library: Library, outcome: Outcome) -> None:
    message = checkins.card(library, facts(last=settled(outcome, WEEK)))
    assert library.say(f"commitments.in_checkin.{outcome}") in text(message)
    assert chosen(message) == [library.questions["checkin.outcome"].label(outcome)]
    assert buttons(message)["Kept"] == "kept 2026-10-19 C1"


def test_a_plan_that_came_back_says_so_and_asks_anew(library: Library) -> None:
    message = checkins.card(library, facts(last=settled(Outcome.PARTLY, date(2026, 10, 12))))
    assert "Last time you said: Partly." in text(message)
    assert chosen(message) == []


@pytest.mark.parametrize(("checkin", "made"), [(TOLD, None), (FULL, PLAN)], ids=["empty", "prefilled"])
def test_the_form_is_optional_and_says_once_who_sees_it(
    library: Library, checkin: CheckIn, made: Commitment | None
) -> None:
    view = checkins.details_form(library, facts(checkin, made=made), "{}")
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert validate(view, "modal") == []
    behind_more = ["pulled", "takeovers"] if checkin is FULL else []  # what was written is never behind it
    assert [block["block_id"] for block in inputs] == ["developed", "if", "then", *behind_more]
    assert all(block["optional"] for block in inputs)
    assert text(view).count("Only you see this.") == 1
    assert ("initial_users" in text(view)) is (checkin is FULL)
    assert ("<!channel> asks" in text(view)) is (made is PLAN)


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_a_follow_up_offers_a_smaller_step_after_not_yet_alone(library: Library, outcome: Outcome | None) -> None:
    step = Commitment("C1", "U2", "ridealong:R1", "<!here>", "wait", made_on=WEEK, outcome=outcome)
    message = commitments.follow_up(library, step)
    assert validate(list(message.blocks), "message") == []
    assert "&lt;!here&gt;" in message.text
    assert ("Make the step smaller" in buttons(message)) is (outcome is Outcome.NOT_YET)
    assert chosen(message) == ([library.questions["checkin.outcome"].label(outcome)] if outcome else [])


def test_a_step_longer_than_ours_may_be_still_fits_its_form(library: Library) -> None:
    step = Commitment("C1", "U2", "ridealong:R1", "x" * 2999, "wait", made_on=WEEK)
    assert validate(commitments.form(library, step, "{}"), "modal") == []


def test_the_digest_lists_every_answer_as_a_bar_and_no_name(library: Library) -> None:
    split: Mapping[CheckInAnswer, int] = {
        CheckInAnswer.LED: 4,
        CheckInAnswer.BOTH: 2,
        CheckInAnswer.MANAGED: 0,
        CheckInAnswer.RESCUED: 1,
    }
    message = digest.digest(library, WEEK, split)
    assert validate(list(message.blocks), "message") == []
    assert digest.bars(library, split).split("\n") == [
        "Mostly led           ███████      4",
        "Both                 ████         2",
        "Mostly managed                    0",
        "Mostly rescued deals ██           1",
    ]
    assert "7 people answered" in text(message)
    assert "<@" not in text(message)


def test_the_digest_asks_another_question_each_week_until_all_had_their_turn(library: Library) -> None:
    split = dict.fromkeys(CheckInAnswer, 1)
    questions = len(library.wordings["digest.question"])
    weeks = [date.fromordinal(WEEK.toordinal() + 7 * number) for number in range(questions + 1)]
    asked = [digest.digest(library, week, split).blocks[3]["text"]["text"] for week in weeks]
    assert len(set(asked)) == questions
    assert asked[0] == asked[-1]


@pytest.mark.parametrize(
    ("streak", "said"),
    [
        (NONE, "*Days:* your next answer to a prompt starts a streak. Today still counts."),
        (Streak(1, 9, 1), "one working day so far. Your longest: 9. You have one freeze."),
        (Streak(12, 12, 0, (WEEK,)), "12 working days in a row. A freeze bridged one gap for you. You have no freeze"),
        (Streak(12, 12, 2, (WEEK, TOLD.week)), "Freezes bridged 2 gaps for you. You have 2 freezes."),
    ],
)
def test_streaks_are_told_kindly(library: Library, streak: Streak, said: str) -> None:
    message = streaks.streaks(library, StreakFacts(streak))
    assert validate(list(message.blocks), "message") == []
    assert said in text(message)
    assert "Weeks" not in text(message)


def test_somebody_who_checks_in_sees_their_weeks_too(library: Library) -> None:
    message = streaks.streaks(library, StreakFacts(NONE, NONE))
    assert "*Weeks:* your next check-in starts a streak. This week still counts." in text(message)
    assert "Only you see this." in text(message)


@pytest.mark.parametrize(("weeks", "is_told"), [(0, True), (1, False)], ids=["the first one", "after it"])
def test_lead_manage_and_rescue_are_said_in_a_sentence_until_they_were_met(
    library: Library, weeks: int, is_told: bool
) -> None:
    assert (library.say("checkins.terms") in text(checkins.card(library, facts(weeks=weeks)))) is is_told
