"""Finds out who is inactive after a refusal: Slack answers "account_inactive" about tokens and recipients alike."""

from enum import StrEnum

from slack_sdk.errors import SlackApiError

from bot.domain.people.people import Who
from bot.domain.people.slack_ids import is_person
from bot.slack.codes import DEAD_TOKEN, NO_ACCESS, NO_RECIPIENT, code_of
from bot.slack.directory import Directory


class Inactive(StrEnum):
    """Who can no longer be reached: the person, the person for as long as their team is closed to us, the whole
    workspace, or nobody for certain.
    """

    PERSON = "person"
    TEAM = "team"
    WORKSPACE = "workspace"
    NEITHER = "neither"


async def who_is_inactive(directory: Directory, recipient: Who, code: str) -> Inactive:
    """The meaning of Slack's error `code` on a post to `recipient`, a person or a channel.

    If the token itself may be revoked, a second request is made with it, so that one answer does not silence a whole
    workspace. Raises SlackApiError if Slack answers that with any other error.
    """
    to_person = is_person(recipient.user_id)
    if code == NO_ACCESS:
        return Inactive.TEAM if to_person else Inactive.NEITHER
    if code not in DEAD_TOKEN:
        return Inactive.PERSON if code in NO_RECIPIENT and to_person else Inactive.NEITHER
    try:
        return await _asked(directory, recipient, to_person=to_person, code=code)
    except SlackApiError as error:
        if code_of(error) in DEAD_TOKEN:
            return Inactive.WORKSPACE
        raise


async def _asked(directory: Directory, recipient: Who, *, to_person: bool, code: str) -> Inactive:
    if not to_person:
        await directory.channel(recipient.workspace_id, recipient.user_id)
        return Inactive.NEITHER
    profile = await directory.profile(recipient)
    is_gone = profile is None or profile.is_gone
    return Inactive.PERSON if is_gone and code in NO_RECIPIENT else Inactive.NEITHER
