"""Which of our older messages are outdated, and which somebody still has of what they answered elsewhere."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Who
from bot.nudges import (
    CHECKIN,
    CHECKIN_REMINDER,
    COMMITMENT_FOLLOW_UP,
    DIGEST,
    PAUSE_OFFER,
    PROMPT_LATER,
    PROMPT_PERSON,
    REFLECTION_LEADER,
    REFLECTION_REMINDER,
    REFLECTION_SALESPERSON,
    RIDEALONG_BRIEF,
    RIDEALONG_CLOSED,
    RIDEALONG_INVITATION,
    RIDEALONG_NEWS,
    TEAM_INVITATION,
)
from bot.nudges.nudge import Facts
from bot.services.context import Context
from bot.services.services import Services
from bot.services.tidying import Left, SentMessages, outdated_by
from tests.services.people.stored_people import stored

TODAY = date(2026, 10, 19)  # a Monday, as the clock begins
THIS_WEEK, LAST_WEEK = TODAY, TODAY - timedelta(weeks=1)
Finds = Callable[[SentMessages, Who], Awaitable[Sequence[Delivery]]]


class Sent:
    """Puts messages that Maria was sent into the outbox."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, id_: str, nudge: str, subject: str = "", *, days: int = 0, **changes: object) -> Delivery:
        """One that was due so many days ago, an hour earlier than one of today."""
        due_at = self._context.clock() - timedelta(days=days)
        made = Delivery(id_, "T1", "U1", nudge, subject, on=due_at.date(), due_at=due_at)
        sent = replace(made, status=DeliveryStatus.SENT, channel_id="D1", ts=f"{id_}.1")
        kept = replace(sent, **changes)  # type: ignore[arg-type]  # any field
        async with self._context.database.transaction("T1") as transaction:
            await transaction.outbox.add(kept)
        return kept


@pytest.fixture
def sent(context: Context) -> Sent:
    return Sent(context)


async def outdated(context: Context, newest: Delivery, who: Who | None) -> dict[str, Left]:
    """What is left of which messages, by their ids, once `newest` is sent."""
    person = await stored(context, who) if who else None
    async with context.database.transaction("T1") as transaction:
        found = await outdated_by(transaction, newest, Facts(newest, context.clock(), person))
    return {delivery.id: left for delivery, left in found}


@pytest.mark.parametrize(
    ("newest", "older", "left"),
    [
        (PROMPT_LATER, PROMPT_LATER, Left.PUT_OFF),
        (CHECKIN, CHECKIN, Left.UNANSWERED),
        (CHECKIN, CHECKIN_REMINDER, Left.NOTHING),
        (CHECKIN_REMINDER, CHECKIN, Left.ASKED_AGAIN),
        (RIDEALONG_NEWS, RIDEALONG_INVITATION, Left.NEWER),
        (RIDEALONG_NEWS, RIDEALONG_NEWS, Left.NEWER),
        *(
            (asks, plan, Left.OVER)
            for asks in (REFLECTION_LEADER, REFLECTION_SALESPERSON)
            for plan in (RIDEALONG_INVITATION, RIDEALONG_NEWS, RIDEALONG_BRIEF)
        ),
        (REFLECTION_REMINDER, REFLECTION_LEADER, Left.ASKED_AGAIN),
        (REFLECTION_REMINDER, REFLECTION_SALESPERSON, Left.ASKED_AGAIN),
        (RIDEALONG_CLOSED, REFLECTION_LEADER, Left.CLOSED),
        (RIDEALONG_CLOSED, REFLECTION_SALESPERSON, Left.CLOSED),
        (RIDEALONG_CLOSED, REFLECTION_REMINDER, Left.NOTHING),
    ],
)
async def test_a_newer_message_about_the_same_leaves_this_of_an_older_one(
    context: Context, leader: Who, sent: Sent, newest: str, older: str, left: Left
) -> None:
    await sent("older", older, "R1 1", days=1)
    await sent("another", DIGEST, "R1 1", days=1)
    assert await outdated(context, await sent("newest", newest, "R1 2"), leader) == {"older": left}


async def test_a_prompt_that_comes_again_is_about_the_message_that_brought_it_first(
    context: Context, leader: Who, sent: Sent
) -> None:
    await sent("first", PROMPT_PERSON, days=1)
    await sent("other", PROMPT_PERSON, days=2)
    await sent("between", PROMPT_LATER, "first", days=1)
    newest = await sent("newest", PROMPT_LATER, "first")
    assert await outdated(context, newest, leader) == {"first": Left.PUT_OFF, "between": Left.PUT_OFF}


async def test_what_is_about_something_else_is_later_or_never_arrived_stays(
    context: Context, leader: Who, sent: Sent
) -> None:
    await sent("another ride-along", RIDEALONG_NEWS, "R2", days=1)
    await sent("never arrived", RIDEALONG_NEWS, "R1", days=1, ts="")
    await sent("withheld", RIDEALONG_NEWS, "R1", days=1, status=DeliveryStatus.WITHHELD)
    await sent("somebody else's", RIDEALONG_NEWS, "R1", days=1, recipient="U2")
    await sent("later", RIDEALONG_NEWS, "R1", due_at=context.clock() + timedelta(seconds=1))
    await sent("of that moment", RIDEALONG_INVITATION, "R1")
    newest = await sent("newest", RIDEALONG_NEWS, "R1")
    assert await outdated(context, newest, leader) == {"of that moment": Left.NEWER}


@pytest.mark.parametrize(
    ("nudge", "days"), [(CHECKIN, 8), (CHECKIN_REMINDER, 8), (RIDEALONG_NEWS, 60), (REFLECTION_REMINDER, 60)]
)
async def test_it_looks_back_so_many_days(context: Context, leader: Who, sent: Sent, nudge: str, days: int) -> None:
    older = {CHECKIN_REMINDER: CHECKIN, REFLECTION_REMINDER: REFLECTION_LEADER}.get(nudge, nudge)
    await sent("just in time", older, "R1", days=days)
    await sent("too long ago", older, "R1", days=days + 1)
    assert list(await outdated(context, await sent("newest", nudge, "R1"), leader)) == ["just in time"]


async def test_a_check_in_that_was_answered_stays_as_it_is(
    context: Context, services: Services, leader: Who, sent: Sent
) -> None:
    await sent("asked", CHECKIN, days=3)
    newest = await sent("reminder", CHECKIN_REMINDER)
    assert await outdated(context, newest, leader) == {"asked": Left.ASKED_AGAIN}
    await services.checkins.answer(leader, LAST_WEEK, CheckInAnswer.LED)
    assert await outdated(context, newest, leader) == {}
    await sent("plan", RIDEALONG_NEWS, "R1", days=3)
    assert await outdated(context, await sent("newest", RIDEALONG_NEWS, "R1"), leader) == {"plan": Left.NEWER}


async def test_nothing_is_outdated_by_another_message_or_for_nobody(context: Context, leader: Who, sent: Sent) -> None:
    await sent("older", RIDEALONG_NEWS, "R1", days=1)
    assert await outdated(context, await sent("digest", DIGEST, "R1"), leader) == {}
    assert await outdated(context, await sent("newest", RIDEALONG_NEWS, "R1"), None) == {}


async def test_of_a_check_in_it_is_the_question_about_that_week_and_the_reminders_of_eight_days(
    context: Context, leader: Who, sent: Sent
) -> None:
    person = await stored(context, leader)
    for id_, days in (("this week", 0), ("asked once more", 3), ("asked", 4), ("long ago", 61)):
        await sent(id_, CHECKIN, days=days)
    for id_, days in (("reminder", 3), ("of the moment", 4), ("earlier", 5)):
        await sent(f"{id_} of last week", CHECKIN_REMINDER, days=days)
    messages = SentMessages(context)

    async def found(week: date) -> tuple[list[str], list[str]]:
        asked, reminders = await messages.of_checkin(leader, person, week)
        return [delivery.id for delivery in asked], [delivery.id for delivery in reminders]

    assert await found(LAST_WEEK) == (["asked once more"], ["reminder of last week", "of the moment of last week"])
    assert await found(THIS_WEEK) == (["this week"], [])
    assert await found(LAST_WEEK - timedelta(weeks=1)) == ([], [])
    assert await found(THIS_WEEK - timedelta(weeks=9)) == ([], []), "too long ago"


async def test_a_reminder_belongs_to_its_question_for_eight_days(context: Context, leader: Who, sent: Sent) -> None:
    person = await stored(context, leader)
    await sent("asked", CHECKIN, days=20)
    await sent("in time", CHECKIN_REMINDER, days=12)
    await sent("too late", CHECKIN_REMINDER, days=11)
    _, reminders = await SentMessages(context).of_checkin(leader, person, date(2026, 9, 28))
    assert [delivery.id for delivery in reminders] == ["in time"]


@pytest.mark.parametrize(
    ("nudge", "subject", "finds", "all_of_them"),
    [
        (RIDEALONG_NEWS, "R1 2", lambda messages, who: messages.of_plan(who, "R1"), False),
        (RIDEALONG_INVITATION, "R1", lambda messages, who: messages.of_plan(who, "R1"), False),
        (TEAM_INVITATION, "U9", lambda messages, who: messages.of_invitation(who, "U9"), True),
        (COMMITMENT_FOLLOW_UP, "S1", lambda messages, who: messages.of_step(who, "S1"), True),
        (PAUSE_OFFER, "", lambda messages, who: messages.of_pause_offers(who), True),
    ],
)
async def test_what_was_answered_elsewhere_is_found_for_sixty_days(
    context: Context, leader: Who, sent: Sent, nudge: str, subject: str, finds: Finds, all_of_them: bool
) -> None:
    await sent("newest", nudge, subject, days=59)
    await sent("oldest", nudge, subject, days=60)
    await sent("too long ago", nudge, subject, days=61)
    await sent("somebody else's", nudge, subject, recipient="U2")
    await sent("something else", DIGEST, subject)
    if subject:
        await sent("about something else", nudge, "X9")
    wanted = ["newest", "oldest"] if all_of_them else ["newest"]
    assert [delivery.id for delivery in await finds(SentMessages(context), leader)] == wanted


async def test_of_a_reflection_it_is_the_newest_question_and_all_reminders(
    context: Context, leader: Who, sent: Sent
) -> None:
    await sent("newest", REFLECTION_LEADER, "R1", days=1)
    await sent("older", REFLECTION_SALESPERSON, "R1", days=2)
    await sent("another", REFLECTION_LEADER, "R2")
    for number in range(2):
        await sent(f"reminder {number}", REFLECTION_REMINDER, "R1", days=number)
    asked, reminders = await SentMessages(context).of_reflection(leader, "R1")
    assert [delivery.id for delivery in asked] == ["newest"]
    assert [delivery.id for delivery in reminders] == ["reminder 0", "reminder 1"]
