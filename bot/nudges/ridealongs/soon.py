"""A call that is near: messages about it come at any hour, since they would be useless after it."""

from datetime import datetime
from typing import Any

from bot.domain.ridealongs.facts import RideFacts
from bot.nudges.nudge import Facts


def is_before_then(facts: Facts[Any], until: datetime) -> bool:
    """Whether the ride-along begins before `until` and is not over."""
    ride = facts.payload.ride if isinstance(facts.payload, RideFacts) else None
    return ride is not None and ride.starts_at <= until and facts.now <= ride.ends_at
