"""The Home tab behind the handlers: a refusal of Slack is no failure, and answers there need no `response_url`."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError

from bot.blocks import block_kit
from bot.services.services import Services
from content.models import Library
from handlers import home
from tests.fakes import FakeDirectory

BODY = {"team_id": "T1", "user_id": "U1", "trigger_id": "t"}


class Client:
    """Takes views, or refuses to publish any."""

    def __init__(self, refuses: str = "") -> None:
        self.views: list[dict[str, Any]] = []
        self._refuses = refuses

    async def views_publish(self, *, user_id: str, view: dict[str, Any]) -> None:
        if self._refuses:
            raise cast("Any", SlackApiError)("no", {"error": self._refuses})
        self.views.append(view | {"for": user_id})

    async def views_open(self, *, trigger_id: str, view: dict[str, Any]) -> None:
        self.views.append(view | {"by": trigger_id})


@pytest.mark.parametrize(("refuses", "shown"), [("", ["U1"]), ("ratelimited", [])])
async def test_a_home_tab_that_slack_refuses_waits_for_the_next_opening(
    services: Services, library: Library, directory: FakeDirectory, refuses: str, shown: list[str]
) -> None:
    directory.add("U1")
    client = Client(refuses)
    await home.refresh(cast("Any", client), BODY, services, library)
    assert [view["for"] for view in client.views] == shown


@pytest.mark.parametrize("blocks", [None, [block_kit.section("*More*")]], ids=["words", "blocks"])
async def test_an_answer_in_the_home_tab_is_a_small_window(
    library: Library, blocks: list[block_kit.Block] | None
) -> None:
    client = Client()
    answer = home.HomeReply(cast("Any", SimpleNamespace(client=client, body=BODY)), library)
    await answer(text="Said <here>", blocks=blocks, response_type="ephemeral", replace_original=False)
    (view,) = client.views
    assert view["by"] == "t"
    assert view["blocks"] == (blocks or [block_kit.section("Said &lt;here&gt;")])


@pytest.mark.parametrize(
    ("body", "in_home"),
    [
        ({"type": "block_actions", "view": {"type": "home"}}, True),
        ({"type": "block_actions", "view": {"type": "modal"}}, False),
        ({"type": "block_actions"}, False),
        ({"type": "view_submission", "view": {"type": "modal", "private_metadata": '{"home": true}'}}, True),
        ({"type": "view_submission", "view": {"type": "modal", "private_metadata": ""}}, False),
        ({"command": "/secondchair"}, False),
    ],
)
def test_what_comes_from_the_home_tab_is_known_by_its_view(body: dict[str, Any], in_home: bool) -> None:
    assert home.is_home(body) is in_home
