"""The HTTP server: Slack's endpoint, pages for people, health and metrics for the operator."""
