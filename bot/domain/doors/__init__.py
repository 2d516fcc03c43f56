"""Doors for other tools: private addresses, an admin's numbers, and webhooks."""
