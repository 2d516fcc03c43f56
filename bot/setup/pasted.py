"""Reads what somebody pasted when asked for a token."""

import re
from dataclasses import dataclass

BEGINNINGS = {
    "xoxb-": "the bot token",
    "xoxe.xoxb-": "the bot token",
    "xapp-": "the app-level token",
    "xoxp-": "a user's token",
    "xoxe.xoxp-": "a configuration token",
    "xoxe-": "a refresh token",
    "xoxs-": "a browser's session token",
    "xoxc-": "a browser's session token",
    "https://hooks.slack.com/": "a webhook URL",
    "https://hooks.slack-gov.com/": "a webhook URL",
}

SHORTEST = 16  # characters; every one of Slack's secrets is longer
AROUND = "\"'`“”‘’ \t\r\n\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A secret to ask for: its setting, its name, how it begins (empty if it can begin with anything), and where to
    find it.
    """

    setting: str
    called: str
    begins: tuple[str, ...]
    where: str


BOT_TOKEN = Wanted(
    "SLACK_BOT_TOKEN",
    "bot token",
    ("xoxb-", "xoxe.xoxb-"),
    "Install App (or OAuth & Permissions), Bot User OAuth Token",
)
APP_TOKEN = Wanted("SLACK_APP_TOKEN", "app-level token", ("xapp-",), "Basic Information, App-Level Tokens")
SIGNING_SECRET = Wanted("SLACK_SIGNING_SECRET", "signing secret", (), "Basic Information, App Credentials")


def cleaned(text: str, setting: str) -> str:
    """The pasted text without what was copied with it: spaces and line breaks around it, quotes, and a leading
    `SETTING=`.
    """
    return text.strip(AROUND).removeprefix("export ").removeprefix(f"{setting}=").strip(AROUND)


def mistake(text: str, wanted: Wanted) -> str:
    """Why a cleaned text cannot be the wanted secret; "" if it can."""
    if not text:
        return f"Nothing was pasted. The {wanted.called} is under {wanted.where}."
    if re.search(r"[^\x21-\x7e]", text):
        return "You copied something extra: it should be one line without spaces. Copy it again."
    kind = next((name for begins, name in BEGINNINGS.items() if text.startswith(begins)), "")
    if not text.startswith(wanted.begins) if wanted.begins else kind:
        begins = f"begins with {wanted.begins[0]} and " if wanted.begins else ""
        return f"That is {kind or 'something else'}. The {wanted.called} {begins}is under {wanted.where}."
    if len(text) < SHORTEST:
        return f"That is too short to be the whole {wanted.called}. Copy it again."
    return ""
