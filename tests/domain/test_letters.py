"""Letters and reports: what they are made of, and that nobody can be read out of a report."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.checkin import Answer, CheckIn
from bot.domain.fiscal import Fiscal, quarter_of
from bot.domain.letters import LetterFacts, Point, is_worth_a_letter, report_of, selfcheck_path
from bot.domain.selfcheck import Scores

QUARTER = quarter_of(date(2026, 8, 1), Fiscal())
AT = datetime(2026, 10, 1, tzinfo=UTC)
LOW, HIGH = Scores(20, 50, 60), Scores(50, 50, 30)


def checkins(*people: str, week: date = QUARTER.weeks[0]) -> list[CheckIn]:
    return [CheckIn(user_id, week, Answer.LED, AT) for user_id in people]


@pytest.mark.parametrize(
    ("given", "leaders"),
    [
        pytest.param(checkins("a", "b", "c", "d"), None, id="four leaders"),
        pytest.param(checkins("a", "b", "c", "d") * 3, None, id="four leaders, many check-ins"),
        pytest.param(checkins("a", "b", "c", "d", "e"), 5, id="five leaders"),
        pytest.param(
            [*checkins("a", "b", "c", "d"), *checkins("e", week=QUARTER.weeks[-1] + timedelta(weeks=1))],
            None,
            id="the fifth in another quarter",
        ),
    ],
)
def test_a_report_counts_five_leaders_or_more(given: list[CheckIn], leaders: int | None) -> None:
    report = report_of(QUARTER, given)
    assert (report and report.leaders) == leaders
    assert report is None or report.answers == {
        Answer.LED: 5, Answer.BOTH: 0, Answer.MANAGED: 0, Answer.RESCUED: 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "ends"),
    [
        pytest.param([], None, id="none"),
        pytest.param([(date(2026, 8, 1), LOW)], None, id="only one"),
        pytest.param([(date(2026, 5, 1), LOW)], None, id="none in the quarter"),
        pytest.param([(date(2026, 5, 1), LOW), (date(2026, 8, 1), HIGH)], (0, 1), id="one before, one in it"),
        pytest.param([(date(2026, 7, 1), LOW), (date(2026, 9, 1), HIGH)], (0, 1), id="two in it"),
        pytest.param([(date(2026, 7, 1), LOW), (date(2026, 11, 1), HIGH)], None, id="the second one after it"),
    ],
)
def test_the_path_of_the_self_check(path: list[tuple[date, Scores]], ends: tuple[int, int] | None) -> None:
    found = selfcheck_path(path, QUARTER)
    assert found == (ends and tuple(Point(*path[place]) for place in ends))


@pytest.mark.parametrize(("weeks", "worth"), [(0, False), (3, False), (4, True)])
def test_a_letter_needs_something_to_count(weeks: int, worth: bool) -> None:
    assert is_worth_a_letter(LetterFacts(QUARTER, weeks)) is worth
