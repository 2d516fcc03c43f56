"""Changes to one message are collapsed: of those that wait, only the newest is sent."""

import asyncio

import pytest

from bot.blocks.block_kit import Block, Message
from bot.domain.people.people import Who
from handlers.updates import MessageUpdates

PLACE = ("C1", "1.0")


class SlowSlack:
    """Accepts changes when told to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.goes_on = asyncio.Event()
        self.refuses = False

    async def chat_update(self, *, channel: str, ts: str, text: str, blocks: list[Block]) -> object:  # noqa: ARG002 - Slack's
        await self.goes_on.wait()
        if self.refuses:
            raise ConnectionResetError
        self.taken.append(text)
        return None


async def test_of_eighty_changes_at_once_the_first_and_the_last_are_sent() -> None:
    slack, updates = SlowSlack(), MessageUpdates()
    shown = [
        asyncio.ensure_future(updates.show(slack, PLACE, Message(f"{number} did it", ()))) for number in range(1, 81)
    ]
    await asyncio.sleep(0)
    other = asyncio.ensure_future(updates.show(slack, ("C2", "1.0"), Message("elsewhere", ())))
    slack.goes_on.set()
    await asyncio.gather(*shown, other)
    assert sorted(slack.taken) == ["80 did it", "elsewhere"]


async def test_what_comes_while_one_is_on_its_way_is_sent_after_it() -> None:
    slack, updates = SlowSlack(), MessageUpdates()
    first = asyncio.ensure_future(updates.show(slack, PLACE, Message("one", ())))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    later = [asyncio.ensure_future(updates.show(slack, PLACE, Message(text, ()))) for text in ("two", "three")]
    await asyncio.sleep(0)
    slack.goes_on.set()
    await asyncio.gather(first, *later)
    assert slack.taken == ["one", "three"]


async def test_a_refusal_is_told_to_everyone_and_the_next_change_is_tried() -> None:
    slack, updates = SlowSlack(), MessageUpdates()
    slack.refuses = True
    slack.goes_on.set()
    with pytest.raises(ConnectionResetError):
        await updates.show(slack, PLACE, Message("one", ()))
    slack.refuses = False
    await updates.show(slack, PLACE, Message("two", ()))
    assert slack.taken == ["two"]


async def test_why_slack_did_not_take_a_home_tab_is_told_with_whose_it_was() -> None:
    class FullSlack:
        async def views_publish(self, **_content: object) -> None:
            raise ConnectionResetError

    told: list[tuple[Who, str]] = []
    updates = MessageUpdates(lambda who, error: told.append((who, type(error).__name__)))
    with pytest.raises(ConnectionResetError):
        await updates.publish(FullSlack(), Who("T1", "U1"), {"type": "home"})
    assert told == [(Who("T1", "U1"), "ConnectionResetError")]
