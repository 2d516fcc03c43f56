"""What a nudge is composed from at the least."""

from typing import Any

from bot.domain.deliveries import Delivery
from bot.nudges import WELCOME
from bot.nudges.nudge import Facts
from tests.storage.cases import NOW

DELIVERY = Delivery("D1", "T1", "U1", WELCOME, "", on=NOW.date(), due_at=NOW)
BARE: Facts[Any] = Facts(DELIVERY, NOW)
