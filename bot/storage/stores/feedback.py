"""Remembers the other view of self-checks: rounds and single answers, which nobody but their author gets to see."""

from sqlalchemy import select

from bot.domain.selfchecks.feedback import Round, TwinAnswer
from bot.storage.base.rows import upsert, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import twin_answers, twin_rounds


class Twins(Store):
    """The rounds of one workspace."""

    table = twin_rounds

    async def get(self, round_id: str) -> Round | None:
        """The round, or None."""
        row = await self._first(self._select(twin_rounds.c.id == round_id))
        return row and Round(**fields_of(row, "workspace_id"))

    async def last(self, leader_id: str) -> Round | None:
        """The newest round that a leader asked for, or None."""
        statement = self._select(twin_rounds.c.leader_id == leader_id).order_by(twin_rounds.c.opened_at.desc())
        row = await self._first(statement)
        return row and Round(**fields_of(row, "workspace_id"))

    async def save(self, asked: Round) -> None:
        """Write a round."""
        await self._save(asked, sums=dict(asked.sums))

    async def answers(self, round_id: str) -> list[TwinAnswer]:
        """Every single answer of a round: for counting them, and for showing one to its author."""
        mine = (twin_answers.c.workspace_id == self.workspace_id) & (twin_answers.c.round_id == round_id)
        return [
            TwinAnswer(**fields_of(row, "workspace_id")) for row in await self._all(select(twin_answers).where(mine))
        ]

    async def save_answer(self, answer: TwinAnswer) -> None:
        """Write one answer; the former one of its author is replaced."""
        counted = None if answer.counted is None else dict(answer.counted)
        values = values_of(answer) | {"answers": dict(answer.answers), "counted": counted}
        await upsert(self._connection, twin_answers, values | {"workspace_id": self.workspace_id})

    async def forget_answers(self, round_id: str) -> None:
        """Remove the single answers of a round that is over; its sums stay."""
        mine = (twin_answers.c.workspace_id == self.workspace_id) & (twin_answers.c.round_id == round_id)
        await self._connection.execute(twin_answers.delete().where(mine))
