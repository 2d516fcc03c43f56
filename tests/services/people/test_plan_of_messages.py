"""Which messages and conversations a deletion covers, and whose language the text that stays is in."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge, TeamMember
from bot.domain.people.removals import Removal, RemovalKind
from bot.nudges import CHANNEL_SET_UP, PROMPT_CHANNEL
from bot.services.context import Context
from bot.services.people.removals import plan_removals
from tests.services.people.removers import hash_of
from tests.storage.cases import NOW, PERSON, RIDE

READER = replace(PERSON, user_id="U2", is_admin=False, locale="de-DE")
CHANNEL = ChannelNudge("T1", "C1", PROMPT_CHANNEL, time(9), frozenset(), zone="UTC", set_by="U1", locale="fr-FR")


def sent(recipient: str, nudge: str, subject: str = "", **facts: Any) -> Delivery:
    made = Delivery.of_slot("T1", recipient, nudge, subject, NOW.date(), NOW)
    return replace(made, **{"status": DeliveryStatus.SENT, "channel_id": f"D{recipient}", "ts": "1.0", **facts})


async def planned(context: Context, *deliveries: Delivery) -> list[Removal]:
    """What is planned when U1, who has a call with U2 in an hour, is deleted; except in their own conversation
    and on others' Home tabs.
    """
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(READER)
        await transaction.ridealongs.save(replace(RIDE, starts_at=NOW + timedelta(hours=1)))
        for delivery in deliveries:
            await transaction.outbox.add(delivery)
        await plan_removals(transaction, "U1", NOW)
        removals = await transaction.removals.all()
        await transaction.removals.forget_conversation("DU2")
    assert [removal for removal in removals if removal.kind is RemovalKind.HOME] == [
        Removal("U2", "", RemovalKind.HOME, due_at=NOW - timedelta(seconds=5))
    ], "first of all, the Home tab of whom we know"
    return [removal for removal in removals if removal.kind not in {RemovalKind.OWN, RemovalKind.HOME}]


@pytest.mark.parametrize(
    ("nudge", "facts", "kind"),
    [
        pytest.param("ridealong_brief", {}, RemovalKind.CALL, id="in Slack"),
        pytest.param("ridealong_brief", {"ts": "", "status": DeliveryStatus.SENDING}, None, id="leaving"),
        pytest.param("commitment_follow_up", {}, None, id="it stays"),
        pytest.param("of_a_former_version", {}, RemovalKind.ANSWER, id="a kind that we do not know"),
    ],
)
async def test_a_message_about_somebody_goes_in_its_way_in_the_language_of_its_reader(
    context: Context, nudge: str, facts: dict[str, Any], kind: RemovalKind | None
) -> None:
    removals = await planned(context, sent("U2", nudge, "r1 0", **facts))
    expected = Removal("DU2", "1.0", kind, due_at=NOW, locale=READER.locale_tag) if kind else None
    assert [removal for removal in removals if removal.kind is not RemovalKind.NAMED] == (
        [expected] if expected else []
    )


async def test_a_subject_of_one_word_is_the_call(context: Context) -> None:
    assert RemovalKind.CALL in {removal.kind for removal in await planned(context, sent("U2", "ridealong_news", "r1"))}


async def test_of_ones_own_messages_only_those_in_slack_are_deleted_by_their_place(context: Context) -> None:
    leaving = sent("U1", "welcome", ts="", status=DeliveryStatus.SENDING)
    assert [removal.kind for removal in await planned(context, leaving)] == [RemovalKind.NAMED]


async def test_a_reader_whom_we_do_not_know_reads_english(context: Context) -> None:
    removals = await planned(context, sent("U7", "ridealong_brief", "r1 0"))
    assert {(removal.conversation, removal.locale) for removal in removals if removal.conversation == "DU7"} == {
        ("DU7", "")
    }
    assert {removal.kind for removal in removals if removal.conversation == "DU7"} == {
        RemovalKind.CALL,
        RemovalKind.NAMED,
    }


@pytest.mark.parametrize(("ts", "there"), [("1.0", 1), ("", 0)], ids=["in Slack", "leaving"])
async def test_what_a_channel_was_told_loses_the_name_in_its_language(context: Context, ts: str, there: int) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.channels.save(CHANNEL)
    told = sent("C1", CHANNEL_SET_UP, channel_id="C1", ts=ts, status=DeliveryStatus.SENDING)
    removals = await planned(context, told)
    expected = Removal("C1", "1.0", RemovalKind.UNNAME, await hash_of(context, "U1"), due_at=NOW, locale="fr-FR")
    assert [removal for removal in removals if removal.conversation == "C1"] == [expected] * there


async def test_former_ids_are_looked_for_too(context: Context) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.identities.add("U0", "U1")
        hashes = await transaction.safeguards.name_hashes("U1")
    removals = await planned(context, sent("C1", CHANNEL_SET_UP, channel_id="C1"))
    for conversation in ("C1", "U2"):
        assert {removal.about for removal in removals if removal.conversation == conversation} == set(hashes)
    assert len(hashes) == 2


async def test_a_conversation_that_we_never_had_with_somebody_unknown_is_not_looked_for(context: Context) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U8"))
    removals = await planned(context)
    assert [(removal.conversation, removal.kind, removal.locale) for removal in removals] == [
        ("U2", RemovalKind.NAMED, READER.locale_tag)
    ]


async def test_what_others_had_looked_for_in_their_conversation_is_looked_for_no_more(context: Context) -> None:
    named = [Removal(place, "", RemovalKind.NAMED, "hash", due_at=NOW) for place in ("U1", "U9")]
    async with context.database.transaction("T1") as transaction:
        await transaction.removals.add(named)
    assert [removal.conversation for removal in await planned(context) if removal.about == "hash"] == ["U9"]
