"""Rates, faults, triggers, escaping and waiting, each on its own."""

import asyncio
import math
from typing import Any

import pytest

from bot.localslack import MethodLimits, SlackWorkspace
from bot.localslack.people.escaping import escaped, escaped_message
from bot.localslack.state.changes import Changes
from bot.localslack.state.errors import SlackError
from bot.localslack.state.faults import Faults
from bot.localslack.state.ids import Ids
from bot.localslack.state.limits import Meter
from bot.localslack.state.triggers import Triggers

from .conftest import Clocks


def test_a_channel_takes_a_short_burst_and_then_one_message_a_second(clocks: Clocks) -> None:
    meter = Meter(MethodLimits.real(), clocks.monotonic)
    waits = [meter.spend("A", "T", "chat.postMessage", 0, "C1") for _ in range(4)]
    assert waits == [0, 0, 0, 1]
    assert meter.spend("A", "T", "chat.postMessage", 0, "C2") == 0
    clocks.seconds += 1
    assert meter.spend("A", "T", "chat.postMessage", 0, "C1") == 0
    assert meter.refused == [("T", "chat.postMessage", "C1")]


@pytest.mark.parametrize(("tier", "a_minute"), [(1, 1), (2, 20), (3, 50), (4, 100)])
def test_a_tier_allows_so_many_calls_a_minute(clocks: Clocks, tier: int, a_minute: int) -> None:
    meter = Meter(MethodLimits.real(), clocks.monotonic)
    assert not any(meter.spend("A", "T", "m", tier, "") for _ in range(a_minute))
    assert meter.spend("A", "T", "m", tier, "") == math.ceil(60 / a_minute)
    assert meter.spend("A", "T2", "m", tier, "") == 0


def test_limits_can_be_off_and_some_methods_have_none(clocks: Clocks) -> None:
    off = Meter(MethodLimits.off(), clocks.monotonic)
    real = Meter(MethodLimits.real(), clocks.monotonic)
    assert not any(off.spend("A", "T", "chat.postMessage", 0, "C") for _ in range(500))
    assert not any(real.spend("A", "T", "auth.test", 0, "") for _ in range(500))


def test_a_fault_happens_as_often_as_told_and_only_to_its_method() -> None:
    faults = Faults()
    faults.fail("chat.postMessage", "internal_error", times=2, every=2)
    kinds = [bool(faults.take("chat.postMessage")) for _ in range(6)]
    assert kinds == [False, True, False, True, False, False]
    faults.reset("*")
    faults.clear()
    assert faults.take("views.open") is None


def test_a_trigger_works_once_and_for_three_seconds(clocks: Clocks) -> None:
    triggers = Triggers(Ids(), clocks.monotonic)
    first, late = triggers.issue("A", "T", "U"), triggers.issue("A", "T", "U")
    assert triggers.spend(first, "A", "T").user == "U"
    clocks.seconds += 3.1
    for key, app, code in [
        (first, "A", "exchanged_trigger_id"),
        (late, "A", "expired_trigger_id"),
        (late, "B", "invalid_trigger_id"),
        ("made up", "A", "invalid_trigger_id"),
    ]:
        with pytest.raises(SlackError, match=code):
            triggers.spend(key, app, "T")


def test_names_addresses_and_signs_become_ids_links_and_entities(acme: SlackWorkspace) -> None:
    tom, sales = acme.user("tom"), acme.channel("sales")
    assert tom
    assert sales
    text = "<!channel> & @tom, in #sales (https://x.io/?a=1&b). @nobody #nosuch a@tom"
    address = "<https://x.io/?a=1&amp;b>"
    expected = f"&lt;!channel&gt; &amp; <@{tom.id}|tom>, in <#{sales.id}|sales> ({address}). @nobody #nosuch a@tom"
    assert escaped(text, acme) == expected
    assert escaped_message(text, acme) == expected.replace("|tom", ""), "a mention in a message carries no name"


async def test_waiting_ends_with_the_change_that_makes_it_true() -> None:
    changes, seen = Changes(), list[Any]()
    stop = changes.subscribe(seen.append)
    waiting = asyncio.create_task(changes.until(lambda: seen[1:], 5))
    await asyncio.sleep(0)
    changes.ring("one")
    await asyncio.sleep(0)
    changes.ring("two")
    assert await waiting == ["two"]
    stop()
    changes.ring("three")
    assert (seen, changes.count) == (["one", "two"], 3)
    with pytest.raises(TimeoutError):
        await changes.until(lambda: False, 0.01)
