"""Who most use cases of a leader need."""

import pytest

from bot.domain.people import Who
from bot.services.suite import Services
from bot.services.tools import Tools
from tests.fakes import FakeDirectory
from tests.services.people import active


@pytest.fixture
async def leader(services: Services, tools: Tools, directory: FakeDirectory) -> Who:
    """Maria in Berlin, who takes part and leads a team."""
    return (await active(services, tools, directory.add("U1", "Maria"), is_leader=True)).who
