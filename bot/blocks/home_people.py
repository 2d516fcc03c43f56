"""Other people on the Home tab: the next ride-alongs, and the team."""

from bot.blocks import kit
from bot.blocks.kit import Block
from bot.blocks.when import short_moment
from bot.domain.home import HomeFacts, Teammate
from content.models import Library

MOST = 5


def rides(library: Library, facts: HomeFacts) -> list[Block]:
    """The next ride-alongs, the earliest first."""
    lines = [
        library.say(
            "home.rides.line",
            when=short_moment(ride.starts_at, facts.person.zone),
            person=kit.person(ride.other(facts.person.user_id)),
            customer=kit.escape(ride.customer),
        )
        for ride in facts.rides[:MOST]
    ]
    more = len(facts.rides) - MOST
    lines += [library.say("home.rides.more", count=more)] if more > 0 else []
    text = "\n".join(lines) or library.say("home.rides.none")
    return [kit.header(library.say("home.rides.title")), kit.section(text)]


def team(library: Library, facts: HomeFacts) -> list[Block]:
    """Whom the person leads and who leads them, with what each said to it."""
    if not facts.team and not facts.person.is_leader:
        return []
    text = "\n".join(_member(library, member) for member in facts.team) or library.say("home.team.none")
    return [kit.header(library.say("home.team.title")), kit.section(text)]


def _member(library: Library, member: Teammate) -> str:
    key = "home.team.lead_by" if member.leads else "home.team.line"
    status = library.say(f"home.team.status.{member.membership}")
    return library.say(key, person=kit.person(member.user_id), status=status)
