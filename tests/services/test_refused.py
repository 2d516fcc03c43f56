"""Slack refuses for good: a person, their team or a whole workspace is sent nothing more."""

from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from structlog.testing import capture_logs

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import PersonStatus, Who
from bot.nudges import FEEDBACK_REQUEST, PROMPT_PERSON
from bot.services.after_delivery import AfterDelivery
from bot.services.context import Context
from bot.slack.directory import ChannelInfo, Profile
from tests.fakes import FakeDirectory, FakeMessenger
from tests.services.people.stored_people import stored

pytestmark = pytest.mark.usefixtures("maria_takes_part")


async def refused(after_delivery: AfterDelivery, context: Context, code: str, recipient: str = "U1") -> None:
    at = context.clock()
    await after_delivery.refused(Delivery("d", "T1", recipient, PROMPT_PERSON, "", on=at.date(), due_at=at), code)


async def is_stopped(context: Context) -> bool:
    async with context.database.transaction("T1") as transaction:
        return (await transaction.workspaces.get()).stopped


@pytest.mark.parametrize("code", ["user_not_found", "user_disabled"])
async def test_a_person_who_left_is_sent_nothing_more(
    after_delivery: AfterDelivery, context: Context, maria: Who, code: str
) -> None:
    await refused(after_delivery, context, code)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.of("U1") == []
    assert (await stored(context, maria)).status is PersonStatus.GONE
    assert not await is_stopped(context)


async def test_where_slack_does_not_say_who_left_it_is_asked_soon(
    after_delivery: AfterDelivery, context: Context, maria: Who
) -> None:
    await refused(after_delivery, context, "channel_not_found")
    person = await stored(context, maria)
    assert (person.status, person.seen_at) == (PersonStatus.ACTIVE, None)


@pytest.mark.parametrize("recipient", ["U1", "C1"])
@pytest.mark.parametrize("code", ["token_revoked", "token_expired", "invalid_auth", "not_authed"])
async def test_dead_tokens_stop_the_workspace_and_keep_its_people(
    context: Context, messenger: FakeMessenger, maria: Who, code: str, recipient: str
) -> None:
    lost: list[int] = []
    dead = AfterDelivery(replace(context, directory=DeadDirectory(code)), messenger, lost.append)
    with capture_logs() as logs:
        for _ in range(3):  # several were under way
            await refused(dead, context, code, recipient)
    assert await is_stopped(context)
    assert lost == [1]
    assert (await stored(context, maria)).status is PersonStatus.ACTIVE
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["workspace_stopped"]


@pytest.mark.parametrize("recipient", ["U1", "C1"])
async def test_one_refusal_by_mistake_stops_nobody(
    after_delivery: AfterDelivery, context: Context, maria: Who, recipient: str
) -> None:
    await refused(after_delivery, context, "invalid_auth", recipient)
    assert not await is_stopped(context)
    assert (await stored(context, maria)).status is PersonStatus.ACTIVE


async def test_a_team_that_is_closed_to_us_cuts_its_people_off_and_takes_nothing_from_them(
    after_delivery: AfterDelivery, context: Context, maria: Who
) -> None:
    at = context.clock()
    first = Delivery("d", "T1", "U1", FEEDBACK_REQUEST, "R1", on=at.date(), due_at=at, status=DeliveryStatus.REFUSED)
    async with context.database.transaction("T1") as transaction:
        await transaction.outbox.add(first)
    await after_delivery.refused(first, "team_access_not_granted")
    person = await stored(context, maria)
    assert (person.cut_off, person.status) == (True, PersonStatus.ACTIVE)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.of("U1")
        (waits,) = await transaction.outbox.of("U1", [FEEDBACK_REQUEST], status=None)
    assert waits.status is DeliveryStatus.PENDING  # withheld with whatever else is due to them, until they are let in


@pytest.mark.parametrize(
    ("profile", "status"),
    [
        (Profile("Maria", "UTC", is_gone=True), PersonStatus.GONE),
        (None, PersonStatus.GONE),
        (Profile("Maria", "UTC"), PersonStatus.ACTIVE),
    ],
)
async def test_an_inactive_account_is_asked_about(
    after_delivery: AfterDelivery,
    context: Context,
    maria: Who,
    directory: FakeDirectory,
    profile: Profile | None,
    status: PersonStatus,
) -> None:
    directory.profiles.pop(maria)
    if profile is not None:
        directory.profiles[maria] = profile
    await refused(after_delivery, context, "account_inactive")
    assert (await stored(context, maria)).status is status
    assert not await is_stopped(context)


class DeadDirectory(FakeDirectory):
    """A directory whose token Slack refuses with `code`."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    async def profile(self, who: Who) -> Profile | None:  # noqa: ARG002 - as the directory's
        answer = AsyncSlackResponse(
            client=AsyncWebClient(), http_verb="GET", api_url="", req_args={}, data={"error": self.code}, headers={},
            status_code=200,
        )  # fmt: skip
        raise SlackApiError("no", answer)  # type: ignore[no-untyped-call]  # as it stands in the SDK

    async def channel(self, workspace_id: str, channel_id: str) -> ChannelInfo | None:
        await self.profile(Who(workspace_id, channel_id))
        return None


async def test_an_inactive_account_that_cannot_ask_is_the_apps_own(
    context: Context, messenger: FakeMessenger, maria: Who
) -> None:
    busy = AfterDelivery(replace(context, directory=DeadDirectory("fatal_error")), messenger)
    await refused(busy, context, "account_inactive")
    assert not await is_stopped(context)
    dead = AfterDelivery(replace(context, directory=DeadDirectory("account_inactive")), messenger)
    await refused(dead, context, "account_inactive")
    assert await is_stopped(context)


async def test_other_refusals_stop_nobody(after_delivery: AfterDelivery, context: Context, maria: Who) -> None:
    await refused(after_delivery, context, "msg_too_long")
    await refused(after_delivery, context, "user_not_found", "C1")
    assert (await stored(context, maria)).status is PersonStatus.ACTIVE
    assert not await is_stopped(context)


async def put(context: Context, recipient: str, code: str, attempts: int) -> Delivery:
    """A delivery that Slack refused with `code` at that attempt."""
    at, slot = context.clock(), ("T1", recipient, PROMPT_PERSON, "another")
    delivery = Delivery.of_slot(*slot, at.date(), at, status=DeliveryStatus.REFUSED, reason=code, attempts=attempts)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.outbox.add(delivery)
    return delivery


async def became(context: Context, delivery: Delivery) -> tuple[DeliveryStatus, str]:
    async with context.database.transaction("T1") as transaction:
        now = await transaction.outbox.get(delivery.id)
    assert now is not None
    return now.status, now.reason


WAITS = (DeliveryStatus.PENDING, "")


@pytest.mark.parametrize("code", ["token_revoked", "invalid_auth", "account_inactive"])
async def test_what_met_a_token_that_was_over_waits_for_the_next_one(
    context: Context, messenger: FakeMessenger, maria: Who, code: str
) -> None:
    dead = AfterDelivery(replace(context, directory=DeadDirectory(code)), messenger)
    messages = [await put(context, recipient, code, 9) for recipient in ("U1", "U2", "C1")]
    for message in messages:
        await dead.refused(message, code)
    assert [await became(context, message) for message in messages] == [WAITS] * 3


@pytest.mark.parametrize(
    ("says", "code", "attempts", "waits"),
    [
        ("", "token_revoked", 4, True),
        ("", "token_revoked", 5, False),
        ("", "account_inactive", 1, False),
        ("", "user_not_found", 1, False),
        ("", "is_archived", 1, False),
        ("fatal_error", "account_inactive", 4, True),
        ("fatal_error", "account_inactive", 5, False),
    ],
    ids=["a new one", "too often", "a person", "another", "a channel", "Slack is busy", "busy too often"],
)
async def test_what_met_a_token_that_may_not_be_over_is_tried_a_few_times_more(
    context: Context,
    messenger: FakeMessenger,
    maria: Who,
    says: str,
    code: str,
    attempts: int,
    waits: bool,
) -> None:
    message = await put(context, "U1", code, attempts)
    there = replace(context, directory=DeadDirectory(says)) if says else context
    await AfterDelivery(there, messenger).refused(message, code)
    assert await became(context, message) == (WAITS if waits else (DeliveryStatus.REFUSED, code))
    assert not await is_stopped(context)


async def test_a_refusal_that_is_told_late_undoes_no_newer_attempt(
    context: Context, messenger: FakeMessenger, maria: Who
) -> None:
    message = await put(context, "U1", "token_revoked", 2)
    dead = AfterDelivery(replace(context, directory=DeadDirectory("token_revoked")), messenger)
    await dead.refused(replace(message, attempts=1), "token_revoked")
    assert await became(context, message) == (DeliveryStatus.REFUSED, "token_revoked")
