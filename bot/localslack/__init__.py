"""Our own small Slack on 127.0.0.1: as strict as the real one, and knowing nothing of the app that is tried in it."""

from bot.localslack.people.person import Client
from bot.localslack.people.submitting import SubmitResult
from bot.localslack.people.window import Outcome
from bot.localslack.server import LocalSlack
from bot.localslack.state.apps import App, Installation
from bot.localslack.state.errors import AppNotListening, BadManifest, NotACommand, NotAllowed, NotThere, PersonError
from bot.localslack.state.limits import Limits
from bot.localslack.state.traffic import Exchange, Refusal
from bot.localslack.state.views import View
from bot.localslack.state.world import Channel, Message, User, Workspace
from bot.localslack.validate import Problem, validate

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
