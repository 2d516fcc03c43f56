"""Which of its teams an organisation lets us into, as Slack told us, team by team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TeamGrant:
    """The latest news of one team of an organisation: whether the app is in it, and since when (aware UTC)."""

    team_id: str
    granted: bool
    since: datetime


def heard(known: Iterable[TeamGrant], team_ids: Iterable[str], at: datetime, *, granted: bool) -> tuple[TeamGrant, ...]:
    """What is known after Slack's news at `at` about these teams. News can come twice and in any order: older news
    changes nothing.
    """
    last = {grant.team_id: grant for grant in known}
    for team_id in team_ids:
        if team_id not in last or last[team_id].since <= at:
            last[team_id] = TeamGrant(team_id, granted, at)
    return tuple(last[team_id] for team_id in sorted(last))


def is_cut_off(teams: Iterable[str], known: Iterable[TeamGrant]) -> bool:
    """Whether somebody in these teams is in none that we are in. A team that we never heard about is open to us: Slack
    only reports changes.
    """
    closed = {grant.team_id for grant in known if not grant.granted}
    theirs = set(teams)
    return bool(theirs) and theirs <= closed
