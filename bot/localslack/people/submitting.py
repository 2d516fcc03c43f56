"""Submitting and closing modals: the checks of Slack's window, and the effects of the app's answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.localslack.api.methods.views import checked
from bot.localslack.app import payloads
from bot.localslack.app.dispatch import AppReply
from bot.localslack.people.pressing import find
from bot.localslack.people.suggesting import picked
from bot.localslack.people.window import TROUBLE, Window
from bot.localslack.state.elements import places
from bot.localslack.state.errors import NotThere, SlackError
from bot.localslack.state.forms import complaint, filled
from bot.localslack.state.views import View

SubmitOutcome = Literal["errors", "updated", "pushed", "closed", "failed"]


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """What the person sees after submitting: errors at fields (by `block_id`), another view, no modal, or a failure.

    `sent` is False when Slack's own window refused; `view` is the modal in front afterwards.
    """

    outcome: SubmitOutcome
    errors: Mapping[str, str] = field(default_factory=dict)
    view: View | None = None
    sent: bool = True
    failure: str = ""


async def submit(window: Window, view: View, answers: Mapping[str, Any]) -> SubmitResult:
    """Fill in fields by `block_id` (or label, or action_id) and press the submit button. Raises NotThere."""
    view = await _fill(window, window.current(view), answers)
    if view.source.get("submit") is None:
        raise NotThere(f"The modal {view.title!r} has no submit button.")
    errors = _complaints(view)
    view = window.state.views.put(replace(view, errors=errors))
    window.state.changes.ring("modal")
    if errors:
        return SubmitResult("errors", errors, view, sent=False)
    installation = window.app(view.app_id)
    payload = payloads.interaction(window.state, installation, window.user, "view_submission", view.id)
    payload |= {"view": payloads.a_view(installation, view), "response_urls": []}
    reply = await window.dispatcher.deliver(installation, "interactive", payload)
    result = _follow(window, view, reply)
    window.state.changes.ring("modal")
    return result


async def close(window: Window, view: View, *, everything: bool) -> None:
    """Close a modal with its close button, or all of them with the cross."""
    view = window.current(view)
    whole = everything or bool(view.source.get("clear_on_close"))
    closed = window.state.views.close(view, everything=whole)
    window.state.changes.ring("modal")
    for closed_view in reversed(closed):
        if closed_view.source.get("notify_on_close"):
            installation = window.app(closed_view.app_id)
            payload = payloads.interaction(window.state, installation, window.user, "view_closed")
            del payload["trigger_id"]
            payload |= {"view": payloads.a_view(installation, closed_view), "is_cleared": whole}
            await window.dispatcher.deliver(installation, "interactive", payload)


async def _fill(window: Window, view: View, answers: Mapping[str, Any]) -> View:
    values = {block: dict(actions) for block, actions in view.values.items()}
    for name, value in answers.items():
        fields = [place for place in places(view.blocks) if place.block_id == name]
        place = fields[0] if fields else find(view, name, ())
        values.setdefault(place.block_id, {})[place.action_id] = filled(
            place.element, await picked(window, view, place, value)
        )
    return window.state.views.put(replace(view, values=values))


def _complaints(view: View) -> dict[str, str]:
    errors = {}
    for place in places(view.blocks):
        if place.block["type"] == "input":
            state = view.values[place.block_id][place.action_id]
            optional = bool(place.block.get("optional", False))
            if words := complaint(place.element, state, optional=optional):
                errors[place.block_id] = words
    return errors


def _follow(window: Window, view: View, reply: AppReply) -> SubmitResult:
    """Carry out the app's answer. An answer that Slack does not accept leaves the modal open with a notice of
    trouble.
    """
    if reply.failure:
        return _failed(window, view, reply.failure)
    answer = reply.payload or {}
    try:
        return _answered(window, view, answer)
    except (SlackError, NotThere) as error:
        details = getattr(error, "details", "")
        window.state.refuse("view_submission", f"Slack does not accept the answer: {error} {details}")
        return _failed(window, view, str(error))


def _answered(window: Window, view: View, answer: Mapping[str, Any]) -> SubmitResult:
    views, action = window.state.views, answer.get("response_action")
    if not answer or action == "clear":
        views.close(view, everything=bool(answer))
        return SubmitResult("closed", view=window.top())
    if action == "errors":
        return _errors(window, view, answer.get("errors"))
    if action not in ("update", "push"):
        raise SlackError("invalid_response_action", given=action)
    source, installation = checked(window.state, answer.get("view"), "modal"), window.app(view.app_id)
    if action == "update":
        return SubmitResult("updated", view=views.update(window.current(view), installation, source))
    return SubmitResult("pushed", view=views.push(installation, window.user_id, source))


def _errors(window: Window, view: View, errors: Any) -> SubmitResult:
    fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= fields:
        raise SlackError("invalid_errors", given=errors, fields=sorted(fields))
    fresh = window.state.views.put(replace(view, errors=errors))
    return SubmitResult("errors", errors, fresh)


def _failed(window: Window, view: View, failure: str) -> SubmitResult:
    window.tell(TROUBLE)
    return SubmitResult("failed", {}, view, failure=failure)
