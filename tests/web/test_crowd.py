"""One person cannot crowd out the rest: what nobody can type or press is refused before it costs anything."""

from typing import Any

import pytest

from bot.web.crowd import AT_ONCE, Crowd, person_of


class Steady:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def command(user: str) -> dict[str, Any]:
    return {"command": "/secondchair", "team_id": "T1", "user_id": user}


def test_a_thousand_at_once_are_refused_and_somebody_else_is_let() -> None:
    steady = Steady()
    crowd = Crowd(steady)
    assert sum(crowd.lets(command("U1")) for _ in range(1000)) == AT_ONCE
    assert crowd.lets(command("U2"))
    steady.now += 10
    assert sum(crowd.lets(command("U1")) for _ in range(1000)) == 10


def test_a_day_has_an_end_too() -> None:
    steady = Steady()
    crowd = Crowd(steady)
    let = 0
    for _ in range(86_400):
        steady.now += 1
        let += crowd.lets(command("U1"))
    assert 3_000 <= let <= 6_001


@pytest.mark.parametrize(
    ("body", "person"),
    [
        (command("U1"), "T1 U1"),
        ({"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}}, "T1 U1"),
        ({"team_id": "T1", "event": {"type": "message", "user": "U1"}}, "T1 U1"),
        ({"team_id": "T1", "event": {"type": "message", "user": "U1", "bot_id": "B1"}}, ""),
        ({"team_id": "T1", "event": {"type": "user_change", "user": {"id": "U1"}}}, ""),
        ({"team_id": "T1", "event": {"type": "app_uninstalled"}}, ""),
        ({"type": "url_verification"}, ""),
    ],
    ids=["a command", "a button", "a message", "a bot's message", "a changed profile", "an uninstall", "a check"],
)
def test_who_asks(body: dict[str, Any], person: str) -> None:
    assert person_of(body) == person
