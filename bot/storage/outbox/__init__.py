"""What is due and what was sent: plans, deliveries, and who may send."""
