"""An organisation's own content: who may change it, what is counted about it, and what a deletion removes."""

from dataclasses import replace

import pytest

from bot.domain.checkins.checkins import CheckInAnswer, CheckInDetails
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Who
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.custom_content import MOST_OF_LEADER, ContentScope
from bot.errors import Problem, Problems
from bot.nudges import PROMPT_PERSON
from bot.services.context import Context
from bot.services.services import Services
from tests.domain.prompts.custom_entries import PROMPT, QUESTION
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import active

ORGANISATION, TEAM = ContentScope.ORGANISATION, ContentScope.TEAM


@pytest.fixture
async def admin(directory: FakeDirectory, services: Services) -> Who:
    """Ada, an admin of the workspace."""
    ada = directory.add("U99", "Ada", is_admin=True)
    await services.people.meet(ada)
    return ada


async def test_what_works_counts_own_prompts_from_five_people_on(
    services: Services, context: Context, directory: FakeDirectory, admin: Who
) -> None:
    entry = (await services.custom_content.save(admin, ORGANISATION, PROMPT)).entry
    await services.custom_content.retire(admin, entry.id)
    now = context.clock()
    for number in range(5):
        assert (await services.what_works.facts(admin)).counted == ()
        who = directory.add(f"U{number}", "Person")
        sent = Delivery(f"D{number}", "T1", who.user_id, PROMPT_PERSON, "", on=now.date(), due_at=now)
        async with context.database.transaction("T1") as transaction:
            await transaction.outbox.add(replace(sent, status=DeliveryStatus.SENT, content_id=entry.id))
        await services.prompts.answer(who, f"D{number}", PromptReply.DONE)
    ((prompt, tally),) = (await services.what_works.facts(admin)).counted
    assert (prompt.action, tally.people, tally.done) == (PROMPT.text, 5, 5)


async def test_a_questions_answers_are_counted_from_five_people_on_and_words_never(
    services: Services, context: Context, directory: FakeDirectory, admin: Who
) -> None:
    entry = (await services.custom_content.save(admin, ORGANISATION, QUESTION)).entry
    for number in range(5):
        assert (await services.custom_content.entry(admin, entry.id)).counts == {}
        who = directory.add(f"U{number}", "Person")
        await active(services, context, who, is_leader=True)
        week = (await services.checkins.facts(who)).week
        await services.checkins.answer(who, week, CheckInAnswer.LED)
        facts = await services.checkins.add_details(who, week, CheckInDetails(custom={entry.id: "Yes"}))
        assert [(own.entry.id, own.chosen) for own in facts.custom] == [(entry.id, "Yes")]
    assert QUESTION.text in (await services.privacy.export(who)).readable
    facts_of_entry = await services.custom_content.entry(admin, entry.id)
    assert (facts_of_entry.people, facts_of_entry.counts) == (5, {"Yes": 5})
    saved = await services.custom_content.save(admin, entry.scope, entry.words, entry.id)
    assert saved == facts_of_entry  # what is read right after an edit is what is read when it is opened again
    with pytest.raises(Problems):
        await services.checkins.add_details(who, week, CheckInDetails(custom={entry.id: "Perhaps"}))


async def test_nobody_else_reads_or_changes_a_leaders_list(services: Services, leader: Who, admin: Who) -> None:
    entry = (await services.custom_content.save(leader, TEAM, replace(PROMPT, audience="team"))).entry
    assert (entry.team_of, entry.words.audience) == (leader.user_id, "salesperson")
    for other in (admin, replace(leader, user_id="U99")):
        with pytest.raises(Problem):
            await services.custom_content.entry(other, entry.id)
    with pytest.raises(Problem, match="admins_only"):
        await services.custom_content.page(leader, ORGANISATION)
    assert (await services.custom_content.page(admin, ORGANISATION)).entries == ()


async def test_the_list_that_opens_is_an_admins_or_a_leaders(
    services: Services, directory: FakeDirectory, leader: Who, admin: Who
) -> None:
    assert await services.custom_content.scope_of(admin) is ORGANISATION
    assert await services.custom_content.scope_of(leader) is TEAM
    assert await services.custom_content.scope_of(leader, ORGANISATION) is ORGANISATION, (
        "what it holds is asked for next"
    )
    with pytest.raises(Problem, match="guest"):
        await services.custom_content.scope_of(directory.add("U77", is_guest=True))


async def test_a_list_has_so_much_room(services: Services, leader: Who) -> None:
    for number in range(MOST_OF_LEADER):
        await services.custom_content.save(leader, TEAM, replace(PROMPT, text=f"Number {number}"))
    with pytest.raises(Problem, match="too_many"):
        await services.custom_content.save(leader, TEAM, PROMPT)
    with pytest.raises(Problem, match="too_many"):
        await services.custom_files.import_data(leader, TEAM, b"text\nOne more\n")
    page = await services.custom_content.page(leader, TEAM, 99)
    assert (page.in_use, page.page, page.pages, len(page.entries)) == (20, 2, 3, 4)


async def test_a_deletion_takes_a_leaders_own_and_leaves_the_organisations(
    services: Services, context: Context, leader: Who, admin: Who
) -> None:
    theirs = (await services.custom_content.save(leader, TEAM, PROMPT)).entry
    everybodys = (await services.custom_content.save(admin, ORGANISATION, PROMPT)).entry
    assert PROMPT.text in (await services.privacy.export(leader)).data
    await services.privacy.forget(leader)
    await services.privacy.forget(admin)
    async with context.database.transaction("T1") as transaction:
        left = await transaction.custom_content.some([theirs.id, everybodys.id])
    assert left == {everybodys.id: replace(everybodys, author_id="")}


async def test_texts_are_encrypted_where_they_lie(services: Services, context: Context, admin: Who) -> None:
    await services.custom_content.save(admin, ORGANISATION, replace(QUESTION, text="Secret question"))
    async with context.database.transaction("T2") as transaction:
        assert await transaction.custom_content.of("") == []
    async with context.database.engine.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM own_content")).all()
    assert "Secret" not in str(rows)
    assert "Yes" not in str(rows)
