"""The self-check: asked, saved once, and read again by the person who answered it."""

from collections.abc import Mapping, Sequence

from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Membership, Who
from bot.domain.people.permissions import Permission
from bot.domain.selfchecks.former import former_result
from bot.domain.selfchecks.selfchecks import (
    NOT_UP,
    SelfCheck,
    SelfCheckFacts,
    SelfCheckForm,
    is_complete,
    result_of,
    week_asked,
)
from bot.errors import Problem, Problems
from bot.services.context import Context, new_id
from bot.services.people import allowances
from bot.services.people.people import People
from bot.storage.transaction import Transaction
from content.models import Choice, Library


class SelfChecks:
    """A person's self-checks; nobody else can ever see them."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def start(self, who: Who) -> SelfCheckForm:
        """The form of a new self-check. Raises Problem if this person may not."""
        person = await self._people.permitted(who, Permission.SELF_CHECK)
        async with self._context.database.reading(who.workspace_id) as transaction:
            members = await transaction.teams.of_leader(who.user_id)
            team = tuple(
                sorted(member.salesperson_id for member in members if member.membership is Membership.ACCEPTED)
            )
            last = await latest(transaction, self._context.library, person.user_id)
        return SelfCheckForm(new_id(), week_asked(self._context.today(person)), team, last)

    async def save(self, who: Who, form: SelfCheckForm, answers: Mapping[str, str | None]) -> SelfCheckFacts:
        """Save a self-check under the id that came with its form; sending it again replaces it and keeps its date.
        `form` is the form as shown, `answers` maps item ids to keys of shares. Raises Problems, one at every item
        without an answer, and Problem if the form's items are out of date, or it is somebody else's.
        """
        person = await self._people.permitted(who, Permission.SELF_CHECK)
        counted_answers = counted(self._context.library, self._context.library.shares, answers)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            kept = await transaction.selfchecks.get(form.id)
            if kept is not None and kept.user_id != who.user_id:
                raise Problem("errors.stale_form")
            if kept is None:
                await allowances.use(self._context, transaction, person, Allowance.SELFCHECK)
            on, at = (kept.on, kept.at) if kept else (self._context.today(person), self._context.clock())
            check = SelfCheck(form.id, who.user_id, on, at, counted_answers, week=form.week, team=form.team)
            await transaction.selfchecks.save(check)
            return result_of(check, await transaction.selfchecks.of(who.user_id), self._context.library.items.values())

    async def result(self, who: Who, selfcheck_id: str) -> SelfCheckFacts:
        """The result of one self-check, for its author only. Raises Problem for anybody else, and if there is none."""
        await self._people.permitted(who, Permission.SELF_CHECK)
        async with self._context.database.reading(who.workspace_id) as transaction:
            check = await transaction.selfchecks.get(selfcheck_id)
            mine = await transaction.selfchecks.of(who.user_id)
        facts = facts_of(self._context.library, check, mine) if check and check.user_id == who.user_id else None
        if facts is None:
            raise Problem("errors.stale")
        return facts

    async def last(self, who: Who) -> SelfCheckFacts:
        """The result of this person's last self-check. Raises Problem before the first."""
        self_check_facts = await self.latest(who)
        if self_check_facts is None:
            raise Problem("errors.stale")
        return self_check_facts

    async def latest(self, who: Who) -> SelfCheckFacts | None:
        """The result of this person's last self-check, or None before the first."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            return await latest(transaction, self._context.library, who.user_id)


async def latest(transaction: Transaction, library: Library, user_id: str) -> SelfCheckFacts | None:
    """The result of the last self-check, even one on former items, or None; inside the caller's transaction."""
    checks = await transaction.selfchecks.of(user_id)
    return next((facts for check in checks if (facts := facts_of(library, check, checks))), None)


def facts_of(library: Library, check: SelfCheck, checks: Sequence[SelfCheck]) -> SelfCheckFacts | None:
    """The result of one of a person's self-checks; None if it answers neither today's items nor the former ones."""
    if is_complete(check.answers, library.items.values()):
        return result_of(check, checks, library.items.values())
    if check.week is None and is_complete(check.answers, library.former_items.values()):
        return former_result(check, library.former_items.values())
    return None


def counted(library: Library, choices: Sequence[Choice], answers: Mapping[str, str | None]) -> dict[str, int]:
    """Answers as numbers: the index of a choice is its value, and the last choice is NOT_UP. Raises Problem if the
    form's items are out of date, and Problems, one at every item left out.
    """
    if any(item_id not in answers for item_id in library.items):
        raise Problem("errors.stale_form")
    values = {choice.key: place for place, choice in enumerate(choices[:-1])} | {choices[-1].key: NOT_UP}
    missing = [item_id for item_id in library.items if answers[item_id] not in values]
    if missing:
        raise Problems(*(Problem("errors.needed", field=item_id) for item_id in missing))
    return {item_id: values[answers[item_id] or ""] for item_id in library.items}
