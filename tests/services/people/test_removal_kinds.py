"""What each kind of removal does in Slack, which steps follow from it, and when none does."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.blocks.block_kit import section
from bot.domain.people.removals import LOOKS, Removal, RemovalKind
from bot.services.context import Context
from bot.services.people.removal_queue import RemovalQueue
from bot.slack.remover import UNREADABLE, NotDone, OurMessage
from content.libraries import Libraries
from content.models import Library
from tests.fakes import MovableClock
from tests.services.people.removers import FakeRemover

SENTENCE = "What stood here was removed at the request of somebody whom it named."
OFF = "This ride-along was removed at the request of somebody who was to be on it. It is not planned any more."


class NotedLibraries(Libraries):
    """English for everybody, and which locales were asked for."""

    def __init__(self, library: Library) -> None:
        super().__init__(only=library)
        self.asked: list[str] = []

    def of(self, reads: str) -> Library:
        self.asked.append(reads)
        return super().of(reads)


@pytest.fixture
def slack() -> FakeRemover:
    return FakeRemover()


async def do(
    context: Context, clock: MovableClock, slack: FakeRemover, target: str, kind: RemovalKind, **facts: Any
) -> list[Removal]:
    """Do the first due thing; what is left to do."""
    about = facts.pop("about", "")
    wanted = Removal(facts.pop("conversation", "D1"), target, kind, about, due_at=clock(), **facts)
    async with context.database.transaction("T1") as transaction:
        await transaction.removals.add([wanted])
    await RemovalQueue(context, slack).next_due()
    async with context.database.transaction("T1") as transaction:
        return await transaction.removals.all()


async def hash_of(context: Context, user_id: str) -> str:
    async with context.database.transaction("T1") as transaction:
        (name_hash,) = await transaction.safeguards.name_hashes(user_id)
    return name_hash


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        (RemovalKind.DELETE, ("delete", "T1", "D1", "1.0")),
        (RemovalKind.FILE, ("delete_file", "T1", "1.0")),
        (RemovalKind.ANSWER, ("replace", "T1", "D1", "1.0", SENTENCE)),
        (RemovalKind.CALL, ("replace", "T1", "D1", "1.0", OFF)),
    ],
)
async def test_one_message_or_file(
    context: Context, clock: MovableClock, slack: FakeRemover, kind: RemovalKind, done: tuple[str, ...]
) -> None:
    assert await do(context, clock, slack, "1.0", kind) == []
    assert slack.said == [done]


@pytest.mark.parametrize("kind", [RemovalKind.ANSWER, RemovalKind.UNNAME])
async def test_a_sentence_is_in_the_language_of_its_reader(
    context: Context, clock: MovableClock, slack: FakeRemover, library: Library, kind: RemovalKind
) -> None:
    libraries = NotedLibraries(library)
    slack.messages["D1"] = [OurMessage("1.0", "To <@U1>", ())]
    facts = {"about": await hash_of(context, "U1")} if kind is RemovalKind.UNNAME else {}
    await do(replace(context, libraries=libraries), clock, slack, "1.0", kind, locale="de-DE", **facts)
    assert libraries.asked == ["de-DE"]


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
    ("kind", "reason", "left"),
    [
        (RemovalKind.NAMED, "user_disabled", 0),
        (RemovalKind.NAMED, "is_inactive", 1),
        (RemovalKind.OWN, "user_disabled", 1),
    ],
)
async def test_only_a_contact_who_left_needs_no_conversation(
    context: Context, clock: MovableClock, slack: FakeRemover, kind: RemovalKind, reason: str, left: int
) -> None:
    slack.refusals["conversation"] = [NotDone(reason)]
    assert len(await do(context, clock, slack, "", kind, conversation="U2", place="9.0")) == left


async def test_of_a_found_conversation_the_same_is_wanted(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    facts = {"about": "hash", "place": "9.0", "locale": "de-DE"}
    (left,) = await do(context, clock, slack, "", RemovalKind.NAMED, conversation="U2", **facts)
    assert left == Removal("DU2", "", RemovalKind.NAMED, due_at=clock(), **facts)  # type: ignore[arg-type]  # of a test


def steps(left: Sequence[Removal]) -> set[tuple[str, RemovalKind, str]]:
    return {(step.target, step.kind, step.about) for step in left}


async def test_a_page_of_ones_own_conversation_is_deleted_file_by_file_and_thread_by_thread(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    threaded = OurMessage("2.0", "x", (), has_thread=True)
    slack.messages["D1"] = [OurMessage("1.0", "x", (), files=("F1", "F2")), threaded]
    left = await do(context, clock, slack, "", RemovalKind.OWN, place="9.0", locale="de-DE")
    assert steps(left) == {
        ("F1", RemovalKind.FILE, ""), ("F2", RemovalKind.FILE, ""), ("1.0", RemovalKind.DELETE, ""),
        ("2.0", RemovalKind.THREAD, ""),
    }  # fmt: skip
    assert {(step.due_at, step.locale) for step in left} == {(clock(), "de-DE")}


async def test_the_message_above_a_thread_goes_after_its_last_page(
    context: Context, clock: MovableClock, slack: FakeRemover
) -> None:
    slack.messages["1.0"] = [OurMessage("1.0", "x", (), files=("F1",), has_thread=True), OurMessage("1.5", "x", ())]
    left = await do(context, clock, slack, "1.0", RemovalKind.THREAD, place="1.2")
    assert slack.said == [("thread", "T1", "D1", "1.0", "1.2")]
    assert steps(left) == {
        ("F1", RemovalKind.FILE, ""), ("1.5", RemovalKind.DELETE, ""), ("1.0", RemovalKind.DELETE, ""),
    }  # fmt: skip


@pytest.mark.parametrize("kind", sorted(LOOKS - {RemovalKind.UNNAME}))
async def test_a_look_goes_on_at_the_next_page(
    context: Context, clock: MovableClock, slack: FakeRemover, kind: RemovalKind
) -> None:
    about = await hash_of(context, "U1")
    slack.next_places = ["5.0"]
    target = "1.0" if kind is RemovalKind.THREAD else ""
    left = await do(context, clock, slack, target, kind, about=about, place="9.0", attempts=3, reason="no answer")
    assert left == [Removal("D1", target, kind, about, due_at=clock(), place="5.0")]
