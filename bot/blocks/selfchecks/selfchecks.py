"""The self-check: fifteen statements, and the result as bars and words."""

from collections.abc import Sequence
from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Action, Modal
from bot.blocks.notices import read_only
from bot.blocks.pictures import picture
from bot.blocks.scores import aligned, bar, direction, score_texts
from bot.blocks.selfchecks.feedback import two_views
from bot.blocks.selfchecks.pages import Statements
from bot.blocks.when import day, first_and_last
from bot.domain.pictures import PlanePicture
from bot.domain.selfchecks.feedback import FeedbackResult
from bot.domain.selfchecks.selfchecks import Scores, SelfCheckFacts, SelfCheckForm
from content.models import SCALES, Library

HALF = 50
FEWEST_TO_DRAW, MOST_DRAWN = 2, 12  # points on the path
MOST_NAMED = 5  # people; above that, only a number


def statements(library: Library, form: SelfCheckForm, last_id: str) -> Statements:
    """The fifteen statements in the order of the content, with no heading that gives a scale away. `last_id` is the
    previous self-check, "" if there was none.
    """
    see_last = block_kit.button(library.say("selfcheck.see_last"), Action.SELFCHECK_RESULT, last_id)
    return Statements(
        Modal.SELFCHECK,
        library.say("selfcheck.title"),
        library.say("selfcheck.about", **first_and_last(form.week), team=_team(library, form.team)),
        library.say("selfcheck.counts"),
        library.say("selfcheck.submit"),
        texts={item.id: item.text for item in library.items.values()},
        choices=library.shares,
        given={},
        see_last=see_last if last_id else None,
    )


def _team(library: Library, team: Sequence[str]) -> str:
    """Whom the statements are about: by name, as long as the names fit on a line."""
    if not team:
        return library.say("selfcheck.team.nobody")
    if len(team) > MOST_NAMED:
        return library.say("selfcheck.team.many", count=len(team))
    return library.text([block_kit.person(member) for member in team])


def result(library: Library, facts: SelfCheckFacts, views: FeedbackResult | None = None) -> View:
    """What a self-check says and what it does not, for its author only; a leader has their feedback below it."""
    blocks = _former(library, facts) if facts.check.week is None else _current(library, facts, facts.check.week)
    blocks += [
        *(two_views(library, views) if views else []),
        block_kit.divider(),
        block_kit.context(library.say("selfcheck.result.limits")),
        block_kit.context(library.say("selfcheck.result.again")),
        block_kit.actions(block_kit.button(library.say("selfcheck.result.again_button"), Action.SELFCHECK_OPEN)),
    ]
    return read_only(library, "selfcheck.result.title", blocks)


def _current(library: Library, facts: SelfCheckFacts, week: date) -> list[Block]:
    point = _point(facts.scores)
    return [
        block_kit.header(library.say("selfcheck.result.heading", **first_and_last(week))),
        bars(library, facts.scores),
        block_kit.context(library.say("selfcheck.result.scales")),
        *([block_kit.section(library.say(f"selfcheck.point.{point}"))] if point else []),
        *_plane(library, facts),
        block_kit.section(trend(library, facts)),
        *_suggestion(library, facts),
    ]


def _plane(library: Library, facts: SelfCheckFacts) -> list[Block]:
    """The path through the plane of lead and manage, once two self-checks have both."""
    points = [(on, of.manage, of.lead) for on, of in facts.course if of.lead is not None and of.manage is not None]
    if len(points) < FEWEST_TO_DRAW:
        return []
    points = points[-MOST_DRAWN:]
    (first, manage, lead), (last, manage_now, lead_now) = points[0], points[-1]
    words = library.say(
        "selfcheck.result.plane",
        first=day(first, last), lead=lead, manage=manage,
        last=day(last), lead_now=lead_now, manage_now=manage_now,
    )  # fmt: skip
    drawn = PlanePicture(
        lead=library.say("selfcheck.scale.lead"),
        manage=library.say("selfcheck.scale.manage"),
        points=tuple((lead, manage) for _, manage, lead in points),
        dates=tuple(library.text(day(on, last)) for on, _, _ in points),
    )
    return [picture(drawn, words)]


def _former(library: Library, facts: SelfCheckFacts) -> list[Block]:
    return [
        block_kit.header(library.say("selfcheck.result.former_heading", date=day(facts.check.on))),
        bars(library, facts.scores),
        block_kit.context(library.say("selfcheck.result.former")),
    ]


def bars(library: Library, scored: Scores) -> Block:
    """Three bars with their numbers, in monospaced text."""
    names = {scale: library.say(f"selfcheck.scale.{scale}") for scale in SCALES}
    width = max(map(len, names.values()))
    numbers = score_texts(library, scored)
    lines = [f"{names[scale]:<{width}} {bar(getattr(scored, scale))} {numbers[scale]:>3}" for scale in SCALES]
    return aligned(lines)


def trend(library: Library, facts: SelfCheckFacts) -> str:
    """What changed since the previous one, in one line."""
    if facts.former is not None:
        return library.say("selfcheck.trend.restarted", date=day(facts.former, facts.check.on))
    if facts.before is None or facts.change is None:
        return library.say("selfcheck.trend.first")
    moved = {scale: _moved(library, getattr(facts.change, scale)) for scale in SCALES}
    return library.say("selfcheck.trend.since", date=day(facts.before, facts.check.on), **moved)


def _moved(library: Library, points: int | None) -> str:
    if points is None:
        return library.say("selfcheck.trend.not_up")
    return library.say(f"selfcheck.trend.{direction(points)}", points=abs(points))


def _suggestion(library: Library, facts: SelfCheckFacts) -> list[Block]:
    if facts.weakest is None:
        return [block_kit.section(library.say("selfcheck.result.nothing_left"))]
    weakest = library.item(facts.weakest)
    suggestion, statement = block_kit.escape(weakest.suggestion), block_kit.escape(weakest.text)
    return [
        block_kit.section(library.say("selfcheck.result.suggestion", suggestion=suggestion)),
        block_kit.context(library.say("selfcheck.result.because", statement=statement)),
    ]


def _point(scored: Scores) -> str | None:
    """Where the point is in the plane of lead and manage; the middle counts as the upper half. None without both."""
    if scored.manage is None or scored.lead is None:
        return None
    if scored.manage >= HALF:
        return "both" if scored.lead >= HALF else "manage"
    return "lead" if scored.lead >= HALF else "neither"
