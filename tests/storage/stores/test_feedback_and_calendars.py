"""Rounds, their answers and calendars, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.ridealongs.meetings import Meeting, PrivateCalendar
from bot.domain.selfchecks.comparison import Tally
from bot.domain.selfchecks.feedback import FeedbackAnswer, FeedbackRound
from bot.storage.database import Database
from bot.storage.stores.calendars import claim_due
from tests.databases import *  # noqa: F403 - every test runs on both databases

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATE = NOW + 9 * HOUR
WEEK: dict[str, Any] = {"week": NOW.date(), "selfcheck_id": "S1", "team": 4}


async def test_a_round_and_its_answers_come_back_as_they_were(database: Database) -> None:
    asked = FeedbackRound("R1", "U1", NOW, NOW + HOUR, ("U2", "U3"), count=3, tallies={"lead-06": Tally(2, 1)}, **WEEK)
    mine = FeedbackAnswer("R1", "U2", NOW, {"lead-06": 1})
    async with database.transaction("T1") as transaction:
        await transaction.feedback.save(asked)
        await transaction.feedback.save_answer(mine)
        assert await transaction.feedback.get("R1") == asked == await transaction.feedback.last("U1")
        assert await transaction.feedback.answers("R1") == [mine]
        await transaction.feedback.forget_answers("R1")
        assert await transaction.feedback.answers("R1") == []
    async with database.transaction("T2") as transaction:
        assert await transaction.feedback.get("R1") is None


async def test_the_answers_of_a_round_are_read_and_forgotten_in_their_own_workspace_alone(database: Database) -> None:
    mine = FeedbackAnswer("R1", "U2", NOW, {"lead-06": 1})
    async with database.transaction("T1") as transaction:
        await transaction.feedback.save_answer(mine)
    async with database.transaction("T2") as transaction:
        assert await transaction.feedback.answers("R1") == []
        await transaction.feedback.forget_answers("R1")
    async with database.transaction("T1") as transaction:
        assert await transaction.feedback.answers("R1") == [mine]


async def test_a_calendar_is_due_once_and_forgets_with_its_meetings(database: Database) -> None:
    calendar = PrivateCalendar("U1", "https://calendar.example/x.ics", ("field day",), NOW)
    meeting = Meeting("M1", "Ride-along", NOW + HOUR, 45)
    async with database.transaction("T1") as transaction:
        await transaction.calendars.save(calendar)
        assert await transaction.calendars.get("U1") == calendar
        assert [await transaction.calendars.add("U1", batch, [meeting]) for batch in ("B1", "B2")] == [1, 0]
        assert await transaction.calendars.offered("U1", "B1") == [meeting]
        await transaction.calendars.note_look(replace(calendar, trouble="slow", failures=3, told_at=NOW))
    async with database.connection() as connection:
        assert await claim_due(connection, NOW, NOW + HOUR, 10) == [("T1", "U1")]
        assert await claim_due(connection, NOW, NOW + HOUR, 10) == []
    async with database.transaction("T1") as transaction:
        kept = await transaction.calendars.get("U1")
        assert kept is not None
        assert (kept.trouble, kept.failures, kept.told_at, kept.look_at) == ("slow", 3, NOW, NOW + HOUR)
        for known, first, before in ((["M1"], NOW, LATE), ([], NOW, NOW + HOUR), ([], NOW + 2 * HOUR, LATE)):
            await transaction.calendars.forget_missing("U1", known, first, before)
        assert await transaction.calendars.meeting("U1", "M1") == meeting
        await transaction.calendars.forget_missing("U1", ["M2"], NOW, LATE)
        assert await transaction.calendars.meeting("U1", "M1") is None
        await transaction.calendars.add("U1", "B3", [meeting])
        await transaction.calendars.forget_before("U1", NOW + 2 * HOUR)
        assert await transaction.calendars.meeting("U1", "M1") is None
        await transaction.calendars.remove("U1")
        assert await transaction.calendars.get("U1") is None
