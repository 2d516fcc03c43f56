"""Rounds, their answers and calendars, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.ridealongs.meetings import Meeting, PrivateCalendar
from bot.domain.selfchecks.comparison import Tally
from bot.domain.selfchecks.feedback import FeedbackAnswer, FeedbackRound
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import tidy
from bot.storage.stores.calendars import claim_due
from tests.databases import *  # noqa: F403 - every test runs on both databases

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
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
    async with database.transaction("T2") as transaction:
        assert await transaction.feedback.get("R1") is None
        assert await transaction.feedback.answers("R1") == []


async def test_single_answers_go_once_their_own_round_is_over_whoever_looks(database: Database) -> None:
    mine = {key: FeedbackAnswer(key, "U2", NOW, {"lead-06": 1}) for key in ("R1", "R2")}
    rounds = [("T1", "R1", HOUR), ("T1", "R2", HOUR + SECOND), ("T2", "R1", HOUR + SECOND), ("T2", "R2", HOUR)]
    for workspace_id, key, length in rounds:
        async with database.transaction(workspace_id) as transaction:
            await transaction.feedback.save(FeedbackRound(key, "U1", NOW, NOW + length, ("U2",), count=3, **WEEK))
            await transaction.feedback.save_answer(mine[key])
    assert await tidy(database, NOW + HOUR) == 2
    for workspace_id, over, going_on in (("T1", "R1", "R2"), ("T2", "R2", "R1")):
        async with database.transaction(workspace_id) as transaction:
            assert await transaction.feedback.answers(over) == []
            assert await transaction.feedback.answers(going_on) == [mine[going_on]]
            kept = await transaction.feedback.get(over)
            assert kept is not None
            assert kept.count == 3


async def test_a_calendar_is_due_once_and_forgets_with_its_meetings(database: Database) -> None:
    calendar = PrivateCalendar("U1", "https://calendar.example/x.ics", ("field day",), NOW)
    meeting = Meeting("M1", "Ride-along", NOW + HOUR, 45)
    async with database.transaction("T1") as transaction:
        await transaction.calendars.save(calendar)
        assert await transaction.calendars.get("U1") == calendar
        await transaction.calendars.add("U2", "B1", [meeting])
        assert [await transaction.calendars.add("U1", batch, [meeting]) for batch in ("B1", "B2")] == [1, 0]
        assert await transaction.calendars.offered("U1", "B1") == [meeting]
        await transaction.calendars.note_poll(replace(calendar, trouble="slow", failures=3, told_at=NOW))
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
        assert await transaction.calendars.meeting("U2", "M1") == meeting, "another's"
