"""What connects other tools: access keys, an admin's numbers, and webhooks."""
