"""Every error code that Slack's pages name has one meaning for us, and no other code has one.

The lists are the errors on each method's page (https://docs.slack.dev/reference/methods/chat.postMessage and so on), as
of November 2026; those that all methods may return are in `ALL`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.codes import CODES, DEAD_TOKEN, NO_RECIPIENT, Meaning, code_of, meaning_of
from bot.slack.outcomes import NotNow, Outcome, Refused, Unknown, Unsure, Wait, outcome_of

ALL = """
access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied enterprise_is_restricted fatal_error
internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_charset invalid_form_data
invalid_post_type method_deprecated missing_post_type missing_scope no_permission not_allowed_token_type not_authed
org_login_required ratelimited request_timeout service_unavailable team_access_not_granted team_added_to_org
token_expired token_revoked two_factor_setup_required
"""
PAGES = {
    "chat.postMessage": """
        app_access_restricted as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message
        channel_not_found draft_already_deleted draft_already_sent draft_has_conflict draft_not_found
        duplicate_channel_not_found duplicate_message_not_found invalid_blocks invalid_blocks_format
        invalid_metadata_format invalid_metadata_schema is_archived markdown_text_conflict message_limit_exceeded
        messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large missing_file_data msg_blocks_too_long
        msg_too_long no_text not_in_channel rate_limited restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
        send_on_behalf_not_allowed slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_lists_sharing_blocked team_not_found too_many_attachments too_many_contact_cards
    """,
    "conversations.history": """
        channel_not_found invalid_cursor invalid_limit invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest
        not_in_channel pagination_not_available
    """,
    "conversations.info": """
        channel_is_limited_access channel_not_found method_not_supported_for_channel_type team_not_found
    """,
    "conversations.open": """
        channel_not_found invalid_user_combination method_not_supported_for_channel_type not_enough_users
        too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied
    """,
    "users.info": "too_many_users user_not_found user_not_visible",
    "views.publish": """
        duplicate_external_id hash_conflict missing_profile_id not_enabled not_implemented view_too_large
    """,
}
ELSEWHERE = """
cannot_dm_bot channel_is_limited_access channel_type_not_supported invalid_json json_not_object missing_argument
missing_charset slack_connect_clip_sharing_blocked slack_connect_file_upload_sharing_blocked superfluous_charset
unknown_method upgrade_required
"""  # from the page about the Web API itself, and from older pages and those of related methods
NAMED = sorted({code for page in (ALL, ELSEWHERE, *PAGES.values()) for code in page.split()})
FINAL = {Meaning.UNREADABLE, Meaning.TOKEN, Meaning.RECIPIENT, Meaning.CLOSED, Meaning.FAULT}


@dataclass(frozen=True)
class Response:
    """The part of the SDK's response that is read."""

    status_code: int
    data: Mapping[str, Any]
    headers: Mapping[str, Any] | None = field(default_factory=lambda: {"Retry-After": "7"})


def error(code: str, status: int = 200) -> SlackApiError:
    """What the SDK raises for Slack's error."""

    return SlackApiError("no", Response(status, {"ok": False, "error": code}))  # type: ignore[no-untyped-call]  # as it stands in the SDK


def test_every_word_that_slack_names_has_a_meaning() -> None:
    assert [code for code in NAMED if meaning_of(code) is Meaning.UNKNOWN] == []


def test_each_is_waited_for_asked_about_or_final() -> None:
    for code in NAMED:
        wanted = {
            Meaning.LIMITED: Wait(7.0),
            Meaning.PASSES: NotNow(code, 30.0),
            Meaning.UNCERTAIN: Unsure(code),
            **dict.fromkeys(FINAL, Refused(code)),
        }
        assert outcome_of(error(code)) == wanted[meaning_of(code)]


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("restricted_action_of_2027", Meaning.CLOSED),
        ("team_added_to_org", Meaning.PASSES),
        ("org_login_required", Meaning.PASSES),
        ("request_timeout", Meaning.PASSES),
        ("access_denied", Meaning.CLOSED),
        ("app_access_restricted", Meaning.CLOSED),
        ("ekm_access_denied", Meaning.CLOSED),
        ("missing_scope", Meaning.CLOSED),
        ("messages_tab_disabled", Meaning.CLOSED),
        ("account_inactive", Meaning.TOKEN),
        ("internal_error", Meaning.UNCERTAIN),
        ("a_word_of_2027", Meaning.UNKNOWN),
        ("", Meaning.UNKNOWN),
    ],
)
def test_what_a_word_means(code: str, meaning: Meaning) -> None:
    assert meaning_of(code) is meaning


def test_a_word_has_one_meaning() -> None:
    codes = [code for meaning, codes in CODES.items() for code in codes if code != "account_inactive"]
    assert sorted(codes) == sorted(set(codes))


def test_a_word_that_is_new_to_us_may_pass() -> None:
    assert outcome_of(error("a_word_of_2027")) == Unknown("a_word_of_2027")


@pytest.mark.parametrize("code", ["is_archived", "a_word_of_2027", ""])
def test_with_a_server_error_nothing_is_certain(code: str) -> None:
    assert outcome_of(error(code, 502)) == Unsure(code or "HTTP 502")


def test_a_429_is_a_limit_whatever_it_says() -> None:
    assert outcome_of(error("is_archived", 429)) == Wait(7.0)


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ("<html>", Unsure("HTTP 0")),
        ({"error": "ratelimited"}, Wait(1.0)),
        ({"error": "is_archived"}, Refused("is_archived")),
    ],
    ids=["no JSON", "limited", "refused"],
)
def test_an_answer_may_come_without_status_and_headers(response: object, outcome: Outcome) -> None:
    assert outcome_of(SlackApiError("no", response)) == outcome  # type: ignore[no-untyped-call]  # as above


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": 3}, 3.0),
        ({"Retry-After": "1.2.3"}, 1.0),
        ({"Retry-After": "²"}, 1.0),
        ({"Retry-After": ""}, 1.0),
        ({}, 1.0),
        (None, 1.0),
    ],
)
def test_a_wait_is_as_long_as_slack_says_or_a_second(headers: Mapping[str, Any] | None, seconds: float) -> None:
    response = Response(429, {"ok": False, "error": "ratelimited"}, headers)
    assert outcome_of(SlackApiError("no", response)) == Wait(seconds)  # type: ignore[no-untyped-call]  # as above


def test_an_inactive_account_may_be_the_apps_or_the_recipients() -> None:
    assert {"account_inactive"} == DEAD_TOKEN & NO_RECIPIENT


def test_an_answer_that_is_no_json_has_no_word() -> None:
    assert code_of(SlackApiError("no", "<html>")) == ""  # type: ignore[no-untyped-call]  # as above
