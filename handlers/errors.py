"""The one error handler: our problems show their sentence, anything else a reference that is in the log too."""

from typing import Any
from uuid import uuid4

from slack_bolt import BoltResponse
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError

from bot import log
from bot.blocks import block_kit
from bot.blocks.installations.upgrades import lost
from bot.blocks.notices import notice_modal
from bot.errors import Problem, Problems
from content.models import Library
from handlers.parse import who

logger = log.get(__name__)


async def show_problem(args: AsyncArgs, library: Library, problem: Problem | Problems) -> None:
    """Say what to change: at the field in a modal, privately to the person who asked elsewhere."""
    problems = problem.problems if isinstance(problem, Problems) else (problem,)
    sentences = {problem.field: library.say(problem.key, **problem.facts) for problem in problems}
    await _show(args, library, sentences)


async def show_failure(args: AsyncArgs, library: Library, error: Exception) -> None:
    """Log the traceback with a reference, and show that reference. What was typed in a modal stays there.

    A scope that an older installation does not have is no failure: it is said what waits for it.
    """
    if scope := _missing_scope(error):
        logger.warning("scope_missing", scope=scope, workspace=who(args.body).workspace_id)
        await _show(args, library, {"": library.say("scopes.refused", lost=lost(library, scope))})
        return
    reference = uuid4().hex[:8]
    logger.error("request.failed", reference=reference, kind=args.body.get("type", "command"), exc_info=error)
    key = "errors.not_saved" if args.body.get("type") == "view_submission" else "errors.unexpected"
    await _show(args, library, {"": library.say(key, reference=reference)})


def _missing_scope(error: Exception) -> str:
    """The scope that Slack says it has not granted us; any one of several that would do. "" for another error."""
    data = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    if not isinstance(data, dict) or data.get("error") != "missing_scope":
        return ""
    return str(data.get("needed") or "other").split(",")[0].strip()


async def bolt_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """What fails before a handler runs: a request that nobody answers, or Slack's own check."""
    logger.error("bolt.failed", kind=body.get("type", ""), exc_info=error)
    return BoltResponse(status=200)


async def _show(args: AsyncArgs, library: Library, sentences: dict[str, str]) -> None:
    kind = args.body.get("type")
    if kind == "view_submission":
        await args.ack(response_action="errors", errors=_at_fields(args.body["view"], sentences))
        return
    await args.ack()
    text = "\n".join(sentences.values())
    try:
        if args.body.get("response_url") or args.body.get("response_urls"):
            await args.respond(text=block_kit.escape(text), response_type="ephemeral", replace_original=False)
        elif (args.body.get("event") or {}).get("type") == "message":
            await args.client.chat_postMessage(channel=who(args.body).user_id, text=block_kit.escape(text))
        elif args.body.get("trigger_id"):
            open_view = args.client.views_push if _in_modal(args.body) else args.client.views_open
            await open_view(trigger_id=args.body["trigger_id"], view=notice_modal(library, text))
    except SlackApiError as error:
        logger.warning("problem.not_shown", error=error.response.get("error"))


def _in_modal(body: dict[str, Any]) -> bool:
    return bool((body.get("view") or {}).get("type") == "modal")


def _at_fields(view: dict[str, Any], sentences: dict[str, str]) -> dict[str, str]:
    """Each sentence at its input; one that belongs to none stands at the first, since Slack shows no other place."""
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return {field if field in inputs else inputs[0]: text for field, text in sentences.items()}
