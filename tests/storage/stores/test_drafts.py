"""Answers tapped in a form that has not been submitted yet: kept for their author alone, and not for long."""

from datetime import timedelta

from bot.domain.selfchecks.feedback import FeedbackRound
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import UNFINISHED, tidy
from tests.databases import database  # noqa: F401 - the same on both databases
from tests.storage.cases import NOW

FORM = "selfcheck 2026-10-12"


async def test_a_second_answer_replaces_the_first_and_nobody_else_has_any(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        for item_id, choice in (("lead-06", "some"), ("lead-07", "all"), ("lead-06", "none")):
            await transaction.drafts.put("U1", FORM, item_id, choice, NOW)
    others = (("T2", "U1", FORM), ("T1", "U2", FORM), ("T1", "U1", "skillcheck 2026-10-12"))
    for workspace_id, user_id, form in others:
        async with database.transaction(workspace_id) as transaction:
            assert await transaction.drafts.of(user_id, form) == {}
    async with database.transaction("T1") as transaction:
        assert await transaction.drafts.of("U1", FORM) == {"lead-06": "none", "lead-07": "all"}
        await transaction.drafts.forget("U1", FORM)
        assert await transaction.drafts.of("U1", FORM) == {}


async def test_after_two_weeks_it_is_gone(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.drafts.put("U1", FORM, "lead-06", "some", NOW)
        await transaction.drafts.put("U1", FORM, "lead-07", "some", NOW + timedelta(seconds=2))
    await tidy(database, NOW + UNFINISHED + timedelta(seconds=1))
    async with database.transaction("T1") as transaction:
        assert await transaction.drafts.of("U1", FORM) == {"lead-07": "some"}


async def test_a_leader_who_is_deleted_takes_along_what_was_begun_about_them(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.feedback.save(FeedbackRound("R1", "U9", NOW, NOW, ("U1",)))
        await transaction.drafts.put("U1", "feedback R1", "lead-06", "no", NOW)
        await transaction.drafts.put("U1", FORM, "lead-06", "some", NOW)
        await transaction.erasure.of_person("U9")
        assert await transaction.drafts.of("U1", "feedback R1") == {}
        assert await transaction.drafts.of("U1", FORM) == {"lead-06": "some"}
        await transaction.erasure.of_person("U1")
        assert await transaction.drafts.of("U1", FORM) == {}
