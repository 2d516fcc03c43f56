"""Stories that readers live through: steps by name, and how many stories are tried."""

import os

from hypothesis import HealthCheck, Phase, settings

Steps = list[tuple[object, ...]]
TRIES = int(os.environ.get("ATTACK_TRIES", "8"))
ONCE = (Phase.explicit, Phase.generate)  # a story takes half a second: shortening one is not worth the minutes
checked = settings(
    max_examples=TRIES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=ONCE
)
