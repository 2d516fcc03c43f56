"""A leader's team as they see it, and one salesperson's answer to being named."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.people.people import Membership, TeamMember
from bot.domain.people.settings import SettingsFacts


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """Everyone a leader named. `asked_before` were named again after they had declined, and heard nothing of it.

    `not_told` were named and hear nothing of it: they were asked before and have not answered, they want no messages,
    or they have not started and got as many as somebody may who has not. Which of these it is stays with them.
    """

    leader_id: str
    members: tuple[TeamMember, ...]
    asked_before: tuple[str, ...] = ()
    not_told: tuple[str, ...] = ()

    @property
    def current(self) -> tuple[str, ...]:
        """The salespeople who did not decline."""
        return tuple(member.salesperson_id for member in on_team(self.members))


@dataclass(frozen=True, slots=True)
class TeamAnswer:
    """What a salesperson said to being named by `leader_id`, and what comes to them now."""

    leader_id: str
    membership: Membership
    settings: SettingsFacts


def on_team(members: Iterable[TeamMember]) -> list[TeamMember]:
    """Those who did not decline: until they do, the person who was named is on the team."""
    return [member for member in members if member.membership is not Membership.DECLINED]
