"""Slack in a terminal: draws messages and forms, and reads typed lines."""
