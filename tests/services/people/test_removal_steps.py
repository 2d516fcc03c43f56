"""Which steps follow from a look into a conversation or a thread."""

from collections.abc import Sequence

import pytest

from bot.domain.people.removals import LOOKS, Removal, RemovalKind
from bot.services.context import Context
from bot.slack.remover import NotDone, OurMessage
from tests.fakes import MovableClock
from tests.services.people.removers import FakeRemover, do, hash_of, slack

__all__ = ["slack"]


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
