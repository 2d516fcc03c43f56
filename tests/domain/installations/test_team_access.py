"""Which teams of an organisation are open to us, whatever order Slack's events come in."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from bot.domain.installations.team_access import TeamGrant, heard, is_cut_off

NOW = datetime(2026, 10, 19, 6, tzinfo=UTC)
CLOSED = (TeamGrant("T1", granted=False, since=NOW),)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_newest_word_counts_in_whatever_order_they_come(order: tuple[int, ...]) -> None:
    words = [(0, False), (1, True), (2, False)]
    known: tuple[TeamGrant, ...] = ()
    for number in (*order, *order):
        minutes, granted = words[number]
        known = heard(known, ["T1"], NOW + timedelta(minutes=minutes), granted=granted)
    assert known == (TeamGrant("T1", granted=False, since=NOW + timedelta(minutes=2)),)


def test_of_two_words_of_one_second_the_later_one_counts() -> None:
    assert heard(CLOSED, ["T1", "T2"], NOW, granted=True) == (
        TeamGrant("T1", granted=True, since=NOW),
        TeamGrant("T2", granted=True, since=NOW),
    )


@pytest.mark.parametrize(
    ("teams", "cut_off"),
    [
        ((), False),
        (("T1",), True),
        (("T1", "T2"), False),
        (("T2",), False),
    ],
)
def test_somebody_who_is_in_closed_teams_alone_is_cut_off(teams: tuple[str, ...], cut_off: bool) -> None:
    assert is_cut_off(teams, CLOSED) is cut_off
    assert is_cut_off(teams, heard(CLOSED, ["T1"], NOW, granted=True)) is False
