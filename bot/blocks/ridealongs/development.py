"""The development map of a leader, and a salesperson's own page."""

from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.checkins import commitments
from bot.blocks.ids import Action
from bot.blocks.people import disclosures
from bot.blocks.pictures import picture, week_ticks
from bot.blocks.ridealongs.records import dated, one_to_one_button, skills
from bot.blocks.sizes import size
from bot.domain.pictures import WEEKS, StripPicture
from bot.domain.ridealongs.development import (
    MOST_PAGES,
    MOST_STEPS,
    DevelopmentFacts,
    DevelopmentPage,
    weeks_with,
)
from bot.domain.time.localtime import WEEK, week_of
from content.models import Library

MOST_LEADERS = 3


def development(library: Library, facts: DevelopmentFacts) -> Message:
    """The team, the person left out longest first; then the viewer's own page, if somebody leads them."""
    blocks = [*_map(library, facts), *_own(library, facts)]
    if not blocks:
        own = "own." if facts.sells else ""
        blocks = [
            block_kit.header(library.say(f"development.{own}title")),
            block_kit.section(library.say(f"development.{own}none")),
        ]
    if facts.leads:
        blocks.append(block_kit.actions(block_kit.button(library.say("development.name"), Action.NAME_TEAM)))
    return Message(library.say("development.text", count=len(facts.pages) + len(facts.own)), tuple(blocks))


def _map(library: Library, facts: DevelopmentFacts) -> list[Block]:
    if not facts.pages:
        return []
    blocks = [block_kit.header(library.say("development.title")), *_strip(library, facts)]
    blocks.append(block_kit.context(library.say("development.order")))
    for page in facts.pages[:MOST_PAGES]:
        blocks.append(block_kit.section("\n".join(_lines(library, page, facts.today))))
        blocks.append(block_kit.actions(*_ways(library, page)))
        blocks += commitments.plans(library, page.steps[:MOST_STEPS])
    if len(facts.pages) > MOST_PAGES:
        blocks.append(block_kit.context(library.say("development.more", count=len(facts.pages) - MOST_PAGES)))
    return [*blocks, block_kit.context(library.say("development.sees"))]


def _strip(library: Library, facts: DevelopmentFacts) -> list[Block]:
    """The half year as a picture, a row for each person shown below; empty if nothing was done in it."""
    this_week = week_of(facts.today)
    rows = [(page.name or page.other_id, weeks_with(page, this_week)) for page in facts.pages[:MOST_PAGES]]
    if not any(sum(days) for _, days in rows):
        return []
    mondays = [this_week - WEEK * back for back in reversed(range(WEEKS))]
    drawn = StripPicture(
        rows=tuple(block_kit.short(name, 24) for name, _ in rows),
        days=tuple(days for _, days in rows),
        ticks=week_ticks(library, mondays),
    )
    people = [
        library.say("development.strip.person", name=name, count=sum(number > 0 for number in days))
        for name, days in rows
    ]
    return [picture(drawn, library.say("development.strip.alt", weeks=WEEKS, people=tuple(people)))]


def _ways(library: Library, page: DevelopmentPage) -> list[Block]:
    """Buttons for the one-to-one with one salesperson, and for ride-alongs: plan one, log one, see all. For somebody
    who left Slack, only the past.
    """
    history = block_kit.button(library.say("development.history"), Action.RIDEALONG_HISTORY, page.other_id)
    if page.has_left:
        return [history]
    ways = {Action.RIDEALONG_PLAN: "plan", Action.RIDEALONG_LOG: "log"}
    rides = [block_kit.button(library.say(f"development.{way}"), action, page.other_id) for action, way in ways.items()]
    return [one_to_one_button(library, page.other_id), *rides, history]


def _own(library: Library, facts: DevelopmentFacts) -> list[Block]:
    if not facts.own:
        return []
    blocks = [block_kit.header(library.say("development.own.title"))]
    for page in facts.own[:MOST_LEADERS]:
        history = block_kit.button(library.say("development.history"), Action.RIDEALONG_HISTORY, page.other_id)
        leave = block_kit.button(library.say("development.leave"), Action.TEAM_DECLINE, page.other_id)
        blocks.append(block_kit.section("\n".join(_own_lines(library, page))))
        blocks.append(block_kit.actions(one_to_one_button(library, page.other_id), history, leave))
    if facts.own_steps:
        blocks.append(block_kit.section(library.say("development.own.steps")))
        for step in facts.own_steps:
            seen_line = disclosures.line(library, facts.own_seen, step.id)
            blocks += [commitments.plan(library, step), *([block_kit.context(seen_line)] if seen_line else [])]
    return [*blocks, block_kit.context(library.say("development.own.sees"))]


def _lines(library: Library, page: DevelopmentPage, today: date) -> list[str]:
    """A salesperson as their leader sees them."""
    weeks = max(0, (today - (page.last_seen_to or today)).days // 7)
    when = "left" if page.has_left else "never" if page.last_seen_to is None else ("this", "one", "many")[min(weeks, 2)]
    lines = (
        library.say(f"development.last.{when}", person=block_kit.person(page.other_id), weeks=weeks),
        dated(library, "ride", page.last_ride),
        dated(library, "next_ride", page.next_ride),
        dated(library, "moment", page.last_moment),
        dated(library, "named", page.last_named),
        skills(library, page.skills),
        library.say("development.steps") if page.steps else "",
    )
    return [line for line in lines if line]


def _own_lines(library: Library, page: DevelopmentPage) -> list[str]:
    """A leader as their salesperson sees them."""
    rides, person = f"development.own.rides.{size(page.rides)}", block_kit.person(page.other_id)
    lines = (
        library.say(rides, person=person, count=page.rides),
        dated(library, "ride", page.last_ride),
        dated(library, "next_ride", page.next_ride),
        skills(library, page.skills),
    )
    return [line for line in lines if line]
