"""An admin, and people who start."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.people.people import Who
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import active

Starts = Callable[..., Awaitable[None]]


@pytest.fixture
def nora(directory: FakeDirectory) -> Who:
    """Nora, an admin, who has not started."""
    return directory.add("U0", "Nora", is_admin=True)


@pytest.fixture
def start(services: Services, context: Context, directory: FakeDirectory) -> Starts:
    """Lets people with these numbers take part, as leaders unless told otherwise."""

    async def starts(*numbers: int, leads: bool = True) -> None:
        for number in numbers:
            await active(services, context, directory.add(f"U{number}"), is_leader=leads)

    return starts
