"""People who shared something can look up who was shown it, anywhere; nobody else can."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.checkins.commitments import Commitment
from bot.domain.people.disclosures import Disclosure
from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.ridealongs import TakeOver
from bot.nudges import RIDEALONG_BRIEF, RIDEALONG_REVEAL
from bot.services.after_delivery import AfterDelivery
from bot.services.context import Context
from bot.services.facts import load_facts
from bot.services.installations.lifecycle import forget_old_texts
from bot.services.ridealongs.reflections import Written
from bot.services.services import Services
from bot.storage.tables import disclosures
from tests.fakes import FakeDirectory, FakeMessenger, MovableClock
from tests.services.ridealongs.planned_calls import DRAFT, delivery, start

ENDS = datetime(2026, 10, 20, 13, 45, tzinfo=UTC)
DAY = date(2026, 10, 20)
STEP = Written(TakeOver.NONE, {"salesperson_went": "The pause"}, True, "They ask", "wait")
OWN = Written(TakeOver.NOBODY_ASKED, {"leader_saw": "A pause"}, True)
Seen = set[tuple[str, str, str, date]]


@pytest.fixture
async def made(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock, maria: Who, tom: Who
) -> Commitment:
    """A call about which both shared what they wrote, and Tom's step after it; nobody has looked yet."""
    await start(services, context, maria, leader=True)
    await start(services, context, tom)
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", Membership.ACCEPTED))
    await services.ridealongs.plan(maria, "R1", DRAFT)
    clock.now = ENDS
    made = (await services.reflections.write(tom, "R1", STEP)).made
    await services.reflections.write(maria, "R1", OWN)
    assert made is not None
    assert await seen(context) == set()
    return made


async def seen(context: Context) -> Seen:
    """The whole log: author, subject, viewer and day."""
    async with context.database.connection() as connection:
        rows = (await connection.execute(disclosures.select())).all()
    return {(row.author_id, row.subject, row.viewer_id, row.on) for row in rows}


async def delivered(context: Context, user_id: str, nudge: str, ride_id: str) -> None:
    """A nudge about a ride-along reaches somebody."""
    one = delivery(user_id, nudge, ride_id, context.clock())
    async with context.database.transaction("T1") as transaction:
        facts = await load_facts(transaction, context.libraries, [one], context.clock())
    await AfterDelivery(context, FakeMessenger()).after_delivery([(one, facts[one.id])])


async def test_the_form_shows_the_others_view(
    services: Services, context: Context, maria: Who, made: Commitment
) -> None:
    await services.reflections.facts(maria, "R1")
    assert await seen(context) == {("U2", "R1", "U1", DAY)}


async def test_both_views_show_the_step_as_well(
    services: Services, context: Context, maria: Who, tom: Who, made: Commitment
) -> None:
    await services.reflections.write(maria, "R1", OWN, shows_both=True)
    await services.reflections.write(tom, "R1", STEP, shows_both=True)
    assert await seen(context) == {("U2", "R1", "U1", DAY), ("U2", made.id, "U1", DAY), ("U1", "R1", "U2", DAY)}


async def test_the_message_with_both_views(context: Context, made: Commitment) -> None:
    await delivered(context, "U1", RIDEALONG_REVEAL, "R1")
    await delivered(context, "U2", RIDEALONG_REVEAL, "R1")
    assert await seen(context) == {("U2", "R1", "U1", DAY), ("U2", made.id, "U1", DAY), ("U1", "R1", "U2", DAY)}


async def test_the_brief_of_the_next_call_shows_the_leader_the_step(
    services: Services, context: Context, maria: Who, made: Commitment
) -> None:
    await services.ridealongs.plan(maria, "R2", replace(DRAFT, on=date(2026, 10, 27)))
    await delivered(context, "U2", RIDEALONG_BRIEF, "R2")
    assert await seen(context) == set(), "Tom read his own step"
    await delivered(context, "U1", RIDEALONG_BRIEF, "R2")
    assert await seen(context) == {("U2", made.id, "U1", DAY)}


async def test_the_history_shows_take_overs_to_both(
    services: Services, context: Context, maria: Who, tom: Who, made: Commitment
) -> None:
    await services.ridealongs.history(maria, "<@U2>")
    await services.ridealongs.history(tom, "<@U1>")
    assert await seen(context) == {("U2", "R1", "U1", DAY), ("U1", "R1", "U2", DAY)}


async def test_the_development_map_shows_steps(
    services: Services, context: Context, maria: Who, tom: Who, made: Commitment
) -> None:
    await services.development.facts(tom)
    assert await seen(context) == set()
    await services.development.facts(maria)
    assert await seen(context) == {("U2", made.id, "U1", DAY)}


async def test_lists_and_cards_show_nothing_of_it(
    services: Services, context: Context, maria: Who, tom: Who, made: Commitment
) -> None:
    await services.ridealongs.plan(maria, "R2", replace(DRAFT, on=date(2026, 10, 27)))
    for who in (maria, tom):
        await services.ridealongs.upcoming(who)
        await services.reflections.note(who, "R1", TakeOver.NONE)
        await services.home.facts(who)
    assert await seen(context) == set()


async def test_what_is_not_shared_is_not_shown_and_not_noted(
    services: Services, context: Context, maria: Who, tom: Who, made: Commitment
) -> None:
    await services.reflections.write(tom, "R1", replace(STEP, shared=False))
    await services.reflections.facts(maria, "R1")
    await services.ridealongs.history(maria, "<@U2>")
    await services.development.facts(maria)
    await delivered(context, "U1", RIDEALONG_REVEAL, "R1")
    assert await seen(context) == set()


async def test_once_a_day_on_the_viewers_clock(
    services: Services, context: Context, maria: Who, clock: MovableClock, made: Commitment
) -> None:
    for _ in range(3):
        await services.reflections.facts(maria, "R1")
    clock.now = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)  # after midnight in Berlin
    await services.reflections.facts(maria, "R1")
    assert await seen(context) == {("U2", "R1", "U1", DAY), ("U2", "R1", "U1", date(2026, 10, 21))}


async def test_its_author_alone_reads_who_saw_it(
    services: Services, directory: FakeDirectory, maria: Who, tom: Who, made: Commitment
) -> None:
    await services.reflections.write(maria, "R1", OWN, shows_both=True)
    await services.development.facts(maria)
    about = Disclosure("U2", "R1", "U1", DAY)

    async def read(who: Who) -> RideFacts:
        return await services.reflections.facts(who, "R1")

    assert set((await read(tom)).seen) == {about, Disclosure("U2", made.id, "U1", DAY)}
    assert (await services.development.facts(tom)).own_seen == (Disclosure("U2", made.id, "U1", DAY),)
    assert {sight.author_id for sight in (await read(maria)).seen} <= {"U1"}
    assert (await services.development.facts(maria)).own_seen == ()
    nora = directory.add("U3", "Nora", is_admin=True)
    assert (await services.ridealongs.history(nora, "<@U2>")).rides == ()
    assert (await services.development.facts(nora)).own_seen == ()
    assert "U2" not in (await services.privacy.export(nora)).data


async def test_an_export_holds_who_saw_ones_own_and_what_one_saw(
    services: Services, context: Context, maria: Who, tom: Who, made: Commitment
) -> None:
    await services.reflections.facts(maria, "R1")
    async with context.database.transaction("T1") as transaction:
        (theirs,) = (await transaction.export.of_person("U2"))["sights"]
    assert (theirs["viewer_id"], theirs["on"]) == ("U1", DAY)
    assert "viewer id: U1" in (await services.privacy.export(tom)).readable


async def test_another_workspace_with_the_same_ids_has_a_log_of_its_own(
    services: Services, context: Context, maria: Who, made: Commitment
) -> None:
    await services.reflections.facts(maria, "R1")
    async with context.database.transaction("T2") as transaction:
        assert await transaction.disclosures.of("U2", ["R1", made.id]) == ()
        assert "sights" not in await transaction.export.of_person("U2")


@pytest.mark.parametrize("user_id", ["U1", "U2"])
async def test_when_either_of_the_two_is_deleted_the_log_goes(
    services: Services, context: Context, maria: Who, made: Commitment, user_id: str
) -> None:
    await services.reflections.write(maria, "R1", OWN, shows_both=True)
    await services.privacy.forget(Who("T1", user_id))
    assert await seen(context) == set()


async def test_the_log_is_kept_as_long_as_texts_are(
    services: Services, context: Context, clock: MovableClock, maria: Who, made: Commitment
) -> None:
    await services.reflections.facts(maria, "R1")
    async with context.database.transaction("T1") as transaction:
        await transaction.workspaces.save(await transaction.workspaces.get())
    clock.move(days=500)
    await forget_old_texts(context.database, clock())
    assert len(await seen(context)) == 1
    clock.move(days=60)
    await forget_old_texts(context.database, clock())
    assert await seen(context) == set()
