"""A name is taken out of a message that stays; where that is impossible, a sentence replaces it."""

from dataclasses import replace

import pytest

from bot.blocks.block_kit import section
from bot.domain.deliveries import Delivery
from bot.domain.people.removals import Removal, RemovalKind
from bot.services.context import Context
from bot.slack.remover import UNREADABLE, NotDone, OurMessage
from tests.fakes import MovableClock
from tests.services.people.removers import FakeRemover, do, hash_of, slack

__all__ = ["slack"]
SENTENCE = "What was here was removed with the data of somebody it named."


@pytest.mark.parametrize(
    ("there", "said"),
    [
        pytest.param([OurMessage("1.0", "To <@U1>", ())], "To (name removed)", id="named in the text"),
        pytest.param([OurMessage("1.0", "To", (section("<@U1>"),))], "To", id="named in a block"),
        pytest.param([OurMessage("1.0", "To <@U12>", ())], None, id="another"),
        pytest.param([], None, id="gone"),
    ],
)
async def test_a_name_is_taken_out_where_it_still_stands(
    context: Context, clock: MovableClock, slack: FakeRemover, there: list[OurMessage], said: str | None
) -> None:
    slack.messages["D1"] = there
    assert await do(context, clock, slack, "1.0", RemovalKind.UNNAME, about=await hash_of(context, "U1")) == []
    assert [words for words in slack.said if words[0] == "replace"] == (
        [("replace", "T1", "D1", "1.0", said)] if said else []
    )


@pytest.mark.parametrize("reason", sorted(UNREADABLE))
async def test_what_slack_does_not_take_without_the_name_becomes_a_sentence(
    context: Context, clock: MovableClock, slack: FakeRemover, reason: str
) -> None:
    slack.messages["D1"] = [OurMessage("1.0", "To <@U1>", ())]
    slack.refusals["replace"] = [NotDone(reason)]
    assert await do(context, clock, slack, "1.0", RemovalKind.UNNAME, about=await hash_of(context, "U1")) == []
    assert slack.said[-1] == ("replace", "T1", "D1", "1.0", SENTENCE)


async def test_what_slack_refuses_otherwise_is_tried_again_as_it_was(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    slack.messages["D1"] = [OurMessage("1.0", "To <@U1>", ())]
    slack.refusals["replace"] = [NotDone("is_inactive")]
    (left,) = await do(context, clock, slack, "1.0", RemovalKind.UNNAME, about=await hash_of(context, "U1"))
    assert (left.kind, left.reason, left.attempts) == (RemovalKind.UNNAME, "is_inactive", 1)


@pytest.mark.parametrize(
    ("nudge", "kind"),
    [
        ("checkin", RemovalKind.UNNAME),
        ("ridealong_brief", RemovalKind.CALL),
        ("reflection_leader", RemovalKind.DELETE),
        ("commitment_follow_up", RemovalKind.ANSWER),
        ("of_a_former_version", RemovalKind.ANSWER),
        (None, RemovalKind.ANSWER),
    ],
)
async def test_what_names_them_in_anothers_conversation_goes_as_its_kind_of_message_does(
    context: Context, clock: MovableClock, slack: FakeRemover, nudge: str | None, kind: RemovalKind
) -> None:
    about, delivery_id = await hash_of(context, "U1"), "d1" if nudge else ""
    if nudge:
        sent = Delivery.of_slot("T1", "U2", nudge, "", clock().date(), clock())
        async with context.database.transaction("T1") as transaction:
            await transaction.outbox.add(replace(sent, id="d1"))
    slack.messages["D1"] = [OurMessage("1.0", "To <@U1>", (), delivery_id), OurMessage("2.0", "To <@U3>", ())]
    left = await do(context, clock, slack, "", RemovalKind.NAMED, about=about, place="9.0", locale="de-DE")
    named = about if kind is RemovalKind.UNNAME else ""
    assert left == [Removal("D1", "1.0", kind, named, due_at=clock(), locale="de-DE")]
