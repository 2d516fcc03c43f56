"""The outbox: plans, deliveries, and leases that say who may send."""
