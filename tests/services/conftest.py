"""The people whom most use cases need, and the follow-ups to deliveries."""

import pytest

from bot.domain.people.people import Position, Who
from bot.services.after_delivery import AfterDelivery
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, FakeMessenger
from tests.services.people.stored_people import active


@pytest.fixture
def maria(directory: FakeDirectory) -> Who:
    """Maria in Berlin. Slack knows her, and we have not met her yet."""
    return directory.add("U1", "Maria")


@pytest.fixture
async def maria_takes_part(maria: Who, services: Services) -> None:
    """Maria has pressed Start."""
    await services.onboarding.position(maria, Position.LEADER)


@pytest.fixture
async def maria_leads(maria: Who, services: Services, context: Context) -> None:
    """Maria takes part and leads a team."""
    await active(services, context, maria, is_leader=True)


@pytest.fixture
def leader(maria: Who, maria_leads: None) -> Who:
    """Maria, who takes part and leads a team."""
    return maria


@pytest.fixture
def tom(directory: FakeDirectory) -> Who:
    """Tom in Berlin. Slack knows him, and we have not met him yet."""
    return directory.add("U2", "Tom")


@pytest.fixture
async def tom_in_new_york(tom: Who, services: Services, context: Context, directory: FakeDirectory) -> None:
    """Tom lives in New York and takes part."""
    await active(services, context, directory.add(tom.user_id, "Tom", "America/New_York"))


@pytest.fixture
def sales_of_an_admin(maria: Who, directory: FakeDirectory) -> None:
    """The channel C1, with Maria, an admin, and the bot in it."""
    directory.add(maria.user_id, "Maria", is_admin=True)
    directory.add_channel("C1", maria)


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
def after_delivery(context: Context, messenger: FakeMessenger) -> AfterDelivery:
    return AfterDelivery(context, messenger)
