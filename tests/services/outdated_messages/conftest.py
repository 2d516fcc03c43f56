"""Messages that Maria was sent."""

import pytest

from bot.services.context import Context
from tests.services.outdated_messages.sent import Sent


@pytest.fixture
def sent(context: Context) -> Sent:
    return Sent(context)
