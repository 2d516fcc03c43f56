"""Weeks of a leader's life, put in the database as they would have accumulated."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.checkins.commitments import Commitment, checkin_source
from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.prompts.answers import Practice, PromptReply
from bot.domain.time.localtime import DAY, WEEK, week_of
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.transaction import Transaction
from tests.services.ridealongs.planned_calls import DRAFT, start


class Together:
    """Collects what stores save, and writes all rows of a statement at once: a quarter of the cost of single rows."""

    def __init__(self, transaction: Transaction) -> None:
        self._connection = transaction.people._connection
        self.dialect = self._connection.dialect
        self._rows: defaultdict[Any, list[Any]] = defaultdict(list)

    async def execute(self, statement: Any, values: Any) -> None:
        self._rows[statement].append(values)

    async def write(self) -> None:
        for statement, rows in self._rows.items():
            await self._connection.execute(statement, rows)


async def live(services: Services, context: Context, maria: Who, tom: Who, weeks: int) -> None:
    """So many weeks of a leader with a team of ten: a prompt done with a note each working day, a check-in with a plan
    each week, and two ride-alongs a week, half of them still to come.
    """
    await start(services, context, maria, leader=True)
    await start(services, context, tom)
    facts = await services.ridealongs.plan(maria, "R", replace(DRAFT, other_id=tom.user_id))
    now, today = context.clock(), context.clock().date()
    prompts = cycle(context.library.prompts)
    async with context.database.transaction(maria.workspace_id) as opened:
        together = Together(opened)
        transaction = Transaction(cast("AsyncConnection", together), maria.workspace_id, context.database.cipher)
        for other_id in (tom.user_id, *(f"U{number + 3}" for number in range(9))):
            await transaction.teams.save(TeamMember(maria.user_id, other_id, Membership.ACCEPTED))
        for back in range(weeks):
            week = week_of(today - WEEK * (back + 1))
            await transaction.checkins.save(CheckIn(maria.user_id, week, CheckInAnswer.LED, now))
            step = Commitment(f"C{back}", maria.user_id, checkin_source(week), "a call", "wait", made_on=week)
            await transaction.commitments.save(step)
            for day in range(5):
                practice = Practice(
                    maria.user_id, f"D{back}-{day}", next(prompts), week + DAY * day, PromptReply.REFLECTED, at=now
                )
                await transaction.answers.save(replace(practice, text="a note to myself"))
            for sign in (-1, 1):
                at = now + timedelta(days=sign * (back + 1))
                await transaction.ridealongs.save(replace(facts.ride, id=f"R{back}{sign}", starts_at=at, wall=None))
        await together.write()
