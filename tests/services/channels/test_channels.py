"""Channel nudges: who may set one up, where, and what the channel and the person read."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from bot.domain.channels.channels import MOST_TOLD, ChannelRequest
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Who
from bot.errors import Problem, Problems
from bot.nudges import CHANNEL_SET_UP, PROMPT_CHANNEL
from bot.services.context import Context, new_id
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.channels.channel_nudges import NINE, outbox, said, sent_today

pytestmark = pytest.mark.usefixtures("sales_of_an_admin")


async def make_leader(context: Context, services: Services, who: Who) -> None:
    person = await services.people.meet(who)
    async with context.database.transaction(who.workspace_id) as transaction:
        await transaction.people.save(replace(person, is_leader=True))


async def test_a_nudge_is_planned_on_the_clock_of_the_person_who_sets_it_up(services: Services, maria: Who) -> None:
    facts, changed = await services.channels.set_up(maria, NINE)
    assert changed
    assert (facts.nudge.zone, facts.nudge.nudge) == ("Europe/Berlin", PROMPT_CHANNEL)
    assert facts.next_at == datetime(2026, 10, 19, 7, 0, tzinfo=UTC)


async def test_a_zone_that_was_written_wins(services: Services, maria: Who) -> None:
    facts, _ = await services.channels.set_up(maria, replace(NINE, zone="america/new_york"))
    assert facts.next_at == datetime(2026, 10, 19, 13, 0, tzinfo=UTC)


async def test_the_channel_is_told_who_set_it_up(services: Services, context: Context, maria: Who) -> None:
    await services.channels.set_up(maria, NINE)
    (told,) = await outbox(context, "C1", CHANNEL_SET_UP)
    text = await said(context, told)
    assert text.startswith("<@U1> set this up for the channel: Daily prompt, Mon–Fri at 09:00 (Europe/Berlin).")


async def test_the_same_again_says_so_and_does_not_tell_the_channel_twice(
    services: Services, context: Context, maria: Who
) -> None:
    await services.channels.set_up(maria, NINE)
    _, changed = await services.channels.set_up(maria, NINE)
    assert not changed
    assert len(await outbox(context, "C1", CHANNEL_SET_UP)) == 1


async def test_a_channel_is_told_of_a_few_a_day(services: Services, clock: MovableClock, maria: Who) -> None:
    for number in range(MOST_TOLD):
        await services.channels.set_up(maria, replace(NINE, at=time(9, number)))
    again = replace(NINE, at=time(10))
    with pytest.raises(Problem, match="told_enough"):
        await services.channels.set_up(maria, again)
    clock.move(days=1)
    await services.channels.set_up(maria, again)


async def test_a_change_after_todays_went_out_waits_for_tomorrow(
    services: Services, context: Context, maria: Who
) -> None:
    await services.channels.set_up(maria, NINE)
    await sent_today(context)
    facts, changed = await services.channels.set_up(maria, replace(NINE, at=time(17)))
    assert changed
    assert facts.next_at == datetime(2026, 10, 20, 15, 0, tzinfo=UTC)


async def test_a_slot_that_is_due_this_moment_is_not_lost(services: Services, maria: Who, clock: MovableClock) -> None:
    facts, _ = await services.channels.set_up(maria, NINE)
    clock.move(hours=1, seconds=2)
    changed, _ = await services.channels.set_up(maria, replace(NINE, at=time(17)))
    assert changed.next_at == facts.next_at


async def test_stopped_meanwhile_means_the_channel_hears_nothing(
    services: Services, context: Context, maria: Who
) -> None:
    await services.channels.set_up(maria, NINE)
    await services.channels.stop(maria, "C1")
    (told,) = await outbox(context, "C1", CHANNEL_SET_UP)
    assert await said(context, told) == "stopped"
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.of("C1") == []


async def test_a_leader_may_where_they_are_and_a_salesperson_may_not(
    services: Services, context: Context, directory: FakeDirectory
) -> None:
    tom = directory.add("U2", "Tom")
    directory.add_channel("C1", tom)
    with pytest.raises(Problem, match="leaders_only"):
        await services.channels.set_up(tom, NINE)
    assert not (await services.channels.listed(tom)).may_set_up
    await make_leader(context, services, tom)
    assert (await services.channels.listed(tom)).may_set_up
    _, changed = await services.channels.set_up(tom, NINE)
    assert changed


async def test_a_guest_may_nothing(services: Services, directory: FakeDirectory) -> None:
    guest = directory.add("U3", is_guest=True)
    for ask in (services.channels.set_up(guest, NINE), services.channels.stop(guest, "C1")):
        with pytest.raises(Problem, match="guest"):
            await ask
    with pytest.raises(Problem, match="guest"):
        await services.channels.listed(guest)


async def test_an_admin_who_is_one_no_more_is_found_out_at_once(
    services: Services, directory: FakeDirectory, maria: Who
) -> None:
    await services.people.meet(maria)
    directory.add("U1", "Maria")
    with pytest.raises(Problem, match="leaders_only"):
        await services.channels.set_up(maria, NINE)


@pytest.mark.parametrize(
    ("request_", "key"),
    [
        pytest.param(replace(NINE, channel_id="C9"), "channels.not_seen", id="no such channel"),
        pytest.param(replace(NINE, channel_id="C2"), "permissions.not_in_channel", id="not in it"),
        pytest.param(replace(NINE, channel_id="C3"), "channels.invite_first", id="the bot is not in it"),
        pytest.param(replace(NINE, channel_id="C4"), "channels.archived", id="archived"),
        pytest.param(replace(NINE, channel_id="C5"), "channels.shared", id="shared with another company"),
        pytest.param(replace(NINE, zone="Mars/Olympus"), "channels.zone_unknown", id="no such zone"),
    ],
)
async def test_what_is_wrong_with_the_channel_is_said_at_its_field(
    services: Services, directory: FakeDirectory, maria: Who, request_: ChannelRequest, key: str
) -> None:
    directory.add_channel("C2")
    directory.add_channel("C3", maria, has_bot=False)
    directory.add_channel("C4", maria)
    directory.channels["T1", "C4"] = replace(directory.channels["T1", "C4"], is_archived=True)
    directory.add_channel("C5", maria)
    directory.channels["T1", "C5"] = replace(directory.channels["T1", "C5"], is_shared=True)
    with pytest.raises(Problem) as raised:
        await services.channels.set_up(maria, request_)
    assert raised.value.key == key
    assert raised.value.field in {"channel", "zone"}


async def test_everything_that_is_missing_is_said_at_once(services: Services, maria: Who) -> None:
    with pytest.raises(Problems) as raised:
        await services.channels.set_up(maria, ChannelRequest(days=frozenset()))
    assert [problem.field for problem in raised.value.problems] == ["channel", "at", "days"]


async def test_only_its_author_or_an_admin_changes_or_stops_it(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    tom, ana = directory.add("U2", "Tom"), directory.add("U3", "Ana")
    directory.add_channel("C1", maria, tom, ana)
    await make_leader(context, services, tom)
    await make_leader(context, services, ana)
    await services.channels.set_up(tom, NINE)
    for ask in (services.channels.set_up(ana, replace(NINE, at=time(10))), services.channels.stop(ana, "C1")):
        with pytest.raises(Problem, match="setter_or_admin"):
            await ask
    assert [nudge.set_by for nudge in await services.channels.stop(maria, "C1", PROMPT_CHANNEL)] == ["U2"]


@pytest.mark.parametrize(("channel_id", "key"), [("", "which_to_stop"), ("C1", "nothing_to_stop")])
async def test_there_has_to_be_something_to_stop(services: Services, maria: Who, channel_id: str, key: str) -> None:
    with pytest.raises(Problem, match=key):
        await services.channels.stop(maria, channel_id)


async def test_an_admin_lists_all_and_anybody_else_their_own_and_those_of_the_channel(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    tom = directory.add("U2", "Tom")
    await make_leader(context, services, tom)
    directory.add_channel("C2", tom)
    await services.channels.set_up(maria, NINE)
    await services.channels.set_up(tom, replace(NINE, channel_id="C2"))
    assert [one.nudge.channel_id for one in (await services.channels.listed(maria)).nudges] == ["C1", "C2"]
    assert [one.nudge.channel_id for one in (await services.channels.listed(tom)).nudges] == ["C2"]
    assert [one.nudge.channel_id for one in (await services.channels.listed(tom, "C1")).nudges] == ["C1", "C2"]
    there = (await services.channels.listed(tom, "C1")).nudges
    assert [one.may_change for one in there] == [False, True]
    assert all(one.may_change for one in (await services.channels.listed(maria)).nudges)


async def test_what_was_due_when_it_was_stopped_is_not_sent_any_more(
    services: Services, context: Context, maria: Who
) -> None:
    await services.channels.set_up(maria, NINE)
    due = Delivery(new_id(), "T1", "C1", PROMPT_CHANNEL, "", on=context.clock().date(), due_at=context.clock())
    assert (await said(context, due)).startswith("Today’s challenge")
    await services.channels.stop(maria, "C1")
    assert await said(context, due) == "stopped"


MON_WED = replace(NINE, days=frozenset({0, 2}), zone="America/New_York", country="DE-BY")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(ChannelRequest(channel_id="C1", at=time(10)), {"at": time(10)}, id="its time"),
        pytest.param(ChannelRequest(channel_id="C1", days=frozenset({4})), {"days": frozenset({4})}, id="its days"),
        pytest.param(ChannelRequest(channel_id="C1", zone="Asia/Kolkata"), {"zone": "Asia/Kolkata"}, id="its zone"),
        pytest.param(ChannelRequest(channel_id="C1", country="FR"), {"country": "FR"}, id="its holidays"),
    ],
)
async def test_a_change_of_one_thing_keeps_the_rest(
    services: Services, maria: Who, request_: ChannelRequest, expected: dict[str, Any]
) -> None:
    first, _ = await services.channels.set_up(maria, MON_WED)
    facts, changed = await services.channels.set_up(maria, request_)
    assert changed
    assert facts.nudge == replace(first.nudge, **expected)
