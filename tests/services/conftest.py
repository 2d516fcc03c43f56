"""Who most use cases need, and what follows a delivery."""

import pytest

from bot.domain.people.people import Who
from bot.services.after_delivery import AfterDelivery
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, FakeMessenger
from tests.services.people.stored_people import active


@pytest.fixture
async def leader(services: Services, context: Context, directory: FakeDirectory) -> Who:
    """Maria in Berlin, who takes part and leads a team."""
    return (await active(services, context, directory.add("U1", "Maria"), is_leader=True)).who


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
def after_delivery(context: Context, messenger: FakeMessenger) -> AfterDelivery:
    return AfterDelivery(context, messenger)


@pytest.fixture
async def maria(directory: FakeDirectory, services: Services) -> Who:
    """Maria in Berlin, who takes part."""
    maria = directory.add("U1", "Maria")
    await services.onboarding.start(maria)
    return maria
