"""What happens in a workspace: one file an event."""

from handlers.command import Handler
from handlers.events import user_change

EVENTS: dict[str, Handler] = {
    "user_change": user_change.user_change,
}
