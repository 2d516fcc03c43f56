"""Searching menus: what Slack asks the app, what it accepts as an answer, and what a person picks."""

from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, Client, LocalSlack, NotThere
from bot.localslack.validate import validate

from .heard import Heard
from .kit import Json, actions, field, modal, option, plain


def search(**parts: Any) -> Json:
    return {"type": "external_select", "action_id": "city", **parts}


@pytest.mark.parametrize(
    ("element", "sentence"),
    [
        (search(min_query_length=0, initial_option=option()), ""),
        (search(options=[option()]), "options"),
        (search(min_query_length=-1), "a whole number"),
        (search(initial_option={"text": plain("A")}), "missing required field: value"),
    ],
)
def test_what_slack_takes_for_one(element: Json, sentence: str) -> None:
    for blocks, surface in (([actions(element)], "message"), ([field(element)], "modal")):
        problems = validate(blocks, surface)  # type: ignore[arg-type]  # a pair of literals
        assert bool(problems) == bool(sentence)
        assert all(sentence in str(problem) for problem in problems)


@pytest.fixture
async def menu(
    slack: LocalSlack, web: AsyncWebClient, installed: AppInstallation, bolt: AsyncApp, tom: Client
) -> Heard:
    heard = Heard(bolt)
    bolt.options("city")(heard.take)
    key = slack.state.triggers.issue(installed.app.id, installed.workspace, tom.user.id)
    view = modal(field(search(min_query_length=0), block_id="where"), submit=plain("Send"), callback_id="form")
    await web.views_open(trigger_id=key, view=view)
    return heard


async def test_the_app_is_asked_for_what_fits_and_the_first_is_picked(menu: Heard, tom: Client) -> None:
    menu.answer = {
        "option_groups": [{"label": plain("Cities"), "options": [option("ist", "Istanbul"), option("izm", "İzmir")]}]
    }
    offered = await tom.suggest(None, "city", "i")
    assert [choice["value"] for choice in offered] == ["ist", "izm"]
    asked = menu.bodies[-1]
    assert (asked["type"], asked["action_id"], asked["block_id"], asked["value"]) == (
        "block_suggestion",
        "city",
        "where",
        "i",
    )
    assert "trigger_id" not in asked
    for typed, value in (("i", "ist"), ("İzmir", "izm"), ("izm", "izm")):
        await tom.choose(None, "city", typed)
        assert tom.modal
        assert tom.modal.values["where"]["city"]["selected_option"]["value"] == value
    menu.answer = {"options": []}
    with pytest.raises(NotThere, match="offers no choices"):
        await tom.choose(None, "city", "Atlantis")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({}, id="neither options nor groups"),
        pytest.param({"options": [option(str(number)) for number in range(101)]}, id="too many"),
        pytest.param({"options": [{"text": plain("x" * 76), "value": "x"}]}, id="a label too long"),
        pytest.param({"option_groups": []}, id="no group"),
    ],
)
async def test_what_slack_cannot_show_is_refused(menu: Heard, slack: LocalSlack, tom: Client, answer: Json) -> None:
    menu.answer = answer
    assert await tom.suggest(None, "city", "i") == []
    assert "Slack shows no choices" in slack.refusals[-1].sentence


async def test_slack_waits_for_three_letters_where_nothing_else_is_said(
    sales: str, web: AsyncWebClient, bolt: AsyncApp, tom: Client
) -> None:
    heard = Heard(bolt)
    bolt.options("city")(heard.take)
    heard.answer = {"options": [option("ist", "Istanbul")]}
    await web.chat_postMessage(channel=sales, text="x", blocks=[actions(search())])
    message = tom.messages("sales")[-1]
    assert await tom.suggest(message, "city", "is") == []
    assert [choice["value"] for choice in await tom.suggest(message, "city", "ist")] == ["ist"]
    assert heard.bodies[-1]["container"]["type"] == "message"
