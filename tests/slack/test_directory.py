"""Who somebody is, from what Slack says about them; it says little about strangers, and some servers say less."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.codes import code_of
from bot.slack.directory import profile_of

GRID = {"enterprise_id": "E1", "teams": ["T1", "T2"]}
OTHER_GRID = {"enterprise_id": "E9", "teams": ["T9"]}


@pytest.mark.parametrize(
    ("user", "is_guest"),
    [
        ({}, False),
        ({"team_id": "T1"}, False),
        ({"team_id": "T9"}, True),
        ({"team_id": "T9", "is_stranger": False}, True),
        ({"is_stranger": True}, True),
        ({"team_id": "T1", "is_restricted": True}, True),
        ({"team_id": "T1", "is_ultra_restricted": True}, True),
        ({"team_id": "T2", "enterprise_user": GRID}, False),
        ({"team_id": "E1", "enterprise_user": GRID}, False),
        ({"team_id": "T9", "enterprise_user": OTHER_GRID}, True),
    ],
)
def test_guests_and_people_of_other_companies_are_guests(user: dict[str, Any], is_guest: bool) -> None:
    assert profile_of(user, "T1").is_guest is is_guest


@pytest.mark.parametrize(
    ("user", "workspace_id", "is_guest", "is_admin"),
    [
        ({"team_id": "T1", "enterprise_user": GRID}, "E1", False, False),
        ({"team_id": "T1", "is_admin": True, "enterprise_user": GRID}, "E1", False, False),
        ({"team_id": "T1", "is_admin": True, "enterprise_user": GRID}, "T1", False, True),
        ({"team_id": "T1", "enterprise_user": GRID | {"is_admin": True}}, "E1", False, True),
        ({"team_id": "T1", "enterprise_user": GRID | {"is_owner": True}}, "E1", False, True),
        ({"team_id": "T9", "enterprise_user": OTHER_GRID | {"is_admin": True}}, "E1", True, False),
        ({"team_id": "T9", "is_admin": True}, "E1", True, True),  # guests may do nothing, whatever else they are
    ],
)
def test_an_organisation_is_run_by_its_own_admins(
    user: dict[str, Any], workspace_id: str, is_guest: bool, is_admin: bool
) -> None:
    profile = profile_of(user, workspace_id)
    assert (profile.is_guest, profile.is_admin) == (is_guest, is_admin)


def test_little_is_enough() -> None:
    profile = profile_of({"id": "U1"}, "T1")
    assert (profile.name, profile.zone, profile.is_admin, profile.is_gone) == ("", "", False, False)


@pytest.mark.parametrize(("answer", "code"), [({"error": "x"}, "x"), ({}, ""), ("<html>", ""), (None, "")])
def test_what_slack_calls_it(answer: Any, code: str) -> None:
    assert code_of(SlackApiError("no", answer)) == code  # type: ignore[no-untyped-call]  # as it stands in the SDK


@pytest.mark.parametrize(
    ("user", "workspace_id", "global_id"),
    [
        ({"id": "U1", "team_id": "T1"}, "T1", ""),
        ({"id": "U1", "team_id": "T1", "enterprise_user": GRID | {"id": "W1"}}, "T1", "W1"),
        ({"id": "W1", "team_id": "E1", "enterprise_user": GRID | {"id": "W1"}}, "T1", "W1"),
        ({"id": "W1", "team_id": "T1", "enterprise_user": GRID | {"id": "W1"}}, "E1", ""),
        ({"id": "W9", "team_id": "T9", "enterprise_user": {"id": "W9", "enterprise_id": "E9"}}, "T1", ""),
        ({"id": "W9", "is_stranger": True, "enterprise_user": {"id": "W9", "enterprise_id": "E9"}}, "T1", ""),
    ],
)
def test_who_moved_with_their_workspace_has_an_id_in_its_organisation(
    user: dict[str, Any], workspace_id: str, global_id: str
) -> None:
    assert profile_of(user, workspace_id).global_id == global_id
