"""The least that a nudge can be composed from."""

from typing import Any

from bot.domain.deliveries import Delivery
from bot.nudges import WELCOME
from bot.nudges.nudge import Facts
from tests.storage.cases import NOW

DELIVERY = Delivery("D1", "T1", "U1", WELCOME, "", on=NOW.date(), due_at=NOW)
BARE: Facts[Any] = Facts(DELIVERY, NOW)
