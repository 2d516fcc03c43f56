"""Letters and reports: what they are made of, and that a report gives nobody's answers away."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.letters import LetterFacts, is_worth_a_letter, report_aggregate, report_of
from bot.domain.selfchecks.path import SelfCheckPoint, selfcheck_path
from bot.domain.selfchecks.selfchecks import scores
from bot.domain.time.fiscal import FiscalCalendar, quarter_of
from content.models import SCALES, Item

QUARTER = quarter_of(date(2026, 8, 1), FiscalCalendar())
AT = datetime(2026, 10, 1, tzinfo=UTC)
ITEMS = [Item(f"{scale}-1", scale, "text", "feedback", "suggestion") for scale in SCALES]
LOW, HIGH = (dict(zip((item.id for item in ITEMS), given, strict=True)) for given in ((0, 2, 2), (3, 2, 0)))


def week(number: int, people: str, gone: str = "") -> Aggregate:
    """A week of the quarter in which each of `people` mostly led; those `gone` have since been deleted."""
    left = frozenset(people) - frozenset(gone)
    return Aggregate(AggregateKind.WEEK, str(QUARTER.weeks[number]), AT, len(people), {"led": len(people)}, people=left)


@pytest.mark.parametrize(
    ("weeks", "leaders", "led"),
    [
        pytest.param([], None, 0, id="nothing"),
        pytest.param([week(0, "abcd")], None, 0, id="four leaders"),
        pytest.param([week(number, "abcd") for number in range(13)], None, 0, id="four leaders, many check-ins"),
        pytest.param([week(0, "abc"), week(1, "def")], None, 0, id="six leaders, in no week five"),
        pytest.param([week(0, "abcde")], 5, 5, id="five leaders"),
        pytest.param([week(0, "abcde"), week(1, "abc")], 5, 5, id="a week of three is left out"),
        pytest.param([week(0, "abcde"), week(1, "bcdefg")], 7, 11, id="two weeks, seven leaders"),
        pytest.param([week(0, "abcde", gone="e")], None, 0, id="one of five is gone"),
    ],
)
def test_a_report_is_a_sum_of_weeks_of_five_leaders_or_more(
    weeks: list[Aggregate], leaders: int | None, led: int
) -> None:
    report = report_of(QUARTER, report_aggregate(QUARTER, weeks, AT))
    assert (report and report.leaders) == leaders
    assert report is None or report.answers == {
        CheckInAnswer.LED: led, CheckInAnswer.BOTH: 0, CheckInAnswer.MANAGED: 0, CheckInAnswer.RESCUED: 0
    }  # fmt: skip


def test_a_report_of_which_four_leaders_are_left_is_shown_no_more() -> None:
    aggregate = report_aggregate(QUARTER, [week(0, "abcde")], AT)
    assert aggregate is not None
    assert report_of(QUARTER, replace(aggregate, people=frozenset("abcd"))) is None


@pytest.mark.parametrize(
    ("checks", "ends"),
    [
        pytest.param([], None, id="none"),
        pytest.param([(date(2026, 8, 1), LOW)], None, id="only one"),
        pytest.param([(date(2026, 5, 1), LOW)], None, id="none in the quarter"),
        pytest.param([(date(2026, 5, 1), LOW), (date(2026, 8, 1), HIGH)], (0, 1), id="one before, one in it"),
        pytest.param([(date(2026, 7, 1), LOW), (date(2026, 9, 30), HIGH)], (0, 1), id="two in it"),
        pytest.param([(date(2026, 7, 1), LOW), (date(2026, 11, 1), HIGH)], None, id="the second one after it"),
        pytest.param([(date(2026, 4, 1), LOW), (date(2026, 5, 1), HIGH), (date(2026, 8, 1), LOW)], (1, 2),
                     id="the last before it"),
        pytest.param([(date(2026, 5, 1), LOW), (date(2026, 6, 1), {"lead-1": 3}), (date(2026, 8, 1), HIGH)], (0, 2),
                     id="of other items"),
        pytest.param([(date(2026, 8, 1), LOW), (date(2026, 8, 1), HIGH), (date(2026, 9, 1), LOW)], (1, 2),
                     id="the last of a day"),
    ],
)  # fmt: skip
def test_the_path_of_the_self_check(checks: list[tuple[date, dict[str, int]]], ends: tuple[int, int] | None) -> None:
    expected = ends and tuple(SelfCheckPoint(checks[place][0], scores(checks[place][1], ITEMS)) for place in ends)
    assert selfcheck_path(reversed(checks), iter(ITEMS), QUARTER) == expected


@pytest.mark.parametrize(("weeks", "worth"), [(0, False), (3, False), (4, True)])
def test_a_letter_needs_something_to_count(weeks: int, worth: bool) -> None:
    assert is_worth_a_letter(LetterFacts(QUARTER, weeks)) is worth
