"""What is saved while somebody only looks is not what they asked for: if the answer then fails, nothing was done."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

import pytest

from bot.domain.people.allowances import Allowance
from bot.domain.people.disclosures import Disclosure
from bot.domain.people.people import Who
from bot.domain.people.settings import SettingsForm
from bot.errors import Problem, Problems
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.base import committed
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import active
from tests.services.prompts.delivered import deliver

LOOKS: Mapping[str, Callable[[Services, Who], Awaitable[Any]]] = {
    "meeting somebody": lambda services, who: services.people.refresh(who),
    "a leader's other view": lambda services, who: services.feedback.views(who),
    "an admin's page": lambda services, who: services.admin.facts(who),
    "participation": lambda services, who: services.admin.participation(who),
    "counting a day's exports": lambda services, who: services.allowances.use(who, Allowance.EXPORT),
    "a form that was handed in": lambda services, who: services.drafts.forget(who, "selfcheck"),
}


@pytest.fixture
async def nora(services: Services, context: Context, directory: FakeDirectory) -> Who:
    """A leader who is an admin as well."""
    who = directory.add("U0", "Nora", is_admin=True)
    await active(services, context, who, is_leader=True)
    return who


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
async def test_a_look_keeps_nothing_that_was_asked_for(
    services: Services, nora: Who, look: Callable[[Services, Who], Awaitable[Any]]
) -> None:
    committed.watch()
    await look(services, nora)
    assert not committed.is_any()


async def test_nor_does_what_only_reads_before_it_fails(services: Services, context: Context, nora: Who) -> None:
    delivery_id = await deliver(context, nora.user_id)
    committed.watch()
    await services.prompts.facts(nora, delivery_id)
    assert await services.prompts.reply(nora, "1.000", "not to a prompt") is None
    with pytest.raises(Problem):
        await services.integrations.file(nora, "R0")
    with pytest.raises(Problems):
        await services.settings.change(nora, SettingsForm(zone="Nowhere"))
    assert not committed.is_any()


async def test_noting_who_saw_something_is_none_either(context: Context) -> None:
    committed.watch()
    await context.note_shown("T1", [Disclosure("U1", "R1", "U2", date(2026, 10, 19))])
    assert not committed.is_any()


async def test_an_answer_is(services: Services, nora: Who) -> None:
    committed.watch()
    await services.drafts.tap(nora, "selfcheck", "lead-06", "yes")
    assert committed.is_any()
