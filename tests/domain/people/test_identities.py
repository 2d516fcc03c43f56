"""Of two records of one person, what they decided last counts, and their settings are those they took part with."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.domain.people.identities import merged
from bot.domain.people.people import Person, PersonStatus, Position

FORMER = Person(
    "T1", "U1", "Maria", "Europe/Berlin", "Asia/Kolkata", status=PersonStatus.ACTIVE, is_leader=True,
    position=Position.LEADER, prompt_at=time(7),
)  # fmt: skip
NOW = Person("T1", "W1", "Maria K", "Europe/Paris", is_admin=True, seen_at=datetime(2026, 10, 19, tzinfo=UTC))


def test_they_keep_their_settings_and_what_slack_says_now() -> None:
    one = merged(FORMER, NOW)
    assert (one.user_id, one.name, one.profile_zone, one.is_admin, one.seen_at) == (
        "W1", "Maria K", "Europe/Paris", True, NOW.seen_at,
    )  # fmt: skip
    assert (one.own_zone, one.prompt_at, one.is_leader, one.position) == (
        "Asia/Kolkata", time(7), True, Position.LEADER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("former", "now", "status"),
    [
        (PersonStatus.ACTIVE, PersonStatus.NEW, PersonStatus.ACTIVE),
        (PersonStatus.ACTIVE, PersonStatus.WELCOMED, PersonStatus.ACTIVE),
        (PersonStatus.ACTIVE, PersonStatus.STOPPED, PersonStatus.STOPPED),
        (PersonStatus.STOPPED, PersonStatus.ACTIVE, PersonStatus.ACTIVE),
        (PersonStatus.STOPPED, PersonStatus.WELCOMED, PersonStatus.STOPPED),
        (PersonStatus.GONE, PersonStatus.NEW, PersonStatus.STOPPED),
        (PersonStatus.GONE, PersonStatus.ACTIVE, PersonStatus.ACTIVE),
        (PersonStatus.ACTIVE, PersonStatus.GONE, PersonStatus.GONE),
    ],
)
def test_what_they_decided_under_the_new_id_came_later(
    former: PersonStatus, now: PersonStatus, status: PersonStatus
) -> None:
    assert merged(replace(FORMER, status=former), replace(NOW, status=now)).status is status


def test_the_id_under_which_they_took_part_has_their_settings() -> None:
    stopped = replace(FORMER, status=PersonStatus.STOPPED)
    assert merged(stopped, replace(NOW, status=PersonStatus.ACTIVE, prompt_at=time(10))).prompt_at == time(10)
