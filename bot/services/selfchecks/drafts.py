"""What somebody has tapped in a form of statements but not handed in yet: it is there when they come back."""

from dataclasses import dataclass

from bot.domain.people.people import Who
from bot.services.context import Context


@dataclass(frozen=True, slots=True)
class Tapped:
    """The answers of an unfinished form before a tap and after it: keys of choices by id of the statement."""

    before: dict[str, str]
    after: dict[str, str]


class Drafts:
    """Unfinished forms; only their author can ever see them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def tap(self, who: Who, form: str, item_id: str, choice: str) -> Tapped:
        """Save one answer. `form` tells one person's forms apart, such as "selfcheck 2026-10-12"."""
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await transaction.drafts.of(who.user_id, form)
            await transaction.drafts.put(who.user_id, form, item_id, choice, self._context.clock())
        return Tapped(before, before | {item_id: choice})

    async def answers(self, who: Who, form: str) -> dict[str, str]:
        """What was tapped so far: keys of choices by id of the statement."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await transaction.drafts.of(who.user_id, form)

    async def forget(self, who: Who, form: str) -> None:
        """Delete the draft of a form that was handed in."""
        async with self._context.database.transaction(who.workspace_id, aside=True) as transaction:
            await transaction.drafts.forget(who.user_id, form)
