"""Who was shown what an author shared, once a day: for the author to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Disclosure:
    """`viewer_id` was shown on the day `on` of their own clock what `author_id` shared.

    `subject` is the id of a ride-along, for what its author wrote about it, or of a commitment.
    """

    author_id: str
    subject: str
    viewer_id: str
    on: date


def days_of(disclosures: Iterable[Disclosure], subject: str) -> dict[str, list[date]]:
    """The days on which each viewer was shown `subject`, the earliest first; the viewers by their first day and id."""
    by_viewer: dict[str, list[date]] = {}
    for disclosure in sorted(disclosures, key=lambda sight: (sight.on, sight.viewer_id)):
        if disclosure.subject == subject:
            by_viewer.setdefault(disclosure.viewer_id, []).append(disclosure.on)
    return by_viewer
