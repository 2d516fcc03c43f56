"""What an admin may see, as numbers for other tools: only what Slack also shows, and never about fewer than five."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.aggregates import Aggregate, exact_counts
from bot.domain.csv_text import csv_of
from bot.domain.prompts.what_works import PromptTally

Row = tuple[str, str, int, str, int]
HEAD = ("kind", "which", "people", "answer", "count")


@dataclass(frozen=True, slots=True)
class AdminNumbers:
    """Weeks and quarters of check-ins, and how people answered prompts (by title), as first shown.

    `deliveries` counts messages of the last seven days that did not arrive, by status.
    """

    weeks: Sequence[Aggregate]
    quarters: Sequence[Aggregate]
    prompts: Mapping[str, PromptTally]
    deliveries: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON; the OpenAPI page describes it."""
        return {
            "weeks": [_plain(week) for week in self.weeks],
            "quarters": [_plain(quarter) for quarter in self.quarters],
            "prompts": [
                {"which": title, "people": tally.people, "answers": dict(tally.told)}
                for title, tally in self.prompts.items()
            ],
            "deliveries": dict(self.deliveries),
        }

    def as_csv(self) -> str:
        """The same as CSV: one line for each answer that was counted; one line without an answer if they are too alike
        to be told.
        """
        return csv_of([HEAD, *self._rows()])

    def _rows(self) -> Iterator[Row]:
        for kind, aggregates in (("week", self.weeks), ("quarter", self.quarters)):
            for aggregate in aggregates:
                for answer, count in sorted(exact_counts(aggregate).items()) or [("", 0)]:
                    yield kind, aggregate.scope, aggregate.size, answer, count
        for title, tally in self.prompts.items():
            for answer, count in tally.told.items() or [("", 0)]:
                yield "prompt", title, tally.people, answer, count
        for status, count in sorted(self.deliveries.items()):
            yield "deliveries of seven days", "", 0, status, count


def _plain(aggregate: Aggregate) -> dict[str, Any]:
    return {"which": aggregate.scope, "people": aggregate.size, "answers": dict(exact_counts(aggregate))}
