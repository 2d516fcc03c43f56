"""The one error handler: our problems show their sentence, anything else a reference that is also in the log.

Nothing here asks the database, since that may be what has just failed; and nothing here says success.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncRespond
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import log
from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.installations.upgrades import lost
from bot.blocks.notices import home_unavailable, notice_modal, with_problem
from bot.blocks.written import inert
from bot.errors import NotInstalledError, Problem, Problems, UndecidedError
from bot.parsing.text import as_typed
from bot.services.requests import committed
from bot.slack.codes import PASSING, code_of, meaning_of
from content.models import Library
from handlers.parse import Body, in_modal, who
from handlers.showing import LOADING, Showing
from handlers.submissions import Decision
from handlers.updates import MessageUpdates

logger = log.get(__name__)
TOO_MANY = "too_many"  # in the context of a request that is answered but not done
# Leaves out what marks up our sentences; people's own signs are look-alikes already.
PLAIN = str.maketrans("", "", "`*")
PRESSED = frozenset({"view_submission", "block_actions", "message_action", "shortcut"})  # somebody waits for an answer


async def show_problem(
    args: AsyncArgs, library: Library, problem: Problem | Problems, decision: Decision | None
) -> None:
    """Say what to change: at the field in a modal, privately to the person who asked elsewhere."""
    problems = problem.problems if isinstance(problem, Problems) else (problem,)
    facts = [{name: _as_typed(args.body, fact) for name, fact in problem.facts.items()} for problem in problems]
    sentences = {
        problem.field: library.say(_key_of(problem, decision), **given)
        for problem, given in zip(problems, facts, strict=True)
    }
    await _show(args, library, sentences, decision)


def _key_of(problem: Problem, decision: Decision | None) -> str:
    """The sentence for it: in a form whose subject is gone, what was typed is still there to be copied."""
    return "errors.stale_subject" if decision is not None and problem.key == "errors.stale" else problem.key


def _as_typed(body: Body, fact: object) -> object:
    """A fact of a problem: a text is what they typed, which Slack escapes, except in forms."""
    if not isinstance(fact, str):
        return fact
    return inert(as_typed(fact) if body.get("command") or body.get("event") else fact)


async def show_failure(args: AsyncArgs, library: Library, error: Exception, decision: Decision | None) -> None:
    """Log the traceback with a reference, and show that reference. What was typed in a modal stays there.

    A scope that an older installation does not have is no failure: we say what waits for it.
    """
    if scope := _missing_scope(error):
        logger.warning("scope_missing", scope=scope, workspace=who(args.body).workspace_id)
        await _show(args, library, {"": library.say("scopes.refused", lost=lost(library, scope))}, decision)
        return
    reference = uuid4().hex[:8]
    logger.error("request.failed", reference=reference, kind=args.body.get("type", "command"), exc_info=error)
    await _show(args, library, {"": _failed(library, args.body, reference, error)}, decision)


async def show_slow(args: AsyncArgs, library: Library) -> None:
    """Say that a command, a button or a message is still at work, with a reference; a Home tab just comes later."""
    if somebody_waits(args.body):
        reference = uuid4().hex[:8]
        logger.warning("request.slow", reference=reference, kind=args.body.get("type", "command"))
        await _show(args, library, {"": library.say("errors.slow", reference=reference)}, None)


def undecided(library: Library, view: Body) -> dict[str, Any]:
    """The answer to a form that is still being saved when Slack stops waiting."""
    has_text = any(block["type"] == "input" for block in view.get("blocks") or ())
    return refused(view, {"": library.say("errors.undecided" if has_text else "errors.undecided_press")})


def refused(view: Body, sentences: dict[str, str]) -> dict[str, Any]:
    """What keeps a submitted form open: each sentence at its input, one that belongs to none at the first input, since
    Slack shows no other place, and there as plain text; above a form without inputs.
    """
    inputs = [block["block_id"] for block in view.get("blocks") or () if block["type"] == "input"]
    if not inputs:
        return {"response_action": "update", "view": with_problem(view, "\n".join(sentences.values()))}
    errors = {field if field in inputs else inputs[0]: text.translate(PLAIN) for field, text in sentences.items()}
    return {"response_action": "errors", "errors": errors}


def _failed(library: Library, body: Body, reference: str, error: Exception) -> str:
    is_form = body.get("type") == "view_submission"
    has_text = any(block["type"] == "input" for block in (body.get("view") or {}).get("blocks") or ())
    if _opens_home(body):
        key = "home"
    elif isinstance(error, UndecidedError) or committed.is_any():
        key = "maybe_saved" if is_form and has_text else "maybe_done"
    elif is_form and has_text:
        key = "not_saved"
    elif _is_slack(error):
        key = "slack"
    else:
        key = "unexpected"
    return library.say(f"errors.{key}", reference=reference)


def _is_slack(error: Exception) -> bool:
    """Whether Slack is in trouble, or busy, which passes; not where it says what is wrong with a request of ours."""
    if isinstance(error, SlackApiError):
        return not code_of(error) or meaning_of(code_of(error)) in PASSING
    return isinstance(error, SlackClientError | aiohttp.ClientError)


def _opens_home(body: Body) -> bool:
    event = body.get("event") or {}
    return event.get("type") == "app_home_opened" and event.get("tab") == "home"


def _missing_scope(error: Exception) -> str:
    """The scope that Slack says it has not granted us; any one of several that would do. "" for another error."""
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    if not isinstance(data, dict) or data.get("error") != "missing_scope":
        return ""
    return str(data.get("needed") or "other").split(",")[0].strip()


def bolt_error(words: Callable[[Body], Library]) -> Callable[[Exception, Body], Awaitable[BoltResponse]]:
    """What answers where no handler runs: nobody installed us, no handler is registered, or we cannot tell who asks."""

    async def answer(error: Exception, body: Body) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError) and not (body.get("command") or body.get("type") in PRESSED):
            _log_unheard(body)
            return BoltResponse(status=200)
        reference = uuid4().hex[:8]
        if isinstance(error, NotInstalledError):
            logger.warning("not_installed", workspace=who(body).workspace_id)
        else:
            logger.error("bolt.failed", reference=reference, kind=body.get("type", "command"), exc_info=error)
        return await _answer_without_client(body, _why(words(body), error, body, reference))

    return answer


def _log_unheard(body: Body) -> None:
    """An event that somebody subscribed to by hand, or Slack saying that it holds back a workspace's events."""
    kind = (body.get("event") or body).get("type", "")
    if kind == "app_rate_limited":
        logger.warning("events_held_back", workspace=who(body).workspace_id)
    else:
        logger.info("event_unheard", kind=kind)


def too_many(words: Callable[[Body], Library]) -> Callable[[Mapping[str, Any]], Awaitable[BoltResponse]]:
    """What answers somebody who sends more than a person can type or press: with the acknowledgement alone, which for
    a button or a message is empty (`show_too_many`).
    """

    async def answer(given: Mapping[str, Any]) -> BoltResponse:
        body = {**given, "response_url": ""}
        logger.warning("too_many_requests", workspace=who(body).workspace_id, kind=body.get("type", "command"))
        return await _answer_without_client(body, words(body).say("errors.too_many"))

    return answer


async def show_too_many(args: AsyncArgs, library: Library) -> None:
    """Say that this was too much at once: where somebody pressed, or by direct message."""
    await _show(args, library, {"": library.say("errors.too_many")}, None)


def _why(library: Library, error: Exception, body: Body, reference: str) -> str:
    if isinstance(error, NotInstalledError):
        return library.say("errors.not_installed")
    if isinstance(error, BoltUnhandledRequestError):
        return library.say(f"errors.unknown_{'form' if body.get('type') == 'view_submission' else 'request'}")
    return _failed(library, body, reference, error)


async def _answer_without_client(body: Body, text: str) -> BoltResponse:
    """Say it where no token is known: over the `response_url`, or with the acknowledgement where that has not been sent
    yet, as with a form.
    """
    if body.get("type") == "view_submission":
        return _json(refused(body["view"], {"": text}))
    if body.get("response_url"):
        await Showing.responded(AsyncRespond(response_url=body["response_url"]), Message(block_kit.escape(text), ()))
    elif body.get("command"):
        return _json({"response_type": "ephemeral", "text": block_kit.escape(text)})
    return BoltResponse(status=200)


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(body), headers={"content-type": "application/json"})


async def _show(args: AsyncArgs, library: Library, sentences: dict[str, str], decision: Decision | None) -> None:
    if decision is not None:
        await decision.refuse(**refused(args.body["view"], sentences))
        return
    await args.ack()
    text = "\n".join(sentences.values())
    if not await _is_said_there(args, library, text) and somebody_waits(args.body):
        await Showing(args, library, MessageUpdates()).to_them(Message(block_kit.escape(text), ()))


async def _is_said_there(args: AsyncArgs, library: Library, text: str) -> bool:
    """Whether it is seen where they asked; there is no such place where they wrote to us."""
    body, client, escaped = args.body, args.client, block_kit.escape(text)
    tried = Showing.tried
    if body.get("response_url") or body.get("response_urls"):
        return await Showing.responded(args.respond, Message(escaped, ()))
    if _opens_home(body):
        view = home_unavailable(library, escaped)
        return await tried("home", client.views_publish(user_id=who(body).user_id, view=view))
    notice = notice_modal(library, text)
    if loading_id := args.context.get(LOADING):
        return await tried("loading", client.views_update(view_id=loading_id, view=notice))
    if body.get("trigger_id"):
        open_view = client.views_push if in_modal(body) else client.views_open
        return await tried("modal", open_view(trigger_id=body["trigger_id"], view=notice))
    return False


def somebody_waits(body: Mapping[str, Any]) -> bool:
    """Whether somebody typed or pressed this, and would otherwise read nothing: not for an event of Slack's own, for a
    Home tab, which shows it when next opened, or for a menu that searches.
    """
    is_written = (body.get("event") or {}).get("type") == "message"
    return is_written or bool(body.get("trigger_id") or body.get("response_url") or body.get("response_urls"))
