"""How the scores of a self-check are written."""

from bot.domain.selfchecks.selfchecks import Scores
from content.models import SCALES, Library


def score_text(library: Library, score: int | None) -> str:
    """A score, or a dash if nothing on its scale came up."""
    return library.say("selfcheck.none") if score is None else str(score)


def score_texts(library: Library, scores: Scores) -> dict[str, str]:
    """The three scores by scale."""
    return {scale: score_text(library, getattr(scores, scale)) for scale in SCALES}


def score_moves(library: Library, before: Scores, after: Scores) -> dict[str, str]:
    """The change of each score, from old to new, by scale."""
    first, last = score_texts(library, before), score_texts(library, after)
    return {scale: library.say("letters.move", before=first[scale], after=last[scale]) for scale in SCALES}
