"""Stores feedback: rounds, and single answers, which only their authors may see."""

from typing import Any

from sqlalchemy import Row, select

from bot.domain.selfchecks.comparison import Tally
from bot.domain.selfchecks.feedback import FeedbackAnswer, FeedbackRound
from bot.storage.base.rows import upsert, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import feedback_answers, feedback_rounds


class FeedbackStore(Store):
    """The rounds of one workspace."""

    table = feedback_rounds

    async def get(self, round_id: str) -> FeedbackRound | None:
        """The round, or None."""
        row = await self._first(self._select(feedback_rounds.c.id == round_id))
        return row and _round(row)

    async def last(self, leader_id: str) -> FeedbackRound | None:
        """The newest round that a leader asked for, or None."""
        statement = self._select(feedback_rounds.c.leader_id == leader_id).order_by(feedback_rounds.c.opened_at.desc())
        row = await self._first(statement)
        return row and _round(row)

    async def save(self, asked: FeedbackRound) -> None:
        """Write a round."""
        tallies = {item_id: [tally.yes, tally.no] for item_id, tally in asked.tallies.items()}
        await self._save(asked, "tallies", sums=tallies)

    async def answers(self, round_id: str) -> list[FeedbackAnswer]:
        """Every single answer of a round; only for counting them, and for showing one to its author."""
        of_round = self._here(feedback_answers, feedback_answers.c.round_id == round_id)
        return [
            FeedbackAnswer(**fields_of(row, "workspace_id"))
            for row in await self._all(select(feedback_answers).where(of_round))
        ]

    async def save_answer(self, answer: FeedbackAnswer) -> None:
        """Write one answer, replacing its author's former one."""
        await upsert(self._connection, feedback_answers, values_of(answer) | {"workspace_id": self.workspace_id})


def _round(row: Row[Any]) -> FeedbackRound:
    """The round of a row; older ones had sums of frequencies, which say nothing about what is asked today."""
    counts = {} if row.week is None else row.sums
    tallies = {item_id: Tally(yes, no) for item_id, (yes, no) in counts.items()}
    return FeedbackRound(**fields_of(row, "workspace_id", "sums"), tallies=tallies)
