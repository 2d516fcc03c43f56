"""How long people's texts are kept: everybody may ask, only admins decide."""

from dataclasses import replace

from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission, refusal
from bot.errors import Problem
from bot.parsing.times_and_days import read_months
from bot.services.context import Context
from bot.services.people.people import People

MOST = 120


class Retention:
    """The number of months that a workspace keeps texts."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    @property
    def leavers_days(self) -> int:
        """For how many days data about people who left Slack is kept; 0 for ever. The operator decides."""
        return self._context.leavers_days

    async def set_typed(self, who: Who, text: str) -> int:
        """Set what was typed, if anything; returns the months that texts are kept, 0 meaning until somebody deletes
        them. Raises Problem for anything but a number of months, and for somebody who may not decide.
        """
        person = await self._people.meet(who)
        typed = text.strip()
        if typed:
            months = read_months(typed, person.locale)
            if months is None or months > MOST:
                raise Problem("privacy.retention.unreadable", given=typed[:50], most=MOST)
            return await self.set(who, months)
        async with self._context.database.reading(person.workspace_id) as transaction:
            return (await transaction.workspaces.get()).text_months

    async def to_confirm(self, who: Who, text: str) -> int:
        """The months that were typed, if texts that are kept today would be erased; else 0. Raises Problem for somebody
        who may not decide.
        """
        person = await self._people.meet(who)
        months = read_months(text.strip(), person.locale)
        if not months or months > MOST:
            return 0  # for ever, or nothing that can be read
        if problem := refusal(await self._people.refresh(who), Permission.CHANGE_WORKSPACE):
            raise problem
        async with self._context.database.reading(person.workspace_id) as transaction:
            workspace = await transaction.workspaces.get()
        return months if workspace.keeps_longer_than(months) else 0

    async def set(self, who: Who, months: int) -> int:
        """Keep texts for `months` from now on; returns that number. Raises Problem for somebody who may not decide."""
        if problem := refusal(await self._people.refresh(who), Permission.CHANGE_WORKSPACE):
            raise problem
        async with self._context.database.transaction(who.workspace_id) as transaction:
            workspace = replace(await transaction.workspaces.get(), text_months=months)
            await transaction.workspaces.save(workspace)
            return workspace.text_months
