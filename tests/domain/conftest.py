"""How the tests of the rules run: enough examples to find a slip, and no deadline that a busy machine could miss."""

from hypothesis import HealthCheck, settings

settings.register_profile("rules", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rules")
