"""Limits how much one person can ask: more than anybody can type or press is refused before it costs anything."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

AT_ONCE = 60  # requests that somebody can send in one go; each second allows one more
A_DAY = 3000.0  # requests in 24 hours: more than anybody makes
MOST_PEOPLE = 20_000
DAY = 86_400.0
SILENT = 60.0  # seconds in which a person is told once that this is too much
COUNTED = frozenset({"message", "app_home_opened"})  # events that people cause one by one


@dataclass(slots=True)
class _Allowance:
    """What a person has left, at a time on the steady clock."""

    left: float
    left_today: float
    at: float
    silent_until: float = float("-inf")


class PersonRateLimit:
    """Counts the requests of each person, in this process alone. `steady` is a clock that never jumps."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._people: OrderedDict[str, _Allowance] = OrderedDict()

    def allows(self, body: Mapping[str, Any]) -> bool:
        """Whether the person behind a request may ask this too; a request that no person caused is always let in."""
        person = person_of(body)
        if not person:
            return True
        now = self._steady()
        known = self._people.pop(person, None) or _Allowance(AT_ONCE, A_DAY, now)
        passed, known.at = now - known.at, now
        known.left = min(AT_ONCE, known.left + passed)
        known.left_today = min(A_DAY, known.left_today + passed * A_DAY / DAY)
        self._people[person] = known
        while len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
        if known.left < 1 or known.left_today < 1:
            return False
        known.left -= 1
        known.left_today -= 1
        return True

    def tells(self, body: Mapping[str, Any]) -> bool:
        """Whether the person of a request that was just refused is to be told so: once a minute."""
        known = self._people[person_of(body)]
        if known.at < known.silent_until:
            return False
        known.silent_until = known.at + SILENT
        return True


def person_of(body: Mapping[str, Any]) -> str:
    """The sender of a request, with their team; "" if it comes from no single person, as with most events."""
    event = body.get("event")
    if isinstance(event, Mapping):
        user = event.get("user") if event.get("type") in COUNTED and not event.get("bot_id") else None
    else:
        user = body.get("user_id") or body.get("user")
    user_id = user.get("id") if isinstance(user, Mapping) else user
    team = body.get("team")
    team_id = body.get("team_id") or (team.get("id") if isinstance(team, Mapping) else team)
    return f"{team_id} {user_id}" if user_id else ""
