"""The inspector: every call between the bot and Slack, with request, answer, and Slack's objections."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.localslack import Exchange, validate
from bot.localslack.state.elements import completed
from bot.localslack.state.ids import Ids
from bot.localslack.validate import Surface
from bot.playground.page.draw import DisplayNames, Pen, as_json
from bot.playground.page.gallery import faults_of

MOST = 300  # calls drawn at once, the newest


@dataclass(frozen=True, slots=True)
class Row:
    """One call in the list. `wall` is its time on the viewer's wall clock."""

    number: int
    exchange: Exchange
    wall: str
    names: DisplayNames

    @property
    def is_refused(self) -> bool:
        """Whether it failed."""
        answer = self.exchange.response
        return self.exchange.status not in {0, 200} or (isinstance(answer, dict) and bool(answer.get("error")))

    @property
    def about(self) -> str:
        """A few words about it: what was done, by whom or where."""
        request = self.exchange.request if isinstance(self.exchange.request, dict) else {}
        actions = [action.get("action_id", "") for action in request.get("actions", ())]
        event = request.get("event") or {}
        view = request.get("view") if isinstance(request.get("view"), dict) else {}
        parts = (
            request.get("command"),
            request.get("text"),
            *actions,
            event.get("type"),
            (view or {}).get("callback_id"),
        )
        who = request.get("user_id") or (
            request.get("user") or {} if isinstance(request.get("user"), dict) else {}
        ).get("id")
        named = self.names(str(who or event.get("user") or request.get("channel") or request.get("users") or ""))
        return " · ".join(str(part) for part in (named, *parts) if part)[:140]

    @property
    def milliseconds(self) -> int:
        """How long it took, in real milliseconds."""
        return round(self.exchange.seconds * 1000)

    @property
    def json(self) -> str:
        """The whole call as JSON."""
        call = self.exchange
        facts = {"at": call.at.isoformat(), "direction": call.direction, "name": call.name, "status": call.status}
        return as_json({**facts, "seconds": call.seconds, "request": call.request, "response": call.response})

    @property
    def drawn(self) -> Markup:
        """The blocks that were sent, each with Slack's objections; empty where none were sent."""
        request = self.exchange.request if isinstance(self.exchange.request, dict) else {}
        if self.exchange.direction == "to_app":
            return Markup()
        blocks, surface, whole = _sent(request)
        if not blocks or surface is None:
            return Markup()
        pen = Pen(self.names, faults=faults_of(validate(whole, surface)), prefix=f"call{self.number}-")
        return pen.blocks(completed(list(blocks), Ids()))


def rows(traffic: Sequence[Exchange], names: DisplayNames, wall: Any, filter_: str = "") -> list[Row]:
    """The rows, the newest first; only calls that contain the word `filter_`."""
    newest = []
    for number, exchange in reversed(list(enumerate(traffic))):
        row = Row(number, exchange, wall(exchange.at), names)
        if filter_.lower() in f"{exchange.name} {row.about} {exchange.direction}".lower() or filter_ in row.json:
            newest.append(row)
        if len(newest) == MOST:
            break
    return newest


def _sent(request: dict[str, Any]) -> tuple[Sequence[Any], Surface | None, Any]:
    """The blocks of a call, their surface, and the validator's problems."""
    view = request.get("view")
    if isinstance(view, dict):
        surface: Surface = "home" if view.get("type") == "home" else "modal"
        return view.get("blocks") or (), surface, view
    blocks = request.get("blocks")
    return (blocks, "message", blocks) if isinstance(blocks, list) else ((), None, None)
