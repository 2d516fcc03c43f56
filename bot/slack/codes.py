"""Slack's error codes, and what each of them means for us: a closed list.

Taken from the pages of chat.postMessage, conversations.open, conversations.history, conversations.info, users.info and
views.publish (https://docs.slack.dev/reference/methods). A code in no list is new to us.
"""

from enum import StrEnum

from slack_sdk.errors import SlackApiError

NO_ACCESS = "team_access_not_granted"  # an organisation that installed us has not let us into this workspace
RESTRICTED = "restricted_action"  # and every code that begins so: the workspace restricts who can post where


class Meaning(StrEnum):
    """What a Slack error code asks of us.

    *limited*: wait, as it says. *uncertain*: it may have been done all the same. *passes*: nothing was done, and the
    obstacle, which affects the whole workspace, will pass. *unreadable*: the blocks are at fault, plain text may get
    through. *token*: ours is no longer valid. *recipient*: that person can no longer be reached. *closed*: somebody has
    to do something about that conversation. *fault*: a mistake of ours or of the app's setup. *unknown*: in no list.
    """

    LIMITED = "limited"
    UNCERTAIN = "uncertain"
    PASSES = "passes"
    UNREADABLE = "unreadable"
    TOKEN = "token"  # noqa: S105 - not a secret
    RECIPIENT = "recipient"
    CLOSED = "closed"
    FAULT = "fault"
    UNKNOWN = "unknown"


# Slack says the last of these when there is no token, and "account_inactive" of tokens and recipients alike.
DEAD_TOKEN = frozenset({"token_revoked", "token_expired", "invalid_auth", "account_inactive", "not_authed"})
NO_RECIPIENT = frozenset({"user_not_found", "user_disabled", "account_inactive"})
TOKEN_IS_OVER = DEAD_TOKEN - NO_RECIPIENT  # said of tokens only

PASSING = frozenset({Meaning.LIMITED, Meaning.UNCERTAIN, Meaning.PASSES})  # says nothing about the request itself

CODES: dict[Meaning, frozenset[str]] = {
    Meaning.LIMITED: frozenset({"ratelimited", "rate_limited"}),
    # In Slack's words: "It's possible some aspect of the operation succeeded before the error was raised."
    Meaning.UNCERTAIN: frozenset({"fatal_error", "internal_error", "service_unavailable"}),
    Meaning.PASSES: frozenset({
        "accesslimited", "message_limit_exceeded", "org_login_required", "request_timeout", "team_added_to_org",
        "two_factor_setup_required",
    }),
    Meaning.UNREADABLE: frozenset({
        "invalid_arguments", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long",
        "view_too_large",
    }),
    Meaning.TOKEN: DEAD_TOKEN,
    Meaning.RECIPIENT: NO_RECIPIENT | {"cannot_dm_bot", "invalid_user_combination", "user_not_visible"},
    Meaning.CLOSED: frozenset({
        "access_denied", "app_access_restricted", "channel_is_limited_access", "channel_not_found", "ekm_access_denied",
        "enterprise_is_restricted", "is_archived", "messages_tab_disabled", "missing_scope", "no_permission",
        "not_in_channel", "team_not_found", NO_ACCESS,
    }),
    Meaning.FAULT: frozenset({
        "as_user_not_supported", "attachment_payload_limit_exceeded", "cannot_reply_to_message",
        "channel_type_not_supported", "deprecated_endpoint", "draft_already_deleted", "draft_already_sent",
        "draft_has_conflict", "draft_not_found", "duplicate_channel_not_found", "duplicate_external_id",
        "duplicate_message_not_found", "hash_conflict", "invalid_arg_name", "invalid_array_arg", "invalid_charset",
        "invalid_cursor", "invalid_form_data", "invalid_json", "invalid_limit", "invalid_metadata_filter_keys",
        "invalid_metadata_format", "invalid_metadata_schema", "invalid_post_type", "invalid_ts_latest",
        "invalid_ts_oldest", "json_not_object", "markdown_text_conflict", "metadata_must_be_sent_from_app",
        "metadata_too_large", "method_deprecated", "method_not_supported_for_channel_type", "missing_argument",
        "missing_charset", "missing_file_data", "missing_post_type", "missing_profile_id", "no_text",
        "not_allowed_token_type", "not_enabled", "not_enough_users", "not_implemented", "pagination_not_available",
        "send_on_behalf_not_allowed", "slack_connect_canvas_sharing_blocked", "slack_connect_clip_sharing_blocked",
        "slack_connect_file_link_sharing_blocked", "slack_connect_file_upload_sharing_blocked",
        "slack_connect_lists_sharing_blocked", "superfluous_charset", "too_many_attachments", "too_many_contact_cards",
        "too_many_users", "unknown_method", "upgrade_required", "users_list_not_supplied",
    }),
}  # fmt: skip
_MEANINGS = {code: meaning for meaning, codes in reversed(CODES.items()) for code in codes}


def code_of(error: SlackApiError) -> str:
    """Slack's error code, such as "channel_not_found"; "" if the answer was not JSON, as from a gateway."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def reason_of(error: Exception) -> str:
    """Why a call to Slack failed, for the log: Slack's error code, or the name of the error's type if there is none."""
    return (code_of(error) if isinstance(error, SlackApiError) else "") or type(error).__name__


def meaning_of(code: str) -> Meaning:
    """What Slack's error `code` means for us."""
    if code.startswith(RESTRICTED):
        return Meaning.CLOSED
    return _MEANINGS.get(code, Meaning.UNKNOWN)
