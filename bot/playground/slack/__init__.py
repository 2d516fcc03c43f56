"""Our own small Slack on 127.0.0.1: as strict as the real one, and knowing nothing of the app that is tried in it."""

from bot.playground.slack.apps import App, Installation
from bot.playground.slack.errors import (
    AppNotListening,
    BadManifest,
    NotACommand,
    NotAllowed,
    NotThere,
    PersonError,
)
from bot.playground.slack.limits import Limits
from bot.playground.slack.person import Client
from bot.playground.slack.server import LocalSlack
from bot.playground.slack.submitting import SubmitResult
from bot.playground.slack.traffic import Exchange, Refusal
from bot.playground.slack.validate import Problem, validate
from bot.playground.slack.views import View
from bot.playground.slack.window import Outcome
from bot.playground.slack.world import Channel, Message, User, Workspace

__all__ = [
    "App",
    "AppNotListening",
    "BadManifest",
    "Channel",
    "Client",
    "Exchange",
    "Installation",
    "Limits",
    "LocalSlack",
    "Message",
    "NotACommand",
    "NotAllowed",
    "NotThere",
    "Outcome",
    "PersonError",
    "Problem",
    "Refusal",
    "SubmitResult",
    "User",
    "View",
    "Workspace",
    "validate",
]
