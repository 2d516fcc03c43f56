"""What somebody did in a programme, loaded inside the caller's transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.checkins.commitments import Outcome
from bot.domain.people.people import Person
from bot.domain.prompts.programmes import (
    FRESH_SELFCHECK,
    ProgrammeFacts,
    ProgrammeRun,
    last_day,
    prompt_of_day,
    week_number,
)
from bot.domain.prompts.selection import PromptChoice, Reason
from bot.domain.selfchecks.path import SelfCheckPoint
from bot.domain.selfchecks.selfchecks import path
from bot.nudges import PROMPT_PERSON
from bot.nudges.nudge import Facts
from bot.storage.transaction import Transaction
from content.models import Library, Programme


async def load_programme(transaction: Transaction, library: Library, person: Person, today: date) -> ProgrammeFacts:
    """The latest programme of a person, and what they did in it up to `today`."""
    available = tuple(library.programmes.values())
    run = await transaction.programmes.latest(person.user_id)
    programme = library.programmes.get(run.programme) if run else None
    if run is None or programme is None:
        return ProgrammeFacts(available)
    until = min(today, last_day(run, programme))
    ours = {prompt.id for week in programme.weeks for prompt in week.prompts}
    sent = await transaction.outbox.contents_of(person.user_id, PROMPT_PERSON, ours, run.started_on)
    practised = await transaction.answers.practised(person.user_id, ours, run.started_on)
    plans = await transaction.commitments.outcomes(person.user_id, run.started_on, until)
    before, after = await _selfchecks(transaction, library, person, run, until, today)
    return ProgrammeFacts(
        available,
        run,
        programme,
        week_number(run, today),
        sent,
        practised=practised,
        kept=list(plans.values()).count(Outcome.KEPT),
        plans=len(plans),
        before=before,
        after=after,
    )


def programme_choice(
    library: Library, run: ProgrammeRun | None, sent: Mapping[str, date], on: date
) -> PromptChoice | None:
    """The programme's prompt for somebody on the local date `on`, or None. `run` is their latest run, and `sent` says
    when they last got each prompt by direct message.
    """
    programme: Programme | None = library.programmes.get(run.programme) if run else None
    if run is None or programme is None:
        return None
    prompt = prompt_of_day(
        programme, run, on, {prompt_id for prompt_id, last in sent.items() if last >= run.started_on}
    )
    return PromptChoice(prompt, Reason.PROGRAMME) if prompt else None


async def load_due_summary(transaction: Transaction, library: Library, facts: Facts[Any]) -> ProgrammeFacts | None:
    """The programme that a summary is about; None if another one was started or it was stopped meanwhile."""
    if facts.person is None:
        return None
    programme_facts = await load_programme(transaction, library, facts.person, facts.delivery.on)
    is_it = (
        programme_facts.run is not None
        and programme_facts.run.id == facts.delivery.subject
        and programme_facts.run.ended_on is None
    )
    return programme_facts if is_it else None


async def _selfchecks(
    transaction: Transaction, library: Library, person: Person, run: ProgrammeRun, until: date, today: date
) -> tuple[SelfCheckPoint | None, SelfCheckPoint | None]:
    """The last self-check up to the first week's end, at most two weeks old, and the last from the final week on."""
    points = [
        SelfCheckPoint(on, scores)
        for on, scores in path(await transaction.selfchecks.of(person.user_id), library.items.values())
        if run.started_on - FRESH_SELFCHECK <= on <= today
    ]
    first = [point for point in points if week_number(run, point.on) <= 1]
    last = [point for point in points if week_number(run, point.on) >= max(2, week_number(run, until))]
    return (first[-1] if first else None), (last[-1] if last else None)
