"""`trigger_id`: a person's action lets the app open one modal for them, once and within three seconds."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from itertools import takewhile

from bot.localslack.state.errors import SlackError
from bot.localslack.state.ids import Ids

LIFE = 3.0


@dataclass(slots=True)
class Trigger:
    """A person's action in an app; `view_id` is the modal it happened in, "" outside of one."""

    app_id: str
    workspace: str
    user: str
    view_id: str
    issued: float
    _: KW_ONLY
    spent: bool = False


class Triggers:
    """Issues trigger ids and accepts them. Source: https://docs.slack.dev/interactivity/handling-user-interaction"""

    def __init__(self, ids: Ids, monotonic: Callable[[], float]) -> None:
        self._ids = ids
        self._monotonic = monotonic
        self._issued: dict[str, Trigger] = {}

    def issue(self, app_id: str, workspace: str, user: str, view_id: str = "") -> str:
        """A new trigger id; those that expired long ago are forgotten."""
        now = self._monotonic()
        for old in list(takewhile(lambda key: now - self._issued[key].issued >= 100 * LIFE, self._issued)):
            del self._issued[old]
        key = f"{self._ids.next('Tr')}.{workspace}"
        self._issued[key] = Trigger(app_id, workspace, user, view_id, now)
        return key

    def workspace(self, key: str) -> str:
        """Where the action took place; "" for a trigger that nobody issued."""
        return self._issued[key].workspace if key in self._issued else ""

    def spend(self, key: str, app_id: str, workspace: str) -> Trigger:
        """Use up a trigger id. Raises SlackError: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id."""
        trigger = self._issued.get(key)
        if trigger is None or (trigger.app_id, trigger.workspace) != (app_id, workspace):
            raise SlackError("invalid_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        if self._monotonic() - trigger.issued > LIFE:
            raise SlackError("expired_trigger_id")
        trigger.spent = True
        return trigger
