"""What is queued when somebody is deleted: addresses, and conversations to search."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Membership, PersonStatus, TeamMember
from bot.domain.people.removals import Removal, RemovalKind
from bot.domain.pictures import PictureFile
from bot.domain.prompts.custom_content import ContentKind, CustomEntry, CustomWords
from bot.nudges import CHECKIN
from bot.services.context import Context
from bot.services.people.removals import plan_removals
from tests.storage.cases import NOW, PERSON, RIDE


def sent(recipient: str, nudge: str, subject: str = "", **facts: object) -> Delivery:
    ts = f"{len(nudge)}.{recipient[1:]}"
    made = Delivery.of_slot("T1", recipient, nudge, subject, NOW.date(), NOW)
    return replace(made, status=DeliveryStatus.SENT, channel_id=f"D{recipient}", ts=ts, **facts)  # type: ignore[arg-type]  # of a test


async def planned(context: Context, *deliveries: Delivery, at: datetime = NOW) -> dict[tuple[str, str], Removal]:
    """What is planned when U1, who was on a call with U2, is deleted; by conversation and kind."""
    async with context.database.transaction("T1") as transaction:
        for user_id in ("U1", "U2", "U3"):
            await transaction.people.save(replace(PERSON, user_id=user_id, is_admin=False))
        await transaction.ridealongs.save(replace(RIDE, starts_at=NOW + timedelta(hours=1)))
        for delivery in deliveries:
            await transaction.outbox.add(delivery)
        await plan_removals(transaction, "U1", at)
        return {(removal.conversation, str(removal.kind)): removal for removal in await transaction.removals.all()}


@pytest.mark.parametrize(
    ("nudge", "before", "after"),
    [
        pytest.param("ridealong_invitation", RemovalKind.CALL, RemovalKind.DELETE, id="a plan"),
        pytest.param("ridealong_reveal", RemovalKind.DELETE, RemovalKind.DELETE, id="both views"),
    ],
)
async def test_a_call_to_come_leaves_a_sentence_and_one_that_is_over_nothing(
    context: Context, nudge: str, before: RemovalKind, after: RemovalKind
) -> None:
    delivery = sent("U2", nudge, "r1 0" if nudge.endswith("invitation") else "r1")
    assert ("DU2", str(before)) in await planned(context, delivery)
    later = await planned(context, at=NOW + timedelta(days=1))
    assert later["DU2", str(after)].target == delivery.ts


async def test_conversations_of_contacts_are_looked_through_and_of_nobody_else(context: Context) -> None:
    steps = await planned(context, sent("U2", CHECKIN))
    assert {place for place, kind in steps if kind == RemovalKind.NAMED} == {"DU2"}
    assert "U1" not in steps["DU2", "named"].about
    assert len(steps["DU2", "named"].about) == 64


async def test_ones_own_conversation_is_read_and_what_is_known_of_it_waits(context: Context) -> None:
    steps = await planned(context, sent("U1", CHECKIN))
    own = steps["DU1", "own"]
    assert (own.due_at, own.place) == (NOW, f"{(NOW + timedelta(seconds=5)).timestamp():.6f}")
    assert steps["DU1", "delete"].due_at == NOW + timedelta(days=2)


async def test_what_is_on_its_way_is_waited_for(context: Context) -> None:
    leaving = replace(sent("U1", CHECKIN), status=DeliveryStatus.SENDING, channel_id="", ts="")
    steps = await planned(context, leaving)
    looks = [step for step in steps.values() if step.kind is not RemovalKind.HOME]
    assert {step.due_at for step in looks} == {NOW + timedelta(minutes=1)}


async def test_a_prompt_that_they_wrote_for_their_team_goes(context: Context) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U3", Membership.ACCEPTED))
        await transaction.custom_content.save(
            CustomEntry("other", "U9", "U9", CustomWords(ContentKind.PROMPT, "Ask last."), NOW)
        )
        await transaction.custom_content.save(
            CustomEntry("o1", "U1", "U1", CustomWords(ContentKind.PROMPT, "Ask first."), NOW)
        )
    steps = await planned(
        context, sent("U3", "prompt_person", content_id="o1"), sent("U2", "prompt_person", content_id="other")
    )
    assert {place for place, kind in steps if kind == RemovalKind.DELETE} == {"DU3"}


async def test_the_home_tabs_of_contacts_are_drawn_anew_before_anything_else(context: Context) -> None:
    steps = await planned(context, sent("U2", CHECKIN))
    assert {place for place, kind in steps if kind == RemovalKind.HOME} == {"U2"}
    assert min(steps.values(), key=lambda step: step.due_at).kind is RemovalKind.HOME


async def test_nobody_gets_a_home_tab_who_takes_no_part(context: Context) -> None:
    async with context.database.transaction("T1") as transaction:
        for user_id in ("U1", "U2"):
            await transaction.people.save(replace(PERSON, user_id=user_id, status=PersonStatus.STOPPED, is_admin=False))
        await transaction.ridealongs.save(RIDE)
        await plan_removals(transaction, "U1", NOW)
        assert not [step for step in await transaction.removals.all() if step.kind is RemovalKind.HOME]


async def test_a_picture_that_shows_their_name_to_somebody_else_goes_and_others_stay(context: Context) -> None:
    files = [("U1", "weeks"), ("U2", "strip"), ("U2", "weeks"), ("U3", "strip")]
    async with context.database.transaction("T1") as transaction:
        for user_id, kind in files:
            await transaction.pictures.save(PictureFile(user_id, kind, "d", f"F{user_id}{kind}"))
    await planned(context)
    async with context.database.reading("T1") as transaction:
        removals = {removal.target for removal in await transaction.removals.all() if removal.kind is RemovalKind.FILE}
        assert (removals, set(await transaction.pictures.of("U2"))) == ({"FU1weeks", "FU2strip"}, {"weeks"})
