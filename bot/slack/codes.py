"""Slack's error codes."""

from slack_sdk.errors import SlackApiError


def code_of(error: SlackApiError) -> str:
    """Slack's error code, such as "channel_not_found"; "" where the answer was no JSON, as from a gateway."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error") or "") if isinstance(data, dict) else ""
