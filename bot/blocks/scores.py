"""How scores are written and drawn."""

from collections.abc import Iterable

from bot.blocks.block_kit import Block, section
from bot.domain.selfchecks.selfchecks import Scores
from content.models import SCALES, Library

BAR = 10  # characters: a name, a bar and a number stay on one line of a phone


def score_texts(library: Library, scores: Scores) -> dict[str, str]:
    """The three scores by scale; a dash if nothing on a scale came up."""
    by_scale = {scale: getattr(scores, scale) for scale in SCALES}
    return {scale: library.say("selfcheck.none") if score is None else str(score) for scale, score in by_scale.items()}


def direction(points: int) -> str:
    """The part of a key that says which way a score moved."""
    return "up" if points > 0 else "down" if points < 0 else "same"


def bar(score: int | None) -> str:
    """A score as a bar; empty if nothing on its scale came up."""
    full = ((score or 0) * BAR + 50) // 100
    return "█" * full + "░" * (BAR - full)


def aligned(lines: Iterable[str]) -> Block:
    """Lines in letters of one width."""
    return section("```" + "\n".join(lines) + "```")


def score_moves(library: Library, before: Scores, after: Scores) -> dict[str, str]:
    """The change of each score, from old to new, by scale."""
    first, last = score_texts(library, before), score_texts(library, after)
    return {scale: library.say("letters.move", before=first[scale], after=last[scale]) for scale in SCALES}
