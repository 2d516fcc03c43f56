"""People are told what went wrong where they asked, or by direct message where Slack does not accept it there."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from content.models import Library
from handlers import errors
from handlers.showing import LOADING

ASKER = {"team": {"id": "T1"}, "user": {"id": "U1"}}
COMMAND = ASKER | {"command": "/secondchair", "response_url": "https://slack.test/r"}
PRESS = ASKER | {"type": "block_actions", "response_url": "https://slack.test/r", "trigger_id": "1"}
HOME_PRESS = ASKER | {"type": "block_actions", "trigger_id": "1", "view": {"type": "home"}}
MODAL_PRESS = ASKER | {"type": "block_actions", "trigger_id": "1", "view": {"type": "modal"}}
WRITTEN = ASKER | {"event": {"type": "message", "user": "U1"}}
HOME = ASKER | {"event": {"type": "app_home_opened", "tab": "home", "user": "U1"}}
CHANGE = ASKER | {"event": {"type": "user_change", "user": {"id": "U1"}}}
SEARCH = ASKER | {"type": "block_suggestion", "view": {"type": "modal"}}


class Asked:
    """A request, and a Slack that accepts an answer only at these places."""

    def __init__(self, body: dict[str, Any], takes: str, loading: str = "") -> None:
        self.body = body
        self.context = {LOADING: loading}
        self.client = self
        self.said: list[str] = []
        self._takes = takes

    async def ack(self) -> None:
        """Acknowledged."""

    async def respond(self, **_: Any) -> SimpleNamespace:
        self._say("response_url", fails=False)
        is_refused = "refused" in self._takes
        status = 200 if is_refused or "response_url" in self._takes else 404
        return SimpleNamespace(status_code=status, body='{"ok": false, "error": "x"}' if is_refused else "ok")

    async def chat_postMessage(self, *, channel: str, blocks: list[object], **_: Any) -> None:  # noqa: N802 - Slack's
        assert (channel, len(blocks)) == ("U1", 1)
        self._say("message")

    async def views_open(self, **_: Any) -> None:
        self._say("open")

    async def views_push(self, **_: Any) -> None:
        self._say("push")

    async def views_update(self, **_: Any) -> None:
        self._say("update")

    async def views_publish(self, **_: Any) -> None:
        self._say("publish")

    def _say(self, place: str, *, fails: bool = True) -> None:
        self.said.append(place)
        if fails and place not in self._takes:
            raise TimeoutError


@pytest.mark.parametrize(
    ("body", "loading", "takes", "said"),
    [
        pytest.param(COMMAND, "", "response_url", ["response_url"], id="command"),
        pytest.param(COMMAND, "", "message", ["response_url", "message"], id="command whose answer Slack refuses"),
        pytest.param(
            COMMAND, "", "refused message", ["response_url", "message"], id="command that Slack refuses in JSON"
        ),
        pytest.param(PRESS, "", "message", ["response_url", "message"], id="button whose answer Slack refuses"),
        pytest.param(HOME_PRESS, "", "open", ["open"], id="Home"),
        pytest.param(HOME_PRESS, "V1", "update", ["update"], id="form that was loading"),
        pytest.param(HOME_PRESS, "V1", "message", ["update", "message"], id="loading form that is closed"),
        pytest.param(MODAL_PRESS, "", "message", ["push", "message"], id="too late for a modal"),
        pytest.param(WRITTEN, "", "message", ["message"], id="typed to us"),
        pytest.param(WRITTEN, "", "", ["message"], id="nothing is taken"),
        pytest.param(HOME, "", "", ["publish"], id="Home opened"),
        pytest.param(CHANGE, "", "message", [], id="nobody asked"),
        pytest.param(SEARCH, "", "message", [], id="a menu that searches"),
    ],
)
async def test_a_failure_is_said_at_the_first_place_that_takes_it(
    library: Library, body: dict[str, Any], loading: str, takes: str, said: list[str]
) -> None:
    asked = Asked(body, takes, loading)
    await errors.show_failure(cast("Any", asked), library, RuntimeError("away"), None)
    assert asked.said == said
