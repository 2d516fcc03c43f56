"""Errors of the local Slack: for the app with Slack's codes, for a person in words."""

from typing import Any


class SlackError(Exception):
    """A Web API method refuses: `code` is Slack's own; `details` go into the answer beside it."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class BadManifest(Exception):
    """The manifest would be refused by Slack; the text names every fault."""


class PersonError(Exception):
    """An error that Slack's own window would show a person, without asking the app."""


class AppNotListening(PersonError):
    """The app has neither a Socket Mode connection nor a request URL."""


class NotACommand(PersonError):
    """No app declared this slash command."""


class NotThere(PersonError):
    """No such button, field, message, channel or modal; the text lists what there is."""


class NotAllowed(PersonError):
    """The person may not do this, such as writing in a channel that they are not in."""
