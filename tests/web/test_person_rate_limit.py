"""One person cannot crowd out the rest: more than anybody can type or press is refused before it costs anything."""

from typing import Any

import pytest

from bot.web import person_rate_limit
from bot.web.person_rate_limit import AT_ONCE, PersonRateLimit, person_of


class Steady:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def command(user: str) -> dict[str, Any]:
    return {"command": "/secondchair", "team_id": "T1", "user_id": user}


def test_a_thousand_at_once_are_refused_and_somebody_else_is_let() -> None:
    limit = PersonRateLimit(steady := Steady())
    assert sum(limit.allows(command("U1")) for _ in range(1000)) == AT_ONCE
    assert limit.allows(command("U2"))
    steady.now += 10
    assert sum(limit.allows(command("U1")) for _ in range(1000)) == 10


def test_a_day_has_an_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_rate_limit, "A_DAY", 3.0)
    limit = PersonRateLimit(steady := Steady())
    assert [limit.allows(command("U1")) for _ in range(4)] == [True, True, True, False]
    steady.now += 8 * 3600
    assert [limit.allows(command("U1")) for _ in range(2)] == [True, False]


def test_a_rest_saves_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = PersonRateLimit(steady := Steady())
    assert limit.allows(command("U1"))
    steady.now += 3600
    assert sum(limit.allows(command("U1")) for _ in range(1000)) == AT_ONCE
    monkeypatch.setattr(person_rate_limit, "A_DAY", 3.0)
    assert limit.allows(command("U2"))
    steady.now += 7 * 24 * 3600
    assert sum(limit.allows(command("U2")) for _ in range(1000)) == 3


def test_who_was_refused_is_told_so_once_a_minute() -> None:
    limit = PersonRateLimit(steady := Steady())
    assert [limit.allows(command("U1")) for _ in range(AT_ONCE + 1)][-1] is False
    assert [limit.tells(command("U1")) for _ in range(3)] == [True, False, False]
    steady.now += 59
    assert not [limit.allows(command("U1")) for _ in range(AT_ONCE + 1)][-1]
    assert not limit.tells(command("U1"))
    steady.now += 1
    assert not [limit.allows(command("U1")) for _ in range(AT_ONCE + 1)][-1]
    assert [limit.tells(command("U1")) for _ in range(2)] == [True, False]


def test_what_nobody_in_particular_causes_has_no_limit() -> None:
    limit = PersonRateLimit(Steady())
    assert all(limit.allows({"team_id": "T1", "event": {"type": "app_uninstalled"}}) for _ in range(10 * AT_ONCE))


def test_the_person_who_was_longest_away_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_rate_limit, "MOST_PEOPLE", 2)
    limit = PersonRateLimit(Steady())
    assert [sum(limit.allows(command(user)) for _ in range(100)) for user in ("U1", "U2", "U1")] == [
        AT_ONCE,
        AT_ONCE,
        0,
    ]
    assert [sum(limit.allows(command(user)) for _ in range(100)) for user in ("U3", "U1")] == [AT_ONCE, 0]
    assert limit.allows(command("U2"))


@pytest.mark.parametrize(
    ("body", "person"),
    [
        (command("U1"), "T1 U1"),
        ({"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}}, "T1 U1"),
        ({"team_id": "T1", "event": {"type": "message", "user": "U1"}}, "T1 U1"),
        ({"team_id": "T1", "event": {"type": "app_home_opened", "user": "U1"}}, "T1 U1"),
        ({"team_id": "T1", "event": {"type": "message", "user": "U1", "bot_id": "B1"}}, ""),
        ({"team_id": "T1", "event": {"type": "user_change", "user": {"id": "U1"}}}, ""),
        ({"team_id": "T1", "event": {"type": "app_uninstalled"}}, ""),
        ({"type": "url_verification"}, ""),
    ],
    ids=[
        "a command",
        "a button",
        "a message",
        "Home",
        "a bot's message",
        "a changed profile",
        "an uninstall",
        "a check",
    ],
)
def test_who_asks(body: dict[str, Any], person: str) -> None:
    assert person_of(body) == person
