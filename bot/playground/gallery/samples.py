"""Makes sample facts for any nudge from the types of their fields, so that new nudges and facts are covered
automatically.

Pools hold the values of each type; a name that means more than its type has a pool of its own in `NAMED`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from random import Random
from types import UnionType
from typing import Any, Literal, Optional, Union, get_args, get_origin, get_type_hints

from bot.blocks.ids import Modal
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge, Person, PersonStatus
from bot.domain.pictures import WEEKS, days_until
from bot.domain.prompts.streaks import DayMark
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.time.schedule import FRIDAY, WORKDAYS
from bot.nudges import NUDGES
from bot.nudges.nudge import Facts, Nudge
from bot.playground.gallery.sample_insights import COUNTS, EVERY
from content.models import Library, Prompt

NOW = datetime(2026, 10, 21, 7, 0, tzinfo=UTC)
TODAY = NOW.date()
NASTY = "<!channel> <@U9> & *bold* `code` _x_ ~y~"
TEXTS = ("", "Acme & Sons", NASTY, NASTY + "x" * 2900)
USERS = ("U1", "U2")  # a leader, and a salesperson of theirs
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
NAMED: Mapping[str, Sequence[Any]] = {
    "texts": ({f"lead-{number:02}": "I asked before I answered." for number in range(1, 6)},),
    "modal": (Modal.SELFCHECK, Modal.SKILLCHECK, Modal.FEEDBACK_REQUEST),
    "trouble": ("", "refused", "unreadable", "unreachable"),
    "workspace_id": ("T1",),
    "user_id": USERS,
    "owner_id": USERS,
    "author_id": USERS,
    "viewer_id": USERS,
    "subject": ("R1",),
    "planned_by": USERS,
    "set_by": USERS,
    "developed": ((), USERS),
    "admins": (USERS[:1], USERS),
    "asked_before": ((), USERS),
    "not_told": ((), USERS),
    "told": ((), USERS),
    "confirmed_by": (frozenset(), frozenset({"U1"}), frozenset(USERS)),
    "leader_id": ("U1",),
    "salesperson_id": ("U2",),
    "channel_id": ("C1",),
    "id": ("R1",),
    "ridealong_id": ("R1",),
    "delivery_id": ("D1",),
    "nudge": tuple(nudge.key for nudge in NUDGES if nudge.in_channels and nudge.slot),
    "zone": ZONES,
    "profile_zone": ZONES,
    "own_zone": (None, *ZONES),
    "country": (None, "DE", "US-NY"),
    "working_days": (WORKDAYS,),
    "days": (WORKDAYS, frozenset({1, 3})),
    "pauses": ((),),
    "customer": TEXTS[1:],
    "opens": ("salesperson", "leader"),
    "price": ("salesperson", "leader"),
    "source": ("checkin:2026-10-12", "ridealong:R1"),
    "paused_for": (None, "is_archived", "channel_not_found", "unheard_of"),
    "pulled": (None, "a_deal_at_risk", "nothing"),
    "insights": (EVERY, COUNTS[:1]),
    "version": (0, 1),
    "starts_at": tuple(NOW + timedelta(minutes=minutes) for minutes in (-24 * 60, -60, -30, 30)),
    "length": (timedelta(minutes=30), timedelta(hours=1)),
    "checkin_day": (4,),
    "link": ("https://chair.example.com/slack/install?team=T1",),
    "week": (date(2026, 10, 12), date(2026, 10, 19)),
}
TWO_YEARS = tuple(tuple(CheckInAnswer)[week % 7 % 4] if week % 9 else None for week in range(WEEKS))
MARKED = tuple(
    (on, DayMark.OFF if on.weekday() > FRIDAY else (DayMark.FROZEN, DayMark.OPEN, DayMark.DONE)[min(on.day % 9, 2)])
    for on in days_until(TODAY)
)
PEOPLE_A_WEEK = tuple(
    (TODAY - timedelta(weeks=back, days=2), 5 + (WEEKS - back) % 9 + (WEEKS - back) // 2 if back % 7 else None)
    for back in range(WEEKS, 0, -1)
)
DONE_ON = tuple(TODAY - timedelta(days=back) for back in range(0, 7 * WEEKS * 4, 5) if back % 3)
PICTURED: Mapping[str, Sequence[Any]] = {  # two years, two weeks, and nothing
    "by_week": (PEOPLE_A_WEEK, PEOPLE_A_WEEK[-2:], ()),
    "done_on": (DONE_ON, DONE_ON[:2], ()),
    "answered_weeks": (TWO_YEARS, (CheckInAnswer.MANAGED, CheckInAnswer.LED), ()),
    "half_year": (MARKED, (*((on, DayMark.OPEN) for on, _ in MARKED[:-14]), *MARKED[-14:]), ()),
}
SIMPLE: Mapping[Any, Sequence[Any]] = {
    str: TEXTS,
    int: (0, 1, 2, 5, 10),
    bool: (True, False),
    float: (0.0, 1.0),
    date: (TODAY, TODAY - timedelta(days=7)),
    time: (time(8, 30), time(15)),
    datetime: (NOW, NOW - timedelta(days=1)),
    timedelta: (timedelta(minutes=30), timedelta(days=1)),
}
# The subjects of nudges whose subject is more than an id.
SUBJECTS: Mapping[str, Sequence[str]] = {
    "quarterly_letter": ("2026-07-01 2026-09-30",),
    "quarter_report": ("2026-07-01 2026-09-30",),
    "ridealong_news": ("R1 0 changed", "R1 0 confirmed", "R1 0 cancelled"),
    "channel_set_up": ("C1 prompt_channel 5f3a",),
    "channel_paused": ("C1 prompt_channel",),
    "pause_offer": ("2026-10-30",),
}
ACTIVE = PersonStatus.ACTIVE
STATUSES: Mapping[str, PersonStatus] = {"welcome": PersonStatus.WELCOMED}  # of recipients, where it is not usual


class Samples:
    """Makes facts for one library, always the same for the same seed."""

    def __init__(self, library: Library, seed: int, pools: Mapping[Any, Sequence[Any]] | None = None) -> None:
        """`pools`, by the name of a fact or by its type, take precedence over those of this module."""
        self._library = library
        chance = Random(seed)  # noqa: S311 - samples are no secrets
        self._chance, self._one_of = chance.random, chance.choice
        self._named = {**NAMED, **PICTURED, **(pools or {})}
        self._simple = {**SIMPLE, **{kind: pool for kind, pool in (pools or {}).items() if kind in SIMPLE}}

    def facts(self, nudge: Nudge[Any]) -> Facts[Any]:
        """Facts as a delivery of this nudge could have them; those that it does not ask for are None."""
        person = None if nudge.in_channels else replace(self.person(), status=STATUSES.get(nudge.key, ACTIVE))
        recipient = person.user_id if person else "C1"
        subject = self._one_of(SUBJECTS.get(nudge.key, ("R1",)))
        delivery = Delivery(
            "D1", "T1", recipient, nudge.key, subject, on=TODAY, due_at=NOW, status=DeliveryStatus.PENDING
        )
        channel = self.draw(ChannelNudge | None, "channel") if nudge.in_channels else None
        sent_today, held_back = (self._one_of(SIMPLE[int]) for _ in range(2))
        return Facts(
            delivery, NOW, person, channel, sent_today, held_back=held_back, payload=self._payload(nudge, person)
        )

    def _payload(self, nudge: Nudge[Any], person: Person | None) -> Any:
        """The payload that the nudge loads, sometimes None; a ride-along is as this person, one of the two, sees it."""
        payload = self.draw(nudge.loads | None, "payload") if nudge.loads else None
        if person is not None and isinstance(payload, RideFacts):
            other = replace(self.person(), user_id=payload.ride.other(person.user_id))
            return replace(payload, viewer=person, other=other, now=NOW)
        return payload

    def person(self) -> Person:
        """A person who takes part and is not paused; the first of USERS leads."""
        person: Person = self.draw(Person, "person")
        return replace(person, status=ACTIVE, cut_off=False, is_leader=person.user_id == USERS[0])

    def draw(self, hint: Any, name: str) -> Any:
        """A value of a type. Raises TypeError for a type without a pool: add it to SIMPLE or NAMED."""
        pool = self._named.get(name, USERS if name.endswith("_id") else ())  # an id that is not listed is a person's
        if pool and _fits(hint, pool):
            return self._named_one(hint, pool)
        if hint is Prompt:
            return self._one_of(tuple(self._library.prompts.values()))
        if hint in self._simple:
            return self._one_of(self._simple[hint])
        how, inside = _made_of(hint)
        if how is dataclass:
            return hint(**{field: self.draw(type_, field) for field, type_ in inside})
        return self._generic(hint, name)

    def _named_one(self, hint: Any, pool: Sequence[Any]) -> Any:
        if type(None) in _kinds(hint) and None not in pool and self._chance() < 0.3:
            return None
        return self._one_of(pool)

    def _generic(self, hint: Any, name: str) -> Any:
        how, inside = _made_of(hint)
        if how is Literal:
            return self._one_of(inside)
        if how in {Optional, Union}:
            return None if how is Optional and self._chance() < 0.3 else self.draw(inside, name)
        if how is Callable:
            return lambda *_given: "R1"
        if how is Mapping:
            keys, kind = inside
            return {key: self.draw(kind, "") for key in keys}
        if how in {tuple, frozenset}:
            return how(self.draw(inside, "") for _ in range(self._one_of((0, 1, 3))))
        raise TypeError(f"no sample for {name}: {hint}")


@cache  # inspecting types took most of the gallery's time
def _made_of(hint: Any) -> tuple[Any, Any]:
    """How a value of a type is made, and from what: an enum as one of its members."""
    origin, inside = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return dataclass, [(field.name, hints[field.name]) for field in fields(hint) if field.init]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Literal, tuple(hint)
    if origin in {Union, UnionType}:
        return Optional if type(None) in inside else Union, inside[0]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return Mapping, (_keys(inside[0]), inside[1])
    if isinstance(origin, type) and issubclass(origin, Sequence | frozenset):
        return tuple if issubclass(origin, Sequence) else frozenset, inside[0]
    return origin, inside


def _keys(hint: Any) -> tuple[Any, ...]:
    """The keys of a mapping: all possible ones, or one text."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    return tuple(hint) if isinstance(hint, type) and issubclass(hint, Enum) else TEXTS[1:2]


def _fits(hint: Any, pool: Sequence[Any]) -> bool:
    """Whether the pool of a name fits this type, since one name can mean different things."""
    if _is_of_facts(hint):
        return False
    of_facts = isinstance(pool[-1], tuple) and any(map(is_dataclass, pool[-1]))
    if of_facts and str in get_args(hint):
        return False
    return hint not in SIMPLE or isinstance(pool[-1], hint)


@cache
def _kinds(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


@cache
def _is_of_facts(hint: Any) -> bool:
    return any(map(is_dataclass, _kinds(hint)))
