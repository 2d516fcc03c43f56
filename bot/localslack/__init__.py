"""A small Slack on 127.0.0.1, as strict as the real one. It knows nothing about the app that is tried in it."""

from bot.localslack.people.person import Client
from bot.localslack.people.submitting import SubmitResult
from bot.localslack.people.window import ActionOutcome
from bot.localslack.server import LocalSlack
from bot.localslack.state.apps import App, AppInstallation
from bot.localslack.state.errors import AppNotListening, BadManifest, NotACommand, NotAllowed, NotThere, PersonError
from bot.localslack.state.limits import MethodLimits
from bot.localslack.state.traffic import Exchange, Refusal
from bot.localslack.state.views import View
from bot.localslack.state.world import Channel, PostedMessage, SlackWorkspace, User
from bot.localslack.validate import BlockProblem, validate

__all__ = [
    "ActionOutcome",
    "App",
    "AppInstallation",
    "AppNotListening",
    "BadManifest",
    "BlockProblem",
    "Channel",
    "Client",
    "Exchange",
    "LocalSlack",
    "MethodLimits",
    "NotACommand",
    "NotAllowed",
    "NotThere",
    "PersonError",
    "PostedMessage",
    "Refusal",
    "SlackWorkspace",
    "SubmitResult",
    "User",
    "View",
    "validate",
]
