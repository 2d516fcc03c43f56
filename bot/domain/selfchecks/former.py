"""Self-checks on statements that nobody is asked any more: shown with their meaning, not compared with new ones."""

from collections.abc import Iterable, Mapping

from bot.domain.selfchecks.selfchecks import Scores, SelfCheck, SelfCheckFacts, hundredths
from content.models import SCALES, FormerItem

FORMER_MOST = 4  # "every time"


def former_scores(answers: Mapping[str, int], items: Iterable[FormerItem]) -> Scores:
    """The scores of a self-check on former items: the mean of a scale's frequencies, after reversing the reversed
    items. Raises KeyError if an answer is missing.
    """
    turned = [(item.scale, FORMER_MOST - answers[item.id] if item.reverse else answers[item.id]) for item in items]
    by_scale = {scale: [value for of, value in turned if of == scale] for scale in SCALES}
    means = {
        scale: hundredths(sum(values), FORMER_MOST * len(values)) if values else None
        for scale, values in by_scale.items()
    }
    return Scores(**means)


def former_result(check: SelfCheck, items: Iterable[FormerItem]) -> SelfCheckFacts:
    """The result of a self-check on former items: only its scores. Raises KeyError if it does not answer them all."""
    return SelfCheckFacts(check, former_scores(check.answers, items), None, None, None)
