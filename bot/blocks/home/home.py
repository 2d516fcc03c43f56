"""The Home tab: its sections in order, for somebody who opens it."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.home import links
from bot.blocks.home.about import welcome
from bot.blocks.home.admin import admin
from bot.blocks.home.away import away
from bot.blocks.home.people import invitations, position, rides
from bot.blocks.home.today import pictured, today, week
from bot.blocks.installations.upgrades import notice
from bot.domain.home import HomeFacts
from bot.domain.people.taking_part import takes_part
from content.models import Library

# What waits for an answer or has a time comes first, then one picture: on a phone, people only read the first screen
# every day. The rest is a tap away.
OWN = (away, position, invitations, today, week, rides, pictured, links.links)


def home(library: Library, facts: HomeFacts) -> View:
    """The whole tab: for a guest one sentence, before somebody starts, what this app is, else their own things."""
    if facts.person.is_guest:
        return block_kit.home([block_kit.section(library.say("permissions.guest"))])
    own = OWN if takes_part(facts.person) else (welcome,)  # few words before the first prompt
    sections = [section(library, facts) for section in (*own, admin, _missing)]
    blocks: list[Block] = []
    for section in filter(None, (notice(library, facts.upgrade), *sections)):
        blocks += [block_kit.divider()] if blocks else []
        blocks += section
    return block_kit.home(blocks)


def _missing(library: Library, facts: HomeFacts) -> list[Block]:
    return [block_kit.context(library.say("home.missing"))] if facts.missing else []
