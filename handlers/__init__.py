"""What Slack may ask. Thin: acknowledge, parse, one service call, blocks, respond.

Each folder has one tuple or dict that registers its files; `register` hands them all to Bolt.
"""

from slack_bolt.async_app import AsyncApp

from content.models import Library
from handlers.actions import ACTIONS
from handlers.binding import Binding
from handlers.commands import COMMANDS
from handlers.errors import bolt_error
from handlers.events import EVENTS
from handlers.options import OPTIONS, PICKED
from handlers.shortcuts import SHORTCUTS
from handlers.views import VIEWS


def register(app: AsyncApp, binding: Binding, library: Library) -> None:
    """Tell Bolt who answers what. Raises TypeError for a handler that asks for something that does not exist."""
    for command in COMMANDS:
        app.command(command.name)(binding.command(command))
    for action_id, action in ACTIONS.items():
        app.action(str(action_id))(binding.bind(action))
    for menu_id, choices in OPTIONS.items():
        app.options(str(menu_id))(binding.bind(choices))
    for menu_id, picked in PICKED.items():
        app.action(str(menu_id))(binding.bind(picked))
    for callback_id, view in VIEWS.items():
        app.view(str(callback_id))(binding.bind(view))
    for shortcut_id, shortcut in SHORTCUTS.items():
        app.shortcut(str(shortcut_id))(binding.bind(shortcut))
    for event, handler in EVENTS.items():
        app.event(event.partition(".")[0])(binding.bind(handler))
    app.error(bolt_error(library))
