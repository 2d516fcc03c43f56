"""When somebody has their data deleted, all our messages in their conversation go, and later ones stay."""

import pytest

from bot.domain.people.removals import RemovalKind
from tests.office import Office
from tests.scenarios.calls import deletes


@pytest.fixture
async def with_thread(office: Office) -> Office:
    """Tom got a prompt, answered it in its thread, asked for his streak and for his data."""
    await office.starts("tom")
    tom = office.as_("tom")
    await office.wait(hours=3)
    prompt = next(message for message in tom.client.messages("dm") if "prompt" in message.text)
    await tom.client.send("dm", "It went well", thread_ts=prompt.ts)
    await tom.client.send("dm", "streak")
    await office.settle()
    await tom.command("/secondchair", "export")
    await office.wait(minutes=1)
    return office


def ours(office: Office) -> list[str]:
    return [message.text for message in office.as_("tom").client.messages("dm") if message.bot_id]


async def test_nothing_of_ours_is_left_there_and_no_file(with_thread: Office) -> None:
    assert len(ours(with_thread)) > 3
    await deletes(with_thread, "tom")
    assert ours(with_thread) == []
    assert with_thread.slack.state.files.contents() == []
    written = [message.text for message in with_thread.as_("tom").client.messages("dm")]
    assert written == ["It went well", "streak"], "what he wrote is his"


async def test_what_comes_after_they_start_again_stays(with_thread: Office) -> None:
    await deletes(with_thread, "tom")
    await with_thread.wait(seconds=20)
    await with_thread.as_("tom").open_home()
    await with_thread.as_("tom").press("Start")
    first = ours(with_thread)
    assert first
    await with_thread.wait(days=3)
    assert len(ours(with_thread)) >= len(first), "nothing was put off that takes it away later"


async def test_without_leave_to_look_what_we_know_of_is_deleted_two_days_later(with_thread: Office) -> None:
    known = [message for message in with_thread.as_("tom").client.messages("dm") if "prompt" in message.text]
    with_thread.slack.faults.fail("conversations.history", "missing_scope", times=1000)
    await deletes(with_thread, "tom")
    assert known[0].text in ours(with_thread)
    await with_thread.wait(days=2, minutes=1)
    assert known[0].text not in ours(with_thread)
    async with with_thread.bot.database.transaction(with_thread.workspace.id) as transaction:
        waiting = await transaction.removals.all()
    assert {(removal.kind, removal.reason) for removal in waiting} == {(RemovalKind.OWN, "missing_scope")}
