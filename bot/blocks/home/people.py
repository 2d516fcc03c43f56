"""Other people on the Home tab: the next ride-alongs, the team, and who leads this person."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.ids import Action
from bot.blocks.people.onboarding import positions
from bot.blocks.ridealongs import ridealongs
from bot.domain.home import MOST_RIDES, HomeFacts
from bot.domain.people.people import Membership, Position, TeamMember
from bot.domain.ridealongs.facts import RidePage
from content.models import Library

MOST_LEADERS = 3


def position(library: Library, facts: HomeFacts) -> list[Block]:
    """The question what somebody does, for those who started before it was asked."""
    if facts.person.position is not None or not facts.person.is_leader:
        return []
    return [block_kit.section(library.say("onboarding.position.stored")), positions(library, Position.LEADER)]


def rides(library: Library, facts: HomeFacts) -> list[Block]:
    """The next ride-alongs, the earliest first, with what can be done about each."""
    shown = facts.rides.rides[:MOST_RIDES]
    blocks = list(ridealongs.upcoming(library, RidePage(shown, len(shown))).blocks)
    total = facts.rides.total
    every = (
        [block_kit.button(library.say("home.rides.list", count=total), Action.RIDEALONG_LIST)]
        if total > len(shown)
        else []
    )
    plan = block_kit.button(library.say("home.rides.plan"), Action.RIDEALONG_PLAN)
    log = block_kit.button(library.say("home.rides.log"), Action.RIDEALONG_LOG)
    return [*blocks, block_kit.actions(*every, plan, log)]


def team(library: Library, facts: HomeFacts) -> list[Block]:
    """Whom the person leads, with what each said to it, and who leads them, with their own answer to change."""
    if not facts.person.is_leader and not facts.team and not facts.leaders:
        return []
    blocks = [block_kit.header(library.say("home.team.title"))]
    if facts.person.is_leader:
        text = "\n".join(_member(library, member) for member in facts.team) or library.say("home.team.none")
        blocks.append(block_kit.section(text))
        blocks.append(block_kit.actions(block_kit.button(library.say("home.team.name"), Action.NAME_TEAM)))
    for leader in facts.leaders[:MOST_LEADERS]:
        blocks += _leader(library, leader)
    return blocks


def _member(library: Library, member: TeamMember) -> str:
    return library.say(f"teams.status.{member.membership}", person=block_kit.person(member.salesperson_id))


def _leader(library: Library, leader: TeamMember) -> list[Block]:
    """Who named this person, with a button for every answer that they have not given."""
    accept = block_kit.button(library.say("home.team.accept"), Action.TEAM_ACCEPT, leader.leader_id)
    decline = block_kit.button(library.say("home.team.decline"), Action.TEAM_DECLINE, leader.leader_id)
    buttons = [accept] if leader.membership is not Membership.ACCEPTED else []
    buttons += [decline] if leader.membership is not Membership.DECLINED else []
    if leader.membership is not Membership.DECLINED:
        page = library.say("record.one_to_one.button")
        buttons.append(block_kit.button(page, Action.ONE_TO_ONE_OPEN, leader.leader_id))
    line = library.say(f"home.team.leader.{leader.membership}", person=block_kit.person(leader.leader_id))
    return [block_kit.section(line), block_kit.actions(*buttons)]
