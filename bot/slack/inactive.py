"""Whose account a refusal means: Slack says "account_inactive" of a token and of a recipient alike."""

from enum import StrEnum

from slack_sdk.errors import SlackApiError

from bot.domain.people import Who
from bot.slack.directory import Directory

# https://docs.slack.dev/reference/methods/chat.postMessage, "Errors"
DEAD_TOKEN = frozenset({"token_revoked", "invalid_auth", "account_inactive"})
NO_RECIPIENT = frozenset({"user_not_found", "user_disabled", "account_inactive"})


class Inactive(StrEnum):
    """Who can be reached no more: the person, the whole workspace, or neither for certain."""

    PERSON = "person"
    WORKSPACE = "workspace"
    NEITHER = "neither"


async def who_is_inactive(directory: Directory, recipient: Who, code: str) -> Inactive:
    """Who is meant by Slack's error `code` on a post to `recipient`, asking Slack where both could be.

    Raises SlackApiError for anything else that Slack says to the question.
    """
    for_person = code in NO_RECIPIENT and recipient.user_id[:1] in ("U", "W")
    if code not in DEAD_TOKEN:
        return Inactive.PERSON if for_person else Inactive.NEITHER
    if not for_person:
        return Inactive.WORKSPACE
    try:
        profile = await directory.profile(recipient)
    except SlackApiError as error:
        if error.response.get("error") in DEAD_TOKEN:
            return Inactive.WORKSPACE
        raise
    return Inactive.PERSON if profile is None or profile.is_gone else Inactive.NEITHER
