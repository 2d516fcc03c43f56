"""Modals and Home tabs through the Web API: triggers, the stack, hashes and external ids."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, Client, LocalSlack

from .conftest import Clocks, code
from .kit import Json, field, modal, mrkdwn, plain, section

Issue = Callable[[], str]


@pytest.fixture
def trigger(slack: LocalSlack, installed: AppInstallation, tom: Client) -> Issue:
    return lambda: slack.state.triggers.issue(installed.app.id, installed.workspace, tom.user.id)


def titled(title: str, **parts: Any) -> Json:
    return modal(section(), title=plain(title), **parts)


async def test_a_modal_opens_once_for_one_trigger(
    web: AsyncWebClient, tom: Client, trigger: Issue, clocks: Clocks
) -> None:
    key, late = trigger(), trigger()
    view = (await web.views_open(trigger_id=key, view=titled("One", private_metadata="x")))["view"]
    assert (view["root_view_id"], view["private_metadata"], view["blocks"][0]["text"]["verbatim"]) == (
        view["id"],
        "x",
        False,
    )
    assert tom.modal
    assert tom.modal.title == "One"
    assert await code(web.views_open(trigger_id=key, view=titled("Two"))) == "exchanged_trigger_id"
    assert await code(web.views_open(trigger_id="made.up", view=titled("Two"))) == "invalid_trigger_id"
    clocks.seconds += 4
    assert await code(web.views_open(trigger_id=late, view=titled("Two"))) == "expired_trigger_id"


async def test_three_modals_lie_on_each_other_and_no_more(web: AsyncWebClient, tom: Client, trigger: Issue) -> None:
    assert await code(web.views_push(trigger_id=trigger(), view=titled("Zero"))) == "not_found"
    await web.views_open(trigger_id=trigger(), view=titled("One"))
    await web.views_push(trigger_id=trigger(), view=titled("Two"))
    await web.views_push(trigger_id=trigger(), view=titled("Three"))
    assert await code(web.views_push(trigger_id=trigger(), view=titled("Four"))) == "push_limit_reached"
    one, two, three = tom.modals
    assert (two.previous_view_id, three.root_view_id) == (one.id, one.id)
    await tom.close()
    assert [view.title for view in tom.modals] == ["One", "Two"]
    await tom.close(everything=True)
    assert tom.modal is None


async def test_an_update_is_found_by_either_id_and_refuses_an_old_hash(
    web: AsyncWebClient, tom: Client, trigger: Issue
) -> None:
    first = (await web.views_open(trigger_id=trigger(), view=titled("One", external_id="mine")))["view"]
    await web.views_update(external_id="mine", view=titled("Two", external_id="mine"), hash=first["hash"])
    assert tom.modal
    assert (tom.modal.title, tom.modal.id) == ("Two", first["id"])
    assert (
        await code(web.views_update(view_id=first["id"], view=titled("Three"), hash=first["hash"])) == "hash_conflict"
    )
    assert await code(web.views_update(view_id="V-none", view=titled("Three"))) == "not_found"
    push = web.views_push(trigger_id=trigger(), view=titled("Again", external_id="mine"))
    assert await code(push) == "duplicate_external_id"


async def test_what_was_filled_in_stays_after_an_update(web: AsyncWebClient, tom: Client, trigger: Issue) -> None:
    words = field({"type": "plain_text_input", "action_id": "a"}, block_id="words")
    other = field({"type": "plain_text_input", "action_id": "b"}, block_id="other")
    await web.views_open(trigger_id=trigger(), view=modal(words, submit=plain()))
    await tom.choose(None, "words", "kept")
    assert tom.modal
    await web.views_update(view_id=tom.modal.id, view=modal(words, other, submit=plain()))
    assert tom.modal.values["words"]["a"]["value"] == "kept"
    assert tom.modal.values["other"]["b"]["value"] is None


async def test_bad_views_are_explained(web: AsyncWebClient, trigger: Issue) -> None:
    with pytest.raises(SlackApiError) as caught:
        await web.views_open(trigger_id=trigger(), view=titled("A title of too many letters"))
    assert caught.value.response["error"] == "invalid_arguments"
    assert "[json-pointer:/view/title/text]" in caught.value.response["response_metadata"]["messages"][0]
    large = modal(*[section(text=mrkdwn("x" * 2999))] * 90)
    assert await code(web.views_open(trigger_id=trigger(), view=large)) == "view_too_large"
    assert await code(web.api_call("views.open", json={"trigger_id": "x", "view": 7})) == "invalid_arguments"


async def test_a_home_tab_is_published_and_published_again(web: AsyncWebClient, tom: Client) -> None:
    home = {"type": "home", "blocks": [section()]}
    first = (await web.views_publish(user_id=tom.user.id, view=home))["view"]
    await web.views_publish(user_id=tom.user.id, view=home | {"callback_id": "second"}, hash=first["hash"])
    assert tom.home
    assert (tom.home.id, tom.home.callback_id) == (first["id"], "second")
    assert await code(web.views_publish(user_id=tom.user.id, view=home, hash=first["hash"])) == "hash_conflict"
    assert await code(web.views_publish(user_id="U-else", view=home)) == "invalid_arguments"
    await web.views_update(view_id=first["id"], view=home | {"callback_id": "third"})
    assert tom.home.callback_id == "third"


async def test_an_uninstalled_app_leaves_no_views(
    slack: LocalSlack, web: AsyncWebClient, tom: Client, trigger: Issue, installed: AppInstallation
) -> None:
    await web.views_publish(user_id=tom.user.id, view={"type": "home", "blocks": []})
    await web.views_open(trigger_id=trigger(), view=titled("One"))
    slack.uninstall(installed)
    assert tom.modal is None
    assert slack.state.views.home(installed.workspace, tom.user.id, installed.app.id) is None
