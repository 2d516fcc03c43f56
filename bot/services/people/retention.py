"""How long people's texts are kept: everybody may ask, admins decide."""

from dataclasses import replace

from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission, refusal
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.people import People

MOST = 120


class Retention:
    """The one number of a workspace."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def set_typed(self, who: Who, text: str) -> int:
        """The months that texts are kept, after changing them to what was typed; 0 is until somebody deletes them.

        Raises Problem for what is no number of months, and for somebody who may not decide.
        """
        word = text.strip().partition(" ")[0].lower()
        if word and not (word.isascii() and word.isdigit() and int(word) <= MOST):
            raise Problem("privacy.retention.unreadable", given=text.strip()[:50], most=MOST)
        person = await self._people.refresh(who) if word else await self._people.meet(who)
        if word and (problem := refusal(person, Permission.CHANGE_WORKSPACE)):
            raise problem
        async with self._context.database.transaction(who.workspace_id) as transaction:
            workspace = await transaction.workspaces.get()
            if word:
                workspace = replace(workspace, text_months=int(word))
                await transaction.workspaces.save(workspace)
            return workspace.text_months
