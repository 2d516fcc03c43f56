"""What is known about a person, and their current settings; inside the caller's transaction."""

from bot.domain.budget import in_force
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.people.settings import SettingsFacts, Upcoming
from bot.errors import Problem
from bot.nudges import QUARTER_REPORT, QUARTERLY_LETTER
from bot.services.context import Context
from bot.services.planning.recurring import ignored_prompts
from bot.storage.transaction import Transaction


async def known(transaction: Transaction, who: Who) -> Person:
    """The person as this transaction sees them: an earlier read may be out of date. Raises Problem for somebody we have
    never met.
    """
    person = await transaction.people.get(who.user_id)
    if person is None:
        raise Problem("errors.unknown_person")
    return person


async def settings_facts(context: Context, transaction: Transaction, person: Person) -> SettingsFacts:
    """A person's settings with the next time of every recurring nudge; no times while they do not take part."""
    plans = await transaction.schedules.of(person.user_id) if person.status is PersonStatus.ACTIVE else []
    times = [(Upcoming(plan.nudge, plan.next.due_at, plan.zone), plan.at is not None) for plan in plans]
    force = in_force(person.cadence, await ignored_prompts(transaction, person, context.today(person)))
    return SettingsFacts(
        person,
        context.today(person),
        tuple(upcoming for upcoming, is_recurring in times if is_recurring),
        letters_at=next(
            (upcoming for upcoming, _ in times if upcoming.nudge in (QUARTERLY_LETTER, QUARTER_REPORT)), None
        ),
        thinned=force if force is not person.cadence else None,
    )
