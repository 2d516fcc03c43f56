"""Whether Slack still has a file of ours."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.files import PictureFiles
from tests.slack.scripted import Scripted


@pytest.mark.parametrize(
    ("answer", "is_gone"),
    [
        pytest.param({"ok": True, "file": {"id": "F1", "mode": "hosted"}}, False, id="there"),
        pytest.param({"ok": True, "file": {"id": "F1", "mode": "tombstone"}}, True, id="kept for some days alone"),
        pytest.param({"ok": False, "error": "file_deleted"}, True, id="deleted"),
        pytest.param({"ok": False, "error": "file_not_found"}, True, id="not of this installation"),
    ],
)
async def test_slack_tells_whether_it_has_a_file(slack: Scripted, answer: dict[str, Any], is_gone: bool) -> None:
    slack.say("files.info", answer)
    assert await PictureFiles(slack).is_gone("T1", "F1") is is_gone


async def test_without_the_scope_nobody_can_tell(slack: Scripted) -> None:
    slack.say("files.info", {"ok": False, "error": "missing_scope"})
    with pytest.raises(SlackApiError):
        await PictureFiles(slack).is_gone("T1", "F1")
