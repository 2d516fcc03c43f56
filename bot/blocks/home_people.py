"""Other people on the Home tab: the next ride-alongs, the team, and who leads this person."""

from bot.blocks import kit, ridealongs
from bot.blocks.ids import Action
from bot.blocks.kit import Block
from bot.domain.home import HomeFacts
from bot.domain.people import Membership, TeamMember
from content.models import Library

MOST = 5
MOST_LEADERS = 3


def rides(library: Library, facts: HomeFacts) -> list[Block]:
    """The next ride-alongs, the earliest first, with what can be done about each."""
    blocks = list(ridealongs.upcoming(library, facts.rides[:MOST]).blocks)
    more = len(facts.rides) - MOST
    return [*blocks, kit.context(library.say("home.rides.more", count=more))] if more > 0 else blocks


def team(library: Library, facts: HomeFacts) -> list[Block]:
    """Whom the person leads, with what each said to it, and who leads them, with their own answer to change."""
    if not facts.person.is_leader and not facts.team and not facts.leaders:
        return []
    blocks = [kit.header(library.say("home.team.title"))]
    if facts.person.is_leader:
        text = "\n".join(_member(library, member) for member in facts.team) or library.say("home.team.none")
        blocks.append(kit.section(text))
        blocks.append(kit.actions(kit.button(library.say("home.team.name"), Action.NAME_TEAM)))
    for leader in facts.leaders[:MOST_LEADERS]:
        blocks += _leader(library, leader)
    return blocks


def _member(library: Library, member: TeamMember) -> str:
    return library.say(f"teams.status.{member.membership}", person=kit.person(member.salesperson_id))


def _leader(library: Library, leader: TeamMember) -> list[Block]:
    """Who named this person, with a button for every answer that they have not given."""
    accept = kit.button(library.say("home.team.accept"), Action.TEAM_ACCEPT, leader.leader_id)
    decline = kit.button(library.say("home.team.decline"), Action.TEAM_DECLINE, leader.leader_id)
    buttons = [accept] if leader.membership is not Membership.ACCEPTED else []
    buttons += [decline] if leader.membership is not Membership.DECLINED else []
    line = library.say(f"home.team.leader.{leader.membership}", person=kit.person(leader.leader_id))
    return [kit.section(line), kit.actions(*buttons)]
