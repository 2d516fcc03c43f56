"""The most frequent queries on ride-alongs and reflections, as statements that are built once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, case, exists, func, or_, select, union

from bot.domain.people.people import PersonStatus
from bot.domain.ridealongs.development import MOST_SKILLS
from bot.domain.ridealongs.ridealongs import RideAlongState, settled_before
from bot.domain.time.localtime import DAY
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.together import together
from bot.storage.tables import people, reflections, ridealongs

C = ridealongs.c
AHEAD = (RideAlongState.PLANNED, RideAlongState.CONFIRMED)


@prebuilt
def of_id(workspace_id: str, ridealong_id: str) -> Select[Any]:
    """One ride-along."""
    return select(ridealongs).where(C.workspace_id == workspace_id, C.id == ridealong_id)


@prebuilt
def calls(workspace_id: str, user_ids: Collection[str], since: datetime, until: datetime) -> Select[Any]:
    """The times of these people's calls, in either role, that start between two aware instants."""
    columns = (C.leader_id, C.salesperson_id, C.starts_at, C.length, C.state)
    return select(*columns).where(in_either_role(workspace_id, user_ids, C.starts_at >= since, C.starts_at < until))


def in_either_role(
    workspace_id: str, user_ids: Collection[str], *conditions: ColumnElement[bool]
) -> ColumnElement[bool]:
    """The condition for these people's ride-alongs, in either role, that meet `conditions`. Each role is searched by
    its own index: with OR, SQLite goes through all of the workspace's.
    """
    here, roles = C.workspace_id == workspace_id, (C.leader_id.in_(user_ids), C.salesperson_id.in_(user_ids))
    ids = (select(C.id).where(here, role, *conditions).correlate(None) for role in roles)
    return here & C.id.in_(union(*ids))


def surely_settled(now: datetime) -> ColumnElement[bool]:
    """The condition for ride-alongs whose blind time is over at `now`, whatever their length and what was written."""
    return (C.starts_at < settled_before(now)) & (C.logged_at.is_(None) | (C.logged_at <= now - DAY))


def maybe_unsettled(workspace_id: str, pair: tuple[str, str], now: datetime) -> ColumnElement[bool]:
    """The condition for all other ride-alongs of a leader and a salesperson until `now`. When they began and when they
    were logged are searched by an index each: with OR, all of the two are gone through.
    """
    theirs = (C.workspace_id == workspace_id, C.leader_id == pair[0], C.salesperson_id == pair[1])
    whens = (C.starts_at.between(settled_before(now), now), C.logged_at > now - DAY)
    ids = (select(C.id).where(*theirs, when).correlate(None) for when in whens)
    return (C.workspace_id == workspace_id) & C.id.in_(union(*ids))


@prebuilt
def ahead(workspace_id: str, user_id: str, since: datetime, most: int) -> Select[Any]:
    """The calls of a person, in either role, that are not cancelled and start after an aware instant, the earliest
    first, at most so many: each with how many there are in all, and whether the other of the two left Slack.
    """
    coming = in_either_role(workspace_id, [user_id], C.state.in_(AHEAD), C.starts_at > since)
    other = case((C.leader_id == user_id, C.salesperson_id), else_=C.leader_id)
    they = (people.c.workspace_id == C.workspace_id, people.c.user_id == other)
    left = exists().where(*they, people.c.status == PersonStatus.GONE).label("other_left")
    return select(ridealongs, _counted(coming), left).where(coming).order_by(C.starts_at).limit(most)


@prebuilt
def newest_of_two(workspace_id: str, two: Collection[str], most: int, skip: int) -> Select[Any]:
    """The newest ride-alongs of two people, whichever of them leads, at most so many after the first `skip`: each with
    how many there are in all.
    """
    # Nobody rides along with themselves.
    both = (C.workspace_id == workspace_id) & C.leader_id.in_(two) & C.salesperson_id.in_(two)
    newest = select(ridealongs, _counted(both)).where(both).order_by(C.starts_at.desc(), C.id.desc())
    return newest.limit(most).offset(skip)


def _counted(theirs: ColumnElement[bool]) -> Label[int]:
    """How many there are, as an extra column in the rows of a page: a separate query, as a window would read and hold
    them all.
    """
    number = select(func.count()).select_from(ridealongs).where(theirs).correlate(None)
    return number.scalar_subquery().label("total")


@prebuilt
def has_any(workspace_id: str, user_id: str) -> Select[Any]:
    """Whether a person has, or had, any ride-along, in either role."""
    roles = (C.leader_id == user_id, C.salesperson_id == user_id)
    return select(or_(*(exists().where(C.workspace_id == workspace_id, role) for role in roles)).label("has_any"))


@prebuilt
def led_between(workspace_id: str, leader_id: str, first: datetime, last: datetime) -> Select[Any]:
    """How many ride-alongs of a leader, not cancelled, start at an aware instant or later and before another."""
    theirs = (C.workspace_id == workspace_id, C.leader_id == leader_id, C.starts_at >= first, C.starts_at < last)
    number = select(func.count().label("number")).select_from(ridealongs)
    return number.where(*theirs, C.state != RideAlongState.CANCELLED)


@prebuilt
def places(workspace_id: str, user_id: str, ridealong_ids: Collection[str]) -> Select[Any]:
    """For each ride-along, the id of the previous one of the same two people, and how many this person had before
    it.
    """
    before = ridealongs.alias()
    b = before.c
    same = (C.workspace_id == workspace_id) & (b.workspace_id == workspace_id) & (b.starts_at < C.starts_at)
    two = (b.leader_id == C.leader_id) & (b.salesperson_id == C.salesperson_id)
    kept = b.state != RideAlongState.CANCELLED
    last = select(b.id).where(same, two, kept).order_by(b.starts_at.desc()).limit(1)
    earlier = select(func.count()).select_from(before)
    led, joined = (
        earlier.where(same, role == user_id).correlate(ridealongs).scalar_subquery()
        for role in (b.leader_id, b.salesperson_id)
    )
    columns = (last.correlate(ridealongs).scalar_subquery().label("last_id"), (led + joined).label("number"))
    return select(C.id, *columns).where(C.workspace_id == workspace_id, C.id.in_(ridealong_ids))


@prebuilt
def summaries(
    workspace_id: str, leaders: Collection[str], salespeople: Collection[str], now: datetime, since: datetime
) -> Select[Any]:
    """A summary, at an aware instant, of the calls of each of these leaders with each of these salespeople; the times
    at which they began are listed from another instant on. The last columns are the skills agreed for the newest calls,
    the latest first: one subquery each, since a window would sort years of sealed texts.
    """
    theirs = (C.workspace_id == workspace_id, C.leader_id.in_(leaders), C.salesperson_id.in_(salespeople))
    held = (C.state != RideAlongState.CANCELLED) & (C.starts_at <= now)
    columns = (
        func.count().filter(held).label("held"),
        func.max(C.starts_at).filter(held).label("last"),
        func.min(C.starts_at).filter(C.state.in_(AHEAD), C.starts_at > now).label("next"),
        together(C.starts_at).filter(held, C.starts_at >= since).label("begun"),
    )
    agreed = ridealongs.alias()
    a, pair = agreed.c, (C.leader_id, C.salesperson_id)
    same = (a.workspace_id == workspace_id) & (a.leader_id == C.leader_id) & (a.salesperson_id == C.salesperson_id)
    newest = select(a.skill_sealed).where(same, a.skill_sealed != "", a.state != RideAlongState.CANCELLED)
    newest = newest.order_by(a.starts_at.desc()).limit(1).correlate(ridealongs)
    skills = (newest.offset(place).scalar_subquery() for place in range(MOST_SKILLS))
    return select(*pair, *columns, *skills).where(*theirs).group_by(*pair)


@prebuilt
def noted(workspace_id: str, user_ids: Collection[str], since: datetime) -> Select[Any]:
    """What these people's reflections since an aware instant say about take-overs, the earliest first."""
    r = reflections.c
    return (
        select(r.author_id, r.at, r.takeover)
        .where(r.workspace_id == workspace_id, r.author_id.in_(user_ids), r.at >= since)
        .order_by(r.at)
    )


@prebuilt
def reflections_of(workspace_id: str, ridealong_ids: Collection[str]) -> Select[Any]:
    """The reflections on these ride-alongs."""
    r = reflections.c
    return select(reflections).where(r.workspace_id == workspace_id, r.ridealong_id.in_(ridealong_ids))
