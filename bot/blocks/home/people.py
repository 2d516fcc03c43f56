"""Other people on the Home tab: the next ride-along, and leaders who wait for an answer."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.ids import Action
from bot.blocks.people import teams
from bot.blocks.people.onboarding import positions
from bot.blocks.ridealongs import ridealongs
from bot.blocks.when import short_moment
from bot.domain.home import HomeFacts
from bot.domain.people.people import Membership, Position
from content.models import Library

MOST_LEADERS = 3


def position(library: Library, facts: HomeFacts) -> list[Block]:
    """The question about what somebody does, for people who started before we asked it."""
    if facts.person.position is not None or not facts.person.is_leader:
        return []
    return [block_kit.section(library.say("onboarding.position.stored")), positions(library, Position.LEADER)]


def rides(library: Library, facts: HomeFacts) -> list[Block]:
    """The next ride-along, with what it waits for, and buttons for a new one and for all of them."""
    buttons = [
        block_kit.button(library.say("home.rides.plan"), Action.RIDEALONG_PLAN),
        block_kit.button(library.say("home.rides.log"), Action.RIDEALONG_LOG),
    ]
    if not facts.rides.rides:
        return [block_kit.section(library.say("home.rides.none")), block_kit.actions(*buttons)]
    ride = facts.rides.rides[0]
    every = block_kit.button(library.say("home.rides.list", count=facts.rides.total), Action.RIDEALONG_LIST)
    when = short_moment(ride.ride.starts_at, facts.person.zone)
    line = library.say("home.rides.next", **(ridealongs.words_for(ride) | {"when": when}))
    return [block_kit.section(f"{line}\n{ridealongs.state(library, ride)}"), block_kit.actions(every, *buttons)]


def invitations(library: Library, facts: HomeFacts) -> list[Block]:
    """Leaders who named this person as their salesperson and wait for an answer, which is one tap."""
    blocks: list[Block] = []
    for leader in [leader for leader in facts.leaders if leader.membership is Membership.NAMED][:MOST_LEADERS]:
        blocks.append(block_kit.section(library.say("home.named", person=block_kit.person(leader.leader_id))))
        blocks.append(block_kit.actions(*teams.answers(library, leader)))
    return blocks
