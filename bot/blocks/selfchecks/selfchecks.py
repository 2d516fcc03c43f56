"""The self-check: fifteen statements in one form, and the result as bars and words."""

from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Action, Modal
from bot.blocks.selfchecks.feedback import two_views
from bot.blocks.when import day
from bot.domain.selfchecks.feedback import FeedbackResult
from bot.domain.selfchecks.selfchecks import Scores, SelfCheckFacts
from content.models import SCALES, Library

BAR = 10  # characters: a name, a bar and a number stay on one line of a phone
HALF = 50


def form(library: Library, metadata: str, last: SelfCheckFacts | None) -> View:
    """The fifteen statements in the order of the content, with no heading that gives a scale away."""
    frequencies = {frequency.key: frequency.label for frequency in library.frequencies}
    private = library.say("common.sees.only_you")
    blocks = [block_kit.section(library.say("selfcheck.intro"))]
    if last is not None:
        see = block_kit.button(library.say("selfcheck.see_last"), Action.SELFCHECK_RESULT, last.check.id)
        blocks.append(block_kit.section(last_line(library, last), see))
    blocks += [
        block_kit.field(item.id, item.text, block_kit.radio("frequency", frequencies), hint=private)
        for item in library.items.values()
    ]
    return block_kit.modal(
        Modal.SELFCHECK,
        library.say("selfcheck.title"),
        blocks,
        submit=library.say("selfcheck.submit"),
        close=library.say("common.close"),
        metadata=metadata,
    )


def last_line(library: Library, facts: SelfCheckFacts) -> str:
    """The last self-check in one line, with its date."""
    return library.say("selfcheck.last", date=day(facts.check.on), **_numbers(facts.scores))


def result(library: Library, facts: SelfCheckFacts, views: FeedbackResult | None = None) -> View:
    """What a self-check says and what it does not, for its author alone; a leader has the other view below it."""
    blocks = [
        block_kit.header(library.say("selfcheck.result.heading", date=day(facts.check.on))),
        bars(library, facts.scores),
        block_kit.context(library.say("selfcheck.result.scales")),
        block_kit.section(library.say(f"selfcheck.point.{_point(facts.scores)}")),
        block_kit.section(trend(library, facts)),
        *_suggestion(library, facts),
        *(two_views(library, views) if views else []),
        block_kit.divider(),
        block_kit.context(library.say("selfcheck.result.limits")),
        block_kit.context(library.say("selfcheck.result.again")),
    ]
    return block_kit.modal("notice", library.say("selfcheck.result.title"), blocks, close=library.say("common.close"))


def bars(library: Library, scored: Scores) -> Block:
    """Three bars with their numbers, in letters of one width."""
    names = {scale: library.say(f"selfcheck.scale.{scale}") for scale in SCALES}
    width = max(map(len, names.values()))
    numbers = _numbers(scored)
    lines = [f"{names[scale]:<{width}} {_bar(numbers[scale])} {numbers[scale]:>3}" for scale in SCALES]
    return block_kit.section("```" + "\n".join(lines) + "```")


def trend(library: Library, facts: SelfCheckFacts) -> str:
    """What moved since the one before, in one line."""
    if facts.before is None or facts.change is None:
        return library.say("selfcheck.trend.first")
    moved = {scale: _moved(library, getattr(facts.change, scale)) for scale in SCALES}
    return library.say("selfcheck.trend.since", date=_with_year(facts.before, facts.check.on), **moved)


def _moved(library: Library, points: int) -> str:
    direction = "up" if points > 0 else "down" if points < 0 else "same"
    return library.say(f"selfcheck.trend.{direction}", points=abs(points))


def _suggestion(library: Library, facts: SelfCheckFacts) -> list[Block]:
    if facts.weakest is None:
        return [block_kit.section(library.say("selfcheck.result.nothing_left"))]
    suggestion, statement = block_kit.escape(facts.weakest.suggestion), block_kit.escape(facts.weakest.text)
    return [
        block_kit.section(library.say("selfcheck.result.suggestion", suggestion=suggestion)),
        block_kit.context(library.say("selfcheck.result.because", statement=statement)),
    ]


def _point(scored: Scores) -> str:
    """Where the point stands in the plane of lead and manage; half-way counts as the upper half."""
    if scored.manage >= HALF:
        return "both" if scored.lead >= HALF else "manage"
    return "lead" if scored.lead >= HALF else "neither"


def _numbers(scored: Scores) -> dict[str, int]:
    return {scale: getattr(scored, scale) for scale in SCALES}


def _bar(score: int) -> str:
    full = (score * BAR + 50) // 100
    return "█" * full + "░" * (BAR - full)


def _with_year(on: date, seen_on: date) -> str:
    return day(on) if on.year == seen_on.year else f"{day(on)} {on.year}"
