"""The self-check: asked, kept once, and read again by the person who answered it."""

from collections.abc import Mapping

from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.domain.selfchecks.selfchecks import SelfCheck, SelfCheckFacts, is_complete, result_of
from bot.errors import Problem, Problems
from bot.services.context import Context, new_id
from bot.services.people.people import People
from bot.storage.transaction import Transaction
from content.models import Library


class SelfChecks:
    """A person's self-checks; nobody else ever gets at them."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def start(self, who: Who) -> tuple[str, SelfCheckFacts | None]:
        """The id that a new self-check is kept under, and the last one. Raises Problem where this person may not."""
        person = await self._people.permitted(who, Permission.SELF_CHECK)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            return new_id(), await latest(transaction, self._context.library, person.user_id)

    async def save(self, who: Who, selfcheck_id: str, answers: Mapping[str, str | None]) -> SelfCheckFacts:
        """Keep a self-check under the id that came with its form; sent again, it replaces itself and keeps its date.

        `answers` maps item ids to keys of frequencies. Raises Problems with one at every item without an answer, and
        Problem where the form asked other items than there are now, or is somebody else's.
        """
        person = await self._people.permitted(who, Permission.SELF_CHECK)
        counted_answers = counted(self._context.library, answers)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            kept = await transaction.selfchecks.get(selfcheck_id)
            if kept is not None and kept.user_id != who.user_id:
                raise Problem("errors.stale_form")
            on, at = (kept.on, kept.at) if kept else (self._context.today(person), self._context.clock())
            check = SelfCheck(selfcheck_id, who.user_id, on, at, counted_answers)
            await transaction.selfchecks.save(check)
            return result_of(check, await transaction.selfchecks.of(who.user_id), self._context.library.items.values())

    async def result(self, who: Who, selfcheck_id: str) -> SelfCheckFacts:
        """What one self-check said, for its author alone. Raises Problem for anybody else and where there is none."""
        await self._people.permitted(who, Permission.SELF_CHECK)
        items = self._context.library.items.values()
        async with self._context.database.transaction(who.workspace_id) as transaction:
            check = await transaction.selfchecks.get(selfcheck_id)
            if check is None or check.user_id != who.user_id or not is_complete(check, items):
                raise Problem("errors.stale")
            return result_of(check, await transaction.selfchecks.of(who.user_id), items)

    async def last(self, who: Who) -> SelfCheckFacts:
        """What this person's last self-check said. Raises Problem before the first."""
        self_check_facts = await self.latest(who)
        if self_check_facts is None:
            raise Problem("errors.stale")
        return self_check_facts

    async def latest(self, who: Who) -> SelfCheckFacts | None:
        """What this person's last self-check said, or None before the first."""
        async with self._context.database.transaction(who.workspace_id) as transaction:
            return await latest(transaction, self._context.library, who.user_id)


async def latest(transaction: Transaction, library: Library, user_id: str) -> SelfCheckFacts | None:
    """What the last self-check said that answers every item of today, or None; inside somebody else's transaction."""
    checks = await transaction.selfchecks.of(user_id)
    newest = next((check for check in checks if is_complete(check, library.items.values())), None)
    return result_of(newest, checks, library.items.values()) if newest else None


def counted(library: Library, answers: Mapping[str, str | None]) -> dict[str, int]:
    """Frequencies as numbers, 0 (never) to 4 (every time): the place of a frequency is its score.

    Raises Problem where the form asked other items than there are now, and Problems with one at every item left out.
    """
    if any(item_id not in answers for item_id in library.items):
        raise Problem("errors.stale_form")
    places = {frequency.key: place for place, frequency in enumerate(library.frequencies)}
    missing = [item_id for item_id in library.items if answers[item_id] not in places]
    if missing:
        raise Problems(*(Problem("errors.needed", field=item_id) for item_id in missing))
    return {item_id: places[answers[item_id] or ""] for item_id in library.items}
