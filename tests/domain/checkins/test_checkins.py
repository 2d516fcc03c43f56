"""The weekly question: which week an answer counts for, and how a week was split."""

from datetime import UTC, datetime

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer, of_week, previous_week, team_split
from tests.domain.calendars import week

LED, BOTH, RESCUED = CheckInAnswer.LED, CheckInAnswer.BOTH, CheckInAnswer.RESCUED
CHECKINS = [CheckIn("U1", week(number), LED, datetime(2026, 1, 9, tzinfo=UTC)) for number in (0, 2)]


def test_a_split_needs_three_people() -> None:
    assert team_split([LED, LED]) is None
    assert team_split([LED, LED, RESCUED]) == {LED: 2, BOTH: 0, CheckInAnswer.MANAGED: 0, RESCUED: 1}
    assert team_split([LED, LED, RESCUED], threshold=5) is None
    assert team_split([]) is None


def test_a_checkin_belongs_to_its_week() -> None:
    assert previous_week(week(1)) == week(0)
    assert of_week(CHECKINS, week(2)) is CHECKINS[1]
    assert of_week(CHECKINS, week(1)) is None
