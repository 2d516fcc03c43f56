"""A leader's team as they see it, and one salesperson's answer to being named."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.people.people import Membership, TeamMember
from bot.domain.people.settings import SettingsFacts


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """Everyone a leader named. `asked_before` were named again after declining, and were not told. `not_told` were
    named without being told: they were asked before and have not answered, they want no messages, or they have not
    started and already got as many as a newcomer may. Which of these applies stays private.
    """

    leader_id: str
    members: tuple[TeamMember, ...]
    asked_before: tuple[str, ...] = ()
    not_told: tuple[str, ...] = ()

    @property
    def current(self) -> tuple[str, ...]:
        """The salespeople who have not declined."""
        return tuple(member.salesperson_id for member in on_team(self.members))


@dataclass(frozen=True, slots=True)
class TeamAnswer:
    """A salesperson's answer to being named by `leader_id`, and what they get from now on."""

    leader_id: str
    membership: Membership
    settings: SettingsFacts


def on_team(members: Iterable[TeamMember]) -> list[TeamMember]:
    """Those who have not declined: until they do, a named person is on the team."""
    return [member for member in members if member.membership is not Membership.DECLINED]
