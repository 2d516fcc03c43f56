"""What is kept of Slack's answer to an installation."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from bot.domain.installations.installations import Installation
from bot.slack.oauth import installation_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

# https://docs.slack.dev/reference/methods/oauth.v2.access, "Example responses", with token rotation
ANSWER: dict[str, Any] = {
    "ok": True, "access_token": "xoxe.xoxb-1", "refresh_token": "xoxe-1", "expires_in": 43200, "token_type": "bot",
    "scope": "commands,chat:write", "bot_user_id": "U0KRQLJ9H", "app_id": "A0KRD7HC3",
    "team": {"name": "Slack Softball Team", "id": "T9TK3CUKW"},
    "enterprise": {"name": "slack-sports", "id": "E12345678"}, "is_enterprise_install": False,
    "authed_user": {"id": "U1234"},
}  # fmt: skip
LATER = {"version", "ended_at", "site", "refused_at", "settled", "is_org"}


def test_it_says_everything_that_an_installation_keeps() -> None:
    """A bot's id, which only `auth.test` tells, was looked for here and stayed empty."""
    installation, nothing = installation_of(ANSWER, NOW), Installation("", NOW)
    empty = {
        field.name
        for field in fields(Installation)
        if getattr(installation, field.name) == getattr(nothing, field.name)
    }
    assert empty == LATER | {"installed_at"}
