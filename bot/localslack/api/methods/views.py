"""views.*: modals and the Home tab."""

from typing import Any

from bot.localslack.api.methods.call import Answer, ApiCall, refused, unready
from bot.localslack.state.errors import SlackError
from bot.localslack.state.state import State
from bot.localslack.validate import Surface, validate
from bot.localslack.validate.views import too_large


def open_view(call: ApiCall) -> Answer:
    """views.open: shows a modal in place of any that is open."""
    source = checked(call.state, call.args["view"], "modal")
    trigger = call.state.triggers.spend(call.text("trigger_id"), call.installation.app.id, call.workspace.id)
    view = call.state.views.open(call.installation, trigger.user, source)
    call.state.changes.ring("modal")
    return {"view": view.as_dict()}


def push_view(call: ApiCall) -> Answer:
    """views.push: shows a modal on top of the current one, at most three deep."""
    source = checked(call.state, call.args["view"], "modal")
    trigger = call.state.triggers.spend(call.text("trigger_id"), call.installation.app.id, call.workspace.id)
    view = call.state.views.push(call.installation, trigger.user, source)
    call.state.changes.ring("modal")
    return {"view": view.as_dict()}


def update_view(call: ApiCall) -> Answer:
    """views.update: replaces a view by `view_id` or `external_id`, with `hash` against races."""
    view = call.state.views.find(call.installation, call.text("view_id"), call.text("external_id"))
    if view is None:
        raise SlackError("not_found")
    source = checked(call.state, call.args["view"], "home" if view.type == "home" else "modal")
    fresh = call.state.views.update(view, call.installation, source, call.text("hash"))
    call.state.changes.ring(view.type)
    return {"view": fresh.as_dict()}


def publish_view(call: ApiCall) -> Answer:
    """views.publish: sets the Home tab of one person."""
    if not call.installation.app.manifest.home_tab:
        raise SlackError("not_enabled")
    source = checked(call.state, call.args["view"], "home")
    if call.text("user_id") not in call.workspace.users:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] invalid user_id"]})
    view = call.state.views.publish(call.installation, call.text("user_id"), source, call.text("hash"))
    call.state.changes.ring("home")
    return {"view": view.as_dict()}


def checked(state: State, view: Any, surface: Surface) -> dict[str, Any]:
    """The view as Slack would accept it. Raises SlackError view_too_large or invalid_arguments."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] view must be an object"]})
    present = {name: value for name, value in view.items() if value is not None}
    if too_large(present):
        raise SlackError("view_too_large")
    if problems := validate(present, surface) or unready(state, present.get("blocks") or []):
        raise refused("invalid_arguments", problems, "/view")
    return present
