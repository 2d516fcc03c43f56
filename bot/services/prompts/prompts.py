"""Which prompt somebody gets, and how their practice stands; inside a transaction that somebody else opened."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person
from bot.domain.prompts.answers import PRACTISED
from bot.domain.prompts.programmes import Run
from bot.domain.prompts.selection import Choice, Reason, choose_prompt
from bot.domain.prompts.streaks import Streak, daily_streak
from bot.domain.selfchecks.selfchecks import SelfCheck, focus_on, is_complete, scores, theme_weights
from bot.domain.time.localtime import week_of
from bot.nudges import PROMPT_CHANNEL, PROMPT_PERSON
from bot.nudges.nudge import Facts
from bot.services.checkins.pressure_weeks import pressures
from bot.services.planning.working_days import calendar_of
from bot.services.prompts.programme_facts import programme_choice
from bot.storage.transaction import Memory
from content.models import Audience, Library

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the choices of a whole batch rest on, by user id; contents by recipient and nudge."""

    runs: Mapping[str, Run]
    contents: Mapping[tuple[str, str], Mapping[str, date]]
    checks: Mapping[str, Sequence[SelfCheck]]
    declined: Mapping[str, Collection[str]]
    pressures: Collection[tuple[str, date]]


async def choose(memory: Memory, library: Library, batch: Sequence[Facts]) -> list[Choice]:
    """The prompt of each slot: for a person by what they had, declined and scored; for a channel by what it had."""
    known = await _known(memory, batch)
    return [_choose(library, facts, known) for facts in batch]


async def _known(memory: Memory, batch: Sequence[Facts]) -> _Known:
    recipients = {facts.delivery.recipient for facts in batch}
    people = {facts.person.user_id for facts in batch if facts.person is not None}
    runs = await memory.programmes.latest_of(people)
    since = min([*(facts.delivery.on - YEAR for facts in batch), *(run.started_on for run in runs.values())])
    nudges = {facts.delivery.nudge for facts in batch} | {PROMPT_PERSON}
    return _Known(
        runs,
        await memory.outbox.last_contents(recipients, nudges, since),
        await memory.selfchecks.of_all(people),
        await memory.practices.declined(people),
        await pressures(memory, ((facts.delivery.recipient, week_of(facts.delivery.on)) for facts in batch)),
    )


def _choose(library: Library, facts: Facts, known: _Known) -> Choice:
    on, person, recipient = facts.delivery.on, facts.person, facts.delivery.recipient
    is_leader = person is not None and person.is_leader
    chosen = None
    if is_leader:
        had = known.contents.get((recipient, PROMPT_PERSON), {})
        chosen = programme_choice(library, known.runs.get(recipient), had, on)
    if chosen is not None:
        return chosen
    contents = known.contents.get((recipient, facts.delivery.nudge), {})
    seen = {content_id: last for content_id, last in contents.items() if last >= on - YEAR}
    weights = theme_weights(None) if person is None else weights_of(library, known.checks.get(recipient, ()), on)
    declined = known.declined.get(recipient, ()) if person is not None else ()
    audience: Audience = "team" if person is None else "leader" if is_leader else "salesperson"
    prompts = [prompt for prompt in library.prompts.values() if prompt.audience == audience]
    hard = (recipient, week_of(on)) in known.pressures
    return choose_prompt(prompts, seen, declined, weights, on, salt=recipient, pressure=hard)


def weights_of(library: Library, checks: Iterable[SelfCheck], on: date) -> Mapping[str, float]:
    """The weight of each theme on the local date `on`: what the newest of `checks`, of those that answer every item of
    today, says to train. `checks` are one person's, the newest first.
    """
    items = library.items.values()
    last = next((check for check in checks if is_complete(check, items)), None)
    return theme_weights(scores(last.answers, items), focus_on(last, items, on)) if last else theme_weights(None)


def delivered_choice(library: Library, delivery: Delivery) -> Choice | None:
    """The prompt that went out with a delivery, or None where it is no longer in the library."""
    prompt = library.prompt(delivery.content_id)
    reason = delivery.reason if delivery.reason in set(Reason) else Reason.FRESH
    return None if prompt is None else Choice(prompt, Reason(reason))


async def streak(memory: Memory, person: Person, today: date) -> Streak:
    """The daily streak of a person on their local date `today`."""
    answers = await memory.practices.of(person.user_id)
    practised = {answer.on for answer in answers if answer.reply in PRACTISED}
    return daily_streak(practised, calendar_of(person), today)


async def todays_delivery(memory: Memory, person: Person, today: date) -> Delivery | None:
    """The prompt that a person got today by direct message, or None."""
    return next(iter(await memory.outbox.of(person.user_id, [PROMPT_PERSON], since=today)), None)


def is_in_channel(delivery: Delivery) -> bool:
    """Whether a delivered prompt stands in a channel."""
    return delivery.nudge == PROMPT_CHANNEL
