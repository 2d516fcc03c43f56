"""Removals are done once, at the pace that Slack allows, whatever dies or refuses in the meantime."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.people.removals import MOST_ATTEMPTS, Removal, RemovalCount, RemovalKind
from bot.services.context import Context
from bot.services.people.removal_queue import HELD, RemovalQueue
from bot.slack.remover import NotDone, OurMessage
from bot.storage.outbox.removals import RemovalStore
from tests.fakes import MovableClock
from tests.services.people.removers import A_PAGE, FakeRemover, bare_home, queue, slack

__all__ = ["queue", "slack"]


async def put(context: Context, clock: MovableClock, *targets: str, workspace: str = "T1", **facts: object) -> None:
    kind = facts.pop("kind", RemovalKind.DELETE)
    wanted = [Removal("D1", target, kind, due_at=clock(), **facts) for target in targets]  # type: ignore[arg-type]  # of a test
    async with context.database.transaction(workspace) as transaction:
        await transaction.removals.add(wanted)


async def left(context: Context, workspace: str = "T1") -> list[Removal]:
    async with context.database.transaction(workspace) as transaction:
        return await transaction.removals.all()


async def test_what_follows_is_kept_with_what_is_done_or_not_at_all(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_wanted: object, **_how: object) -> None:
        raise ConnectionError

    slack.messages["D1"] = [OurMessage("1.0", "x", ())]
    await put(context, clock, "", kind=RemovalKind.OWN, place="9.0")
    before = await left(context)
    monkeypatch.setattr(RemovalStore, "add", fails)
    with pytest.raises(ConnectionError):
        await queue.next_due()
    assert await left(context) == before


async def test_one_of_each_workspace_at_a_time(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "1.0", "2.0")
    await put(context, clock, "3.0", workspace="T2")
    assert await queue.next_due() == 2
    assert sorted(slack.said) == [("delete", "T1", "D1", "1.0"), ("delete", "T2", "D1", "3.0")]
    await queue.all_due()
    assert await left(context) == await left(context, "T2") == []


async def test_a_429_holds_up_all_of_its_kind_and_costs_no_attempt(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "1.0", "2.0")
    slack.refusals["delete"] = [NotDone("ratelimited", wait=40.0)]
    await queue.all_due()
    assert [(each.due_at, each.attempts) for each in await left(context)] == [(clock() + timedelta(seconds=40), 0)] * 2
    clock.move(seconds=41)
    await queue.all_due()
    assert len(slack.said) == 2


async def test_a_limit_of_looks_does_not_hold_up_deleting(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "", kind=RemovalKind.OWN, place="9.0")
    await put(context, clock, "1.0")
    slack.refusals["page"] = [NotDone("ratelimited", wait=60.0)]
    await queue.all_due()
    assert slack.said == [("delete", "T1", "D1", "1.0")]


async def test_what_fails_is_tried_for_a_week_and_then_the_admin_reads_why(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "1.0")
    slack.refusals["delete"] = [NotDone("is_inactive") for _ in range(MOST_ATTEMPTS)]
    began = clock()
    while (waiting := await left(context))[0].given_up_at is None:
        clock.now = max(clock(), waiting[0].due_at)
        await queue.all_due()
    assert timedelta(days=6) < clock() - began < timedelta(days=8)
    clock.move(days=1)
    assert await queue.next_due() == 0
    async with context.database.transaction("T1") as transaction:
        assert await transaction.removals.given_up() == [RemovalCount("is_inactive", 1)]


async def test_what_can_never_be_done_is_given_up_at_once(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "1.0", "2.0")
    slack.refusals["delete"] = [NotDone("cant_delete_message", is_final=True)]
    await queue.all_due()
    assert [each.given_up_at for each in await left(context)] == [clock()]


async def test_a_long_conversation_is_read_page_by_page_and_goes_on_after_a_restart(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    slack.messages["D1"] = [OurMessage(f"{number}.0", "text", ()) for number in range(1, 3 * A_PAGE)]
    await put(context, clock, "", kind=RemovalKind.OWN, place="99.0", attempts=MOST_ATTEMPTS - 1, reason="no answer")
    await queue.next_due()
    (look,) = [each for each in await left(context) if each.kind is RemovalKind.OWN]
    assert (look.place, look.attempts, look.reason) == ("30.0", 0, "")  # each page gets its own week
    await RemovalQueue(context, slack, bare_home).all_due()
    deleted = [words[3] for words in slack.said if words[0] == "delete"]
    assert sorted(deleted, key=float) == [message.ts for message in slack.messages["D1"]]
    assert len([words for words in slack.said if words[0] == "page"]) == 3
    assert await left(context) == []


async def test_of_a_process_that_dies_the_work_is_taken_over_later_and_not_before(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "1.0", "2.0")
    slack.refusals["delete"] = [asyncio.CancelledError()]  # type: ignore[list-item]  # a process that ends in the middle
    with pytest.raises(asyncio.CancelledError):
        await queue.next_due()
    assert await RemovalQueue(context, slack, bare_home).next_due() == 0, (
        "nobody else works in that workspace meanwhile"
    )
    clock.move(seconds=HELD.total_seconds() + 1)
    await RemovalQueue(context, slack, bare_home).all_due()
    assert len(slack.said) == 2


async def test_what_was_dropped_meanwhile_is_not_put_back(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "", kind=RemovalKind.OWN, place="99.0")
    slack.messages["D1"] = [OurMessage("1.0", "text", ())]
    read = slack.page

    async def uninstalled(*place: str) -> object:
        async with context.database.transaction("T1") as transaction:
            await transaction.erasure.of_plans("uninstalled")
        return await read(*place)

    slack.page = uninstalled  # type: ignore[method-assign, assignment]  # of a test
    await queue.all_due()
    assert await left(context) == []
    assert [words[0] for words in slack.said] == ["page"]


async def test_a_stopped_workspace_waits(context: Context, clock: MovableClock, queue: RemovalQueue) -> None:
    await put(context, clock, "1.0")
    async with context.database.transaction("T1") as transaction:
        await transaction.workspaces.mark_stopped(True)
    assert await queue.next_due() == 0
    assert len(await left(context)) == 1


async def test_a_tick_begins_beside_everything_else_and_stop_ends_it(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "1.0")
    begun, never = asyncio.Event(), asyncio.Event()

    async def hangs(*_place: str) -> None:
        begun.set()
        await never.wait()

    slack.delete = hangs  # type: ignore[method-assign, assignment]  # of a test
    queue.tick()
    await begun.wait()
    await queue.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert len(await left(context)) == 1


@pytest.mark.parametrize("user_id", ["U2", "W2"])
async def test_what_comes_for_a_person_is_looked_for_in_their_conversation(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover, user_id: str
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.removals.add([Removal(user_id, "", RemovalKind.OWN, due_at=clock(), place="9.0")])
    await queue.all_due()
    assert [words[:3] for words in slack.said] == [("conversation", "T1", user_id), ("page", "T1", f"D{user_id}")]


async def test_a_message_with_a_thread_goes_after_what_stands_below_it_and_its_files(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    slack.messages["D1"] = [OurMessage("1.0", "text", (), files=("F1",), has_thread=True)]
    slack.messages["1.0"] = [OurMessage("1.0", "text", ()), OurMessage("2.0", "text", ())]
    await put(context, clock, "", kind=RemovalKind.OWN, place="99.0")
    await queue.all_due()
    assert sorted(words[-1] for words in slack.said if words[0] == "delete_file") == ["F1"]
    assert sorted(words[-1] for words in slack.said if words[0] == "delete") == ["1.0", "2.0"]
    assert await left(context) == []


async def test_a_fault_of_ours_is_tried_again_and_keeps_nobody_else_waiting(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    await put(context, clock, "1.0", "2.0")
    slack.refusals["delete"] = [ValueError("a fault")]  # type: ignore[list-item]  # no refusal
    await queue.all_due()
    assert [(each.target, each.reason) for each in await left(context)] == [("1.0", "error")]
    assert len(slack.said) == 1


async def test_what_is_found_in_ones_own_conversation_goes_at_once(
    context: Context, clock: MovableClock, queue: RemovalQueue, slack: FakeRemover
) -> None:
    slack.messages["D1"] = [OurMessage("1.0", "text", ())]
    known = Removal("D1", "1.0", RemovalKind.DELETE, due_at=clock() + timedelta(days=2))
    async with context.database.transaction("T1") as transaction:
        await transaction.removals.add([known])
    await put(context, clock, "", kind=RemovalKind.OWN, place="99.0")
    await queue.all_due()
    assert await left(context) == []
