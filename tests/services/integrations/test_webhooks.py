"""Events are sent signed, are retried, and carry nobody's name, text or answer."""

import json
from asyncio import CancelledError
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from bot.clock import wall_clock
from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.integrations import webhooks as rules
from bot.domain.integrations.webhooks import Webhook, WebhookEvent, WebhookKind
from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.context import Context
from bot.services.integrations.webhook_queue import WebhookQueue
from bot.services.planning.announcements import announce, announce_count
from bot.services.services import Services
from bot.webhooks.sender import HttpSender
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import active


class Receiver:
    """A server that keeps what it gets, and answers as it is told."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, str]]] = []
        self.status = 204
        self.address = ""

    async def take(self, request: web.Request) -> web.Response:
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        self.came.append((await request.text(), {name: request.headers[name] for name in names}))
        return web.Response(status=self.status, headers={"Location": "http://127.0.0.1:1/"})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver, app = Receiver(), web.Application()
    app.router.add_post("/events", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.address = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
    yield receiver
    await runner.cleanup()


@pytest.fixture
def queue(context: Context, services: Services) -> WebhookQueue:
    return WebhookQueue(context, HttpSender(allowed=lambda _address: True, schemes={"http"}), services.people)


@pytest.fixture
async def secret(context: Context, directory: FakeDirectory, receiver: Receiver) -> str:
    """A webhook of the workspace that leads to the receiver. Returns its secret."""
    directory.add("U1", is_admin=True)
    secret = rules.new_secret(b"k" * 32)
    async with context.database.transaction("T1") as transaction:
        await transaction.webhooks.save(Webhook(receiver.address, secret, "U1", context.clock()))
    return secret


async def happen(context: Context, kind: WebhookKind = WebhookKind.TEST) -> None:
    async with context.database.transaction("T1") as transaction:
        await announce(transaction, kind, {}, context.clock())


async def kept(context: Context) -> tuple[Webhook, int]:
    async with context.database.transaction("T1") as transaction:
        webhook = await transaction.webhooks.get()
        assert webhook is not None
        return webhook, await transaction.webhooks.waiting()


async def test_a_kept_library_verifies_what_comes(
    context: Context, queue: WebhookQueue, receiver: Receiver, secret: str, clock: MovableClock
) -> None:
    clock.now = wall_clock()  # the library compares with the real time
    await happen(context)
    assert await queue.send_due() == 1
    ((body, headers),) = receiver.came
    assert Verifier(secret).verify(body, headers)["type"] == "webhook.test"
    with pytest.raises(WebhookVerificationError):
        Verifier(secret).verify(body + " ", headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(rules.new_secret(b"o" * 32)).verify(body, headers)
    webhook, waiting = await kept(context)
    assert (webhook.worked_at, webhook.trouble, waiting) == (clock.now, "", 0)


async def test_what_failed_is_tried_again_by_the_same_id(
    context: Context, queue: WebhookQueue, receiver: Receiver, secret: str, clock: MovableClock
) -> None:
    receiver.status = 503
    await happen(context)
    await queue.send_due()
    assert await queue.send_due() == 0, "not before its time"
    webhook, waiting = await kept(context)
    assert (webhook.trouble, webhook.failures, waiting) == ("status 503", 1, 1)
    clock.now += rules.WAITS[0]
    receiver.status = 200
    assert await queue.send_due() == 1
    assert receiver.came[0][1]["webhook-id"] == receiver.came[1][1]["webhook-id"]
    assert (await kept(context))[0].failures == 0


@pytest.mark.parametrize("status", [302, 400, 500])
async def test_nothing_but_a_yes_is_a_yes_and_no_redirect_is_followed(
    context: Context, queue: WebhookQueue, receiver: Receiver, secret: str, status: int
) -> None:
    receiver.status = status
    await happen(context)
    await queue.send_due()
    assert (await kept(context))[0].trouble == f"status {status}"


async def test_a_receiver_that_wants_no_more_gets_that_no_more(
    context: Context, queue: WebhookQueue, receiver: Receiver, secret: str
) -> None:
    receiver.status = 410
    await happen(context)
    await queue.send_due()
    webhook, waiting = await kept(context)
    assert (webhook.trouble, waiting) == ("gone", 0)


async def test_an_event_of_a_process_that_died_is_tried_by_another(
    context: Context, services: Services, queue: WebhookQueue, secret: str, clock: MovableClock
) -> None:
    class Dies:
        async def post(self, address: str, body: str, headers: dict[str, str]) -> str:
            raise CancelledError(address, body, headers)

    await happen(context)
    with pytest.raises(CancelledError):
        await WebhookQueue(context, Dies(), services.people).send_due()
    assert await queue.send_due() == 0
    clock.move(minutes=3)
    assert await queue.send_due() == 1


def test_it_is_tried_for_about_a_day_and_then_given_up() -> None:
    now = datetime(2026, 11, 28, tzinfo=wall_clock().tzinfo)
    event: WebhookEvent | None = WebhookEvent("e", WebhookKind.TEST, "{}", now)
    spent = timedelta()
    while event is not None and (later := rules.after_attempt(event, now)) is not None:
        spent += later.next_at - now
        event = later
    assert timedelta(hours=24) < spent < timedelta(hours=30)


async def test_what_happens_twice_is_two_events(context: Context, secret: str) -> None:
    for _ in range(2):
        await happen(context)
    assert (await kept(context))[1] == 2


@pytest.mark.parametrize(
    ("people", "events", "differ"),
    [pytest.param(4, 0, 2, id="four"), pytest.param(5, 1, 2, id="five"), pytest.param(5, 1, 1, id="all but one alike")],
)
async def test_a_count_is_told_of_five_people_and_more(
    context: Context, secret: str, people: int, events: int, differ: int
) -> None:
    answers = {"both": people - differ, "led": differ}
    ids = frozenset(f"U{number}" for number in range(people))
    week = Aggregate(AggregateKind.WEEK, "2026-10-12", context.clock(), people, answers, people=ids)
    async with context.database.transaction("T1") as transaction:
        await announce_count(transaction, WebhookKind.WEEK, week)
        await announce_count(transaction, WebhookKind.WEEK, week)
        assert await transaction.webhooks.waiting() == events
        event = await transaction.webhooks.event("week.counted-2026-10-12")
    if event is not None:
        told = json.loads(event.body)
        assert told["data"] == {"which": "2026-10-12", "people": 5, "answers": answers if differ > 1 else {}}
        assert not any(user_id in event.body for user_id in ids)


async def test_what_is_undone_sends_nothing(context: Context, queue: WebhookQueue, secret: str) -> None:
    class Undo(Exception):
        pass

    with pytest.raises(Undo):
        async with context.database.transaction("T1") as transaction:
            await announce(transaction, WebhookKind.TEST, {}, context.clock())
            raise Undo
    assert await queue.send_due() == 0


async def test_without_a_webhook_nothing_waits(context: Context) -> None:
    await happen(context)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.webhooks.waiting() == 0


async def test_only_an_admin_sets_it_up(services: Services, context: Context, directory: FakeDirectory) -> None:
    admin, other = directory.add("U1", "Maria", is_admin=True), directory.add("U2", "Tom")
    for who in (admin, other):
        await active(services, context, who)
    with pytest.raises(Problem, match="admins_only"):
        await services.webhooks.set_up(other, "https://example.com/events")
    with pytest.raises(Problem, match="webhook_address"):
        await services.webhooks.set_up(admin, "https://10.0.0.1/events")
    made = await services.webhooks.set_up(admin, "<https://example.com/events>")
    assert (made.host, made.secret[:6]) == ("example.com", "whsec_")
    facts = await services.webhooks.facts(admin)
    assert facts is not None
    assert (facts.waiting, facts.secret) == (1, "")
    assert await services.webhooks.remove(admin)
    assert await services.webhooks.facts(Who("T1", "U1")) is None


async def test_a_secret_that_no_key_opens_is_a_failure_with_a_reason(
    context: Context, queue: WebhookQueue, receiver: Receiver, secret: str
) -> None:
    async with context.database.transaction("T1") as transaction:
        assert secret
        await transaction.webhooks.save(Webhook(receiver.address, "(unreadable)", "U1", context.clock()))
    await happen(context)
    await queue.send_due()
    webhook, waiting = await kept(context)
    assert (receiver.came, webhook.trouble, waiting) == ([], "secret unreadable", 1)
