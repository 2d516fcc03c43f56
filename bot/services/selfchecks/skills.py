"""The self-check of a salesperson: asked about one week, saved once, and seen by nobody else."""

from collections.abc import Mapping
from datetime import date

from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.domain.selfchecks.selfchecks import week_asked
from bot.domain.selfchecks.skills import SKILL_THEMES, SkillCheck, SkillFacts, facts_of
from bot.errors import Problem, Problems
from bot.services.context import Context, new_id
from bot.services.people import allowances
from bot.services.people.people import People

ANSWER = "skillcheck.answer"


class SkillChecks:
    """A salesperson's skill checks; nobody else can ever see them."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def start(self, who: Who) -> tuple[str, date]:
        """The id of a new skill check, and the week that it asks about. Raises Problem if this person may not."""
        person = await self._people.permitted(who, Permission.SELF_CHECK)
        return new_id(), week_asked(self._context.today(person))

    async def save(self, who: Who, check_id: str, week: date, answers: Mapping[str, str | None]) -> SkillFacts:
        """Save a skill check under the id that came with its form; sending it again replaces it. `answers` maps keys of
        statements to keys of answers. Raises Problems, one at every statement without an answer.
        """
        person = await self._people.permitted(who, Permission.SELF_CHECK)
        places = {choice.key: place for place, choice in enumerate(self._context.library.questions[ANSWER].choices)}
        keys = [key for key in self._context.library.questions if key in SKILL_THEMES]
        if any(key not in answers for key in keys):
            raise Problem("errors.stale_form")
        if missing := [key for key in keys if answers[key] not in places]:
            raise Problems(*(Problem("errors.needed", field=key) for key in missing))
        counted = {key: places[answers[key] or ""] for key in keys}
        async with self._context.database.transaction(who.workspace_id) as transaction:
            kept = await transaction.skillchecks.get(check_id)
            if kept is not None and kept.user_id != who.user_id:
                raise Problem("errors.stale_form")
            if kept is None:
                await allowances.use(self._context, transaction, person, Allowance.SELFCHECK)
            today, now = self._context.today(person), self._context.clock()
            await transaction.skillchecks.save(SkillCheck(check_id, who.user_id, week, today, now, counted))
            facts = facts_of((await transaction.skillchecks.of_each([who.user_id]))[who.user_id])
        assert facts is not None
        return facts

    async def latest(self, who: Who) -> SkillFacts | None:
        """The result of this person's last skill check, or None before the first."""
        async with self._context.database.reading(who.workspace_id) as transaction:
            return facts_of((await transaction.skillchecks.of_each([who.user_id]))[who.user_id])
