"""Which prompt somebody gets, and their practice so far; inside the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.content_mode import ContentMode
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person
from bot.domain.prompts.answers import PRACTISED, LastAnswer
from bot.domain.prompts.custom_choice import ChoiceFacts, choose_among, choose_custom_first, pool_for
from bot.domain.prompts.custom_content import ContentKind, CustomEntry
from bot.domain.prompts.occasions import Day, occasions_of
from bot.domain.prompts.programmes import ProgrammeRun
from bot.domain.prompts.selection import MONTH, PromptChoice, PromptHistory, Reason, Training
from bot.domain.prompts.streaks import Streak, daily_streak
from bot.domain.prompts.what_works import appeal_of
from bot.domain.selfchecks.selfchecks import SelfCheck, focus_on, is_complete, scores, theme_weights
from bot.domain.selfchecks.skills import SkillCheck, skill_focus
from bot.domain.time.fiscal import FiscalCalendar, Pressure
from bot.nudges import PROMPT_CHANNEL, PROMPT_PERSON
from bot.nudges.nudge import Facts
from bot.services.checkins.pressure import pressures
from bot.services.planning.working_days import calendar_of
from bot.services.prompts.named import prompts_named
from bot.services.prompts.programme_facts import programme_choice
from bot.services.prompts.prompt_days import days_of, week_of_slot
from bot.services.prompts.what_works import tallies_of
from bot.storage.transaction import Transaction
from content.libraries import Libraries
from content.models import Library, Occasion, Prompt

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class _Known:
    """The data behind the choices of a whole batch, by user id; contents by recipient and nudge."""

    runs: Mapping[str, ProgrammeRun]
    contents: Mapping[tuple[str, str], Mapping[str, date]]
    checks: Mapping[str, Sequence[SelfCheck]]
    skills: Mapping[str, Sequence[SkillCheck]]
    answers: Mapping[str, Mapping[str, LastAnswer]]
    in_channels: Collection[str]
    _: KW_ONLY
    pressures: Mapping[tuple[str, date], Pressure]
    fiscal: FiscalCalendar
    appeal: Mapping[str, float]
    custom: Collection[CustomEntry]
    leaders: Mapping[str, Collection[str]]
    mode: ContentMode


async def choose(transaction: Transaction, libraries: Libraries, batch: Sequence[Facts[Any]]) -> list[PromptChoice]:
    """The prompt of each slot: for a person, based on their day and on what they had, answered, declined and scored;
    for a channel, on its day and on what it had.
    """
    known = await _known(transaction, batch)
    days = await days_of(transaction, batch, known.pressures, known.fiscal)
    return [_choose(libraries, facts, day, known) for facts, day in zip(batch, days, strict=True)]


async def _known(transaction: Transaction, batch: Sequence[Facts[Any]]) -> _Known:
    recipients = {facts.delivery.recipient for facts in batch}
    people = {facts.person.user_id for facts in batch if facts.person is not None}
    runs = await transaction.programmes.latest_of(people)
    first = min(facts.delivery.on for facts in batch)
    since = min([first - YEAR, *(run.started_on for run in runs.values())])
    nudges = {facts.delivery.nudge for facts in batch} | {PROMPT_PERSON}
    workspace = await transaction.workspaces.get()
    fiscal = workspace.fiscal
    custom = await transaction.custom_content.in_use(ContentKind.PROMPT)
    are_teams = any(entry.team_of for entry in custom)
    return _Known(
        runs,
        await transaction.outbox.last_contents(recipients, nudges, since),
        await transaction.selfchecks.of_all(people),
        await transaction.skillchecks.of_each(people),
        await transaction.answers.last_answers(people),
        await transaction.outbox.contents_since(PROMPT_CHANNEL, first - MONTH),
        pressures=await pressures(
            transaction, ((facts.delivery.recipient, week_of_slot(facts)) for facts in batch), fiscal
        ),
        fiscal=fiscal,
        appeal=appeal_of(await tallies_of(transaction)),
        custom=custom,
        leaders=await transaction.teams.accepted_by(people) if are_teams else {},
        mode=workspace.content_mode,
    )


def _choose(libraries: Libraries, facts: Facts[Any], day: Day, known: _Known) -> PromptChoice:
    library = libraries.default
    recipient = facts.delivery.recipient
    choosing = _choosing(library, facts, day, known)
    if (for_today := choose_custom_first(choosing)) is not None:
        return for_today
    if day.audience == "leader":
        had = known.contents.get((recipient, PROMPT_PERSON), {})
        chosen = programme_choice(library, known.runs.get(recipient), had, day.on)
        if chosen is not None:
            return chosen
    ours = [prompt for prompt in library.prompts.values() if prompt.audience == day.audience]
    words = libraries.of(facts.locale_tag)
    return choose_among(readable(ours, words, choosing.history, choosing.occasions), choosing)


def _choosing(library: Library, facts: Facts[Any], day: Day, known: _Known) -> ChoiceFacts:
    """The data behind the choice for one recipient."""
    recipient = facts.delivery.recipient
    sent = known.contents.get((recipient, facts.delivery.nudge), {})
    training = Training(pressure=(recipient, week_of_slot(facts)) in known.pressures)
    history = PromptHistory(sent, answered=sent)
    if facts.person is not None:
        training = training_of(library, known.checks.get(recipient, ()), day.on, pressure=training.pressure)
        answers = known.answers.get(recipient, {})
        declined = frozenset(prompt_id for prompt_id, answer in answers.items() if answer.declined)
        answered = {prompt_id: answer.on for prompt_id, answer in answers.items()}
        history = PromptHistory(sent, answered, declined, known.in_channels)
        focus = skill_focus(known.skills.get(recipient, ()), day.on) if day.audience == "salesperson" else None
        if focus:
            training = Training(theme_weights(None, focus), focus, training.pressure)
        training = replace(training, appeal=known.appeal)
    custom = pool_for(known.custom, day.audience, day.on, known.leaders.get(recipient, ()), known.mode)
    return ChoiceFacts(history, training, day.on, recipient, occasions_of(day), custom=custom)


def readable(
    prompts: Sequence[Prompt], words: Library, history: PromptHistory, occasions: Collection[Occasion]
) -> Sequence[Prompt]:
    """The `prompts` in the reader's own language, as long as one of them fits today and is new to them; else all."""
    own = [prompt for prompt in prompts if prompt.id not in words.borrowed]
    had = {*history.sent, *history.declined}
    is_left = any(prompt.id not in had and prompt.occasion in (None, *occasions) for prompt in own)
    return own if is_left else prompts


def training_of(library: Library, checks: Iterable[SelfCheck], on: date, *, pressure: bool = False) -> Training:
    """What to train on the local date `on`, by the newest of `checks` that answers every current item.

    `checks` are one person's, the newest first.
    """
    items = library.items.values()
    last = next((check for check in checks if is_complete(check.answers, items)), None)
    if last is None:
        return Training(theme_weights(None), pressure=pressure)
    focus = focus_on(last, items, on)
    return Training(theme_weights(scores(last.answers, items), focus), focus, pressure)


async def delivered_choices(
    transaction: Transaction, library: Library, deliveries: Iterable[Delivery]
) -> dict[str, PromptChoice]:
    """The prompts that went out, by delivery, without those that neither the library nor the workspace still has."""
    sent = list(deliveries)
    named = await prompts_named(transaction, library, {delivery.content_id for delivery in sent})
    return {
        delivery.id: PromptChoice(
            named[delivery.content_id], Reason(delivery.why if delivery.why in set(Reason) else Reason.FRESH)
        )
        for delivery in sent
        if delivery.content_id in named
    }


async def practised_by(transaction: Transaction, person: Person) -> list[date]:
    """The local dates on which a person practised."""
    return await transaction.answers.days(person.user_id, PRACTISED)


async def streak(transaction: Transaction, person: Person, today: date) -> Streak:
    """The daily streak of a person on their local date `today`."""
    return daily_streak(await practised_by(transaction, person), calendar_of(person), today)


async def todays_delivery(transaction: Transaction, person: Person, today: date) -> Delivery | None:
    """The prompt that a person got today by direct message, or None."""
    return next(iter(await transaction.outbox.of(person.user_id, [PROMPT_PERSON], since=today)), None)


def is_in_channel(delivery: Delivery) -> bool:
    """Whether a delivered prompt was posted in a channel."""
    return delivery.nudge == PROMPT_CHANNEL
