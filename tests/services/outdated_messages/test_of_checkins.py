"""The messages about a check-in that was answered elsewhere."""

from datetime import date, timedelta

from bot.domain.people.people import Who
from bot.nudges import CHECKIN, CHECKIN_REMINDER
from bot.services.context import Context
from bot.services.outdated_messages import SentMessages
from tests.services.outdated_messages.sent import Sent
from tests.services.people.stored_people import stored

THIS_WEEK, LAST_WEEK = date(2026, 10, 19), date(2026, 10, 12)


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
