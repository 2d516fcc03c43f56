"""Modals and Home tabs as they are now: who sees which, stacks of at most three, hashes and external ids."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

from bot.localslack.state.apps import AppInstallation
from bot.localslack.state.elements import completed, places
from bot.localslack.state.errors import SlackError
from bot.localslack.state.forms import initial
from bot.localslack.state.ids import Ids, secret

DEPTH = 3
Values = Mapping[str, Mapping[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class View:
    """One version of a modal or Home tab. `errors` are what its fields show in red, by `block_id`."""

    id: str
    workspace: str
    user: str
    app_id: str
    bot_id: str
    _: KW_ONLY
    hash: str
    source: Mapping[str, Any]
    root_view_id: str
    previous_view_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.source["type"])

    @property
    def title(self) -> str:
        """The words of its title bar."""
        return str(self.source.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        """The app's name for it."""
        return str(self.source.get("callback_id", ""))

    @property
    def blocks(self) -> tuple[dict[str, Any], ...]:
        """The blocks that it shows."""
        return tuple(self.source["blocks"])

    def as_dict(self) -> dict[str, Any]:
        """The view as it appears in answers and payloads."""
        source = self.source
        return {
            "id": self.id,
            "team_id": self.workspace,
            "type": self.type,
            "blocks": list(self.blocks),
            "private_metadata": source.get("private_metadata", ""),
            "callback_id": self.callback_id,
            "state": {"values": {block: dict(values) for block, values in self.values.items()}},
            "hash": self.hash,
            "title": source.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": bool(source.get("clear_on_close", False)),
            "notify_on_close": bool(source.get("notify_on_close", False)),
            "close": source.get("close"),
            "submit": source.get("submit"),
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": self.app_id,
            "external_id": source.get("external_id", ""),
            "app_installed_team_id": self.workspace,
            "bot_id": self.bot_id,
        }


class Views:
    """All open modals and published Home tabs of one local Slack."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._stacks: dict[tuple[str, str], list[View]] = {}
        self._homes: dict[tuple[str, str, str], View] = {}

    def stack(self, workspace: str, user: str) -> tuple[View, ...]:
        """The modals of a person, the lowest first."""
        return tuple(self._stacks.get((workspace, user), ()))

    def home(self, workspace: str, user: str, app_id: str) -> View | None:
        """The Home tab that an app published for a person."""
        return self._homes.get((workspace, user, app_id))

    def rename(self, workspace: str, former_id: str, user_id: str) -> None:
        """Show what a person sees to them under their new id; their modals are closed."""
        self._stacks.pop((workspace, former_id), None)
        for home_of in [key for key in self._homes if key[:2] == (workspace, former_id)]:
            self._homes[workspace, user_id, home_of[2]] = replace(self._homes.pop(home_of), user=user_id)

    def find(self, installation: AppInstallation, view_id: str = "", external_id: str = "") -> View | None:
        """An open modal or published Home tab of this app by either id."""
        everything = [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())
        for view in everything:
            if (view.workspace, view.app_id) != (installation.workspace, installation.app.id):
                continue
            if view_id == view.id or (external_id and external_id == view.source.get("external_id")):
                return view
        return None

    def open(self, installation: AppInstallation, user: str, source: Mapping[str, Any]) -> View:
        """Show a modal, replacing any other."""
        self._free(installation, source)
        view = self._new(installation, user, source)
        self._stacks[installation.workspace, user] = [view]
        return view

    def push(self, installation: AppInstallation, user: str, source: Mapping[str, Any]) -> View:
        """Show a modal on top of the current one. Raises SlackError above three, or where there is none."""
        stack = self._stacks.get((installation.workspace, user), [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEPTH:
            raise SlackError("push_limit_reached")
        self._free(installation, source)
        below = stack[-1]
        view = replace(
            self._new(installation, user, source), root_view_id=below.root_view_id, previous_view_id=below.id
        )
        stack.append(view)
        return view

    def publish(self, installation: AppInstallation, user: str, source: Mapping[str, Any], expected: str = "") -> View:
        """Show this in the person's Home tab. Raises SlackError hash_conflict."""
        key = (installation.workspace, user, installation.app.id)
        if before := self._homes.get(key):
            return self.update(before, installation, source, expected)
        self._free(installation, source)
        self._homes[key] = self._new(installation, user, source)
        return self._homes[key]

    def update(self, view: View, installation: AppInstallation, source: Mapping[str, Any], expected: str = "") -> View:
        """Replace a view; what the person filled in stays where the same field still exists."""
        if expected and expected != view.hash:
            raise SlackError("hash_conflict")
        self._free(installation, source, but=view.id)
        fresh = self._new(installation, view.user, source)
        filled = {block: dict(values) for block, values in fresh.values.items()}
        for block, values in fresh.values.items():
            for action, value in values.items():
                old = view.values.get(block, {}).get(action)
                if old and old["type"] == value["type"]:
                    filled[block][action] = old
        return self.put(replace(view, source=fresh.source, values=filled, hash=fresh.hash, errors={}))

    def put(self, view: View) -> View:
        """Keep this version of a view that is open; one that is closed stays closed."""
        key = (view.workspace, view.user, view.app_id)
        if view.type == "home":
            self._homes[key] = view
        stack = self._stacks.get(key[:2], [])
        stack[:] = [view if view.id == other.id else other for other in stack]
        return view

    def close(self, view: View, *, everything: bool = False) -> tuple[View, ...]:
        """Close a modal and those above it, or all of them. Returns what was closed."""
        stack = self._stacks.get((view.workspace, view.user), [])
        index = next((place for place, other in enumerate(stack) if other.id == view.id), len(stack))
        closed = tuple(stack if everything else stack[index:])
        stack[:] = [other for other in stack if other not in closed]
        return closed

    def forget(self, workspace: str, app_id: str) -> None:
        """Remove all views of an app that is gone."""
        for key in [key for key in self._homes if key[0] == workspace and key[2] == app_id]:
            del self._homes[key]
        for (where, _), stack in self._stacks.items():
            stack[:] = [view for view in stack if (where, view.app_id) != (workspace, app_id)]

    def _new(self, installation: AppInstallation, user: str, source: Mapping[str, Any]) -> View:
        blocks = completed(source["blocks"], self._ids)
        values: dict[str, dict[str, dict[str, Any]]] = {}
        for place in places(blocks):
            if (state := initial(place.element)) is not None:
                values.setdefault(place.block_id, {})[place.action_id] = state
        key, number = self._ids.next("V"), secret("h").removeprefix("h-")
        kept = {**source, "blocks": blocks}
        where = installation.workspace
        return View(
            key,
            where,
            user,
            installation.app.id,
            installation.bot_id,
            hash=number,
            source=kept,
            root_view_id=key,
            values=values,
        )

    def _free(self, installation: AppInstallation, source: Mapping[str, Any], but: str = "") -> None:
        name = source.get("external_id", "")
        if name and (other := self.find(installation, external_id=name)) and other.id != but:
            raise SlackError("duplicate_external_id")
