"""Slack in a terminal: messages, forms and lines that somebody types."""
