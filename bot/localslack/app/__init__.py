"""Requests from the local Slack to an app: payloads, over a WebSocket or signed HTTP."""
