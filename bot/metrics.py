"""Prometheus metrics of the delivery engine for the operator, in a registry of their own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.domain.deliveries import DeliveryStatus

REFRESHES = ("kept", "late", "failed", "refused")
SECONDS = (0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 7200)


class Metrics:
    """The metrics of one process. Their names begin with `second_chair_`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        prefix, registry = "second_chair", self.registry
        self.due = Counter(f"{prefix}_due", "Slots that came due.", registry=registry)
        self.outcomes = Counter(f"{prefix}_deliveries", "Deliveries by final status.", ["status"], registry=registry)
        self.settled = Counter(
            f"{prefix}_settled", "Deliveries in doubt that were settled, by status.", ["status"], registry=registry
        )
        self.too_many = Counter(f"{prefix}_too_many_requests", "429 responses from Slack.", registry=registry)
        self.lateness = Histogram(
            f"{prefix}_lateness_seconds", "Time from due to sent.", buckets=SECONDS, registry=registry
        )
        self.leases = Gauge(f"{prefix}_leases", "Workspaces that this worker sends to.", registry=registry)
        self.queue_age = Gauge(f"{prefix}_queue_age_seconds", "Age of the oldest pending delivery.", registry=registry)
        self.in_doubt = Gauge(f"{prefix}_in_doubt", "Workspaces with deliveries in doubt.", registry=registry)
        self.beat_late = Histogram(
            f"{prefix}_heartbeat_late_seconds", "How late a heartbeat ran.", buckets=SECONDS, registry=registry
        )
        self.beat_failed = Counter(
            f"{prefix}_heartbeat_failed", "Heartbeats that failed to plan or to send.", registry=registry
        )
        self.refreshes = Counter(
            f"{prefix}_token_refreshes", "Token refreshes by outcome.", ["outcome"], registry=registry
        )
        self.tokens_lost = Gauge(
            f"{prefix}_tokens_lost", "Workspaces to reinstall: Slack rejects their token.", registry=registry
        )
        for outcome in REFRESHES:
            self.refreshes.labels(outcome)
        for status in DeliveryStatus:  # so that every series exists from the start, at zero
            self.outcomes.labels(status.value)

    def count_refresh(self, outcome: str) -> None:
        """Count one refresh of a token, by its outcome."""
        self.refreshes.labels(outcome).inc()

    def text(self) -> bytes:
        """The metrics in Prometheus' text format."""
        return generate_latest(self.registry)
