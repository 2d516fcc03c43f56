"""What an admin set up for other tools ends when they stop being one, and other admins are told."""

from dataclasses import replace

import pytest

from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.integrations.webhooks import NO_ADMIN, WebhookFacts
from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.context import Context
from bot.services.integrations.webhook_queue import WebhookQueue
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock

NORA, MARIA = Who("T1", "U1"), Who("T1", "U2")


class Sender:
    """Remembers where events went."""

    def __init__(self) -> None:
        self.went: list[str] = []

    async def post(self, address: str, body: str, headers: dict[str, str]) -> str:
        assert body
        assert headers
        self.went.append(address)
        return ""


@pytest.fixture
async def sender(services: Services, directory: FakeDirectory) -> Sender:
    """Where events go that Nora had sent to her server; Maria is an admin too."""
    for who in (NORA, MARIA):
        directory.add(who.user_id, is_admin=True)
        await services.people.meet(who)
    await services.webhooks.set_up(NORA, "https://example.com/events")
    return Sender()


@pytest.fixture
def queue(context: Context, services: Services, sender: Sender) -> WebhookQueue:
    return WebhookQueue(context, sender, services.people)


def demote(directory: FakeDirectory, clock: MovableClock) -> None:
    """Slack's event does not reach us; we ask again after a while."""
    directory.add(NORA.user_id)
    clock.move(minutes=10)


async def state(services: Services) -> WebhookFacts:
    facts = await services.webhooks.facts(MARIA)
    assert facts is not None
    return facts


@pytest.mark.parametrize("how", ["no admin", "left", "guest", "deleted"])
async def test_nothing_is_sent_once_its_admin_is_none_any_more(
    services: Services, directory: FakeDirectory, clock: MovableClock, queue: WebhookQueue, sender: Sender, how: str
) -> None:
    demote(directory, clock)
    now = directory.profiles[NORA]
    directory.profiles[NORA] = replace(now, is_gone=how == "left", is_guest=how == "guest", is_admin=how != "no admin")
    if how == "deleted":
        await services.privacy.forget(NORA)
    await queue.send_due()
    facts = await state(services)
    assert (sender.went, facts.webhook.trouble, facts.waiting, facts.has_admin) == ([], NO_ADMIN, 1, False)
    glance = (await services.home.facts(MARIA)).admin
    assert glance is not None
    assert glance.webhook_stopped


async def test_another_admin_lets_it_go_on_with_what_waited(
    services: Services, directory: FakeDirectory, clock: MovableClock, queue: WebhookQueue, sender: Sender
) -> None:
    demote(directory, clock)
    await queue.send_due()
    with pytest.raises(Problem, match="admins_only"):
        await services.webhooks.keep(NORA)
    kept = await services.webhooks.keep(MARIA)
    assert kept is not None
    assert (kept.has_admin, kept.webhook.made_by, kept.webhook.trouble) == (True, MARIA.user_id, "")
    assert kept.webhook.failures == 0
    with pytest.raises(Problem, match="admins_only"):
        await services.webhooks.keep(NORA)
    clock.move(minutes=10)
    await queue.send_due()
    assert sender.went == ["https://example.com/events"]
    glance = (await services.home.facts(MARIA)).admin
    assert glance is not None
    assert not glance.webhook_stopped


async def test_a_new_webhook_begins_anew_and_only_an_admin_ends_it(
    services: Services, directory: FakeDirectory, sender: Sender
) -> None:
    made = await services.webhooks.set_up(MARIA, "https://example.com/others")
    facts = await state(services)
    assert (made.waiting, facts.waiting, facts.webhook.made_by) == (1, 1, MARIA.user_id), "what waited before is gone"
    with pytest.raises(Problem, match="admins_only"):
        await services.webhooks.remove(directory.add("U3"))
    assert (await state(services)).host == "example.com"
    assert sender.went == []


async def test_without_a_webhook_nothing_is_kept(services: Services, directory: FakeDirectory) -> None:
    directory.add(MARIA.user_id, is_admin=True)
    assert await services.webhooks.keep(MARIA) is None


async def test_a_program_gets_no_numbers_once_its_admin_is_none_any_more(
    context: Context, directory: FakeDirectory, clock: MovableClock, sender: Sender
) -> None:
    services = Services(replace(context, site="https://chair.example.com"))
    _, secret = await services.integrations.issue(NORA, AccessKeyKind.API)
    assert await services.integrations.numbers_for(secret) is not None
    assert (await services.admin.facts(MARIA)).key_holders == [NORA.user_id]
    demote(directory, clock)
    assert await services.integrations.numbers_for(secret) is None
    facts = await services.admin.facts(MARIA)
    assert (facts.key_holders, facts.admins) == ([NORA.user_id], [MARIA.user_id])
    assert sender.went == []
