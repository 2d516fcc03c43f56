"""users.* and dnd.*: people, and when they do not want to be disturbed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.localslack.api.methods.call import Answer, ApiCall
from bot.localslack.state.errors import SlackError
from bot.localslack.state.grid_migration import exchanged
from bot.localslack.state.organisation import enterprise_user, home_of
from bot.localslack.state.world import User

MOST_EXCHANGED = 400


def info(call: ApiCall) -> Answer:
    """users.info."""
    user = call.user()
    locale = {"locale": user.locale} if call.flag("include_locale") else {}
    return {"user": shown(user, call) | locale}


def listing(call: ApiCall) -> Answer:
    """users.list: everyone, including those who left, a page at a time."""
    page, more = call.page(list(call.workspace.users.values()), 1000, 1000)
    now = int(call.state.now().timestamp())
    return {"members": [shown(user, call) for user in page], "cache_ts": now, **more}


def dnd_info(call: ApiCall) -> Answer:
    """dnd.info."""
    user = call.user() if call.text("user") else call.bot
    return _dnd(user) | {"snooze_enabled": False}


def dnd_of_team(call: ApiCall) -> Answer:
    """dnd.teamInfo: two to 50 people; unknown ones are left out.

    Source: https://docs.slack.dev/reference/methods/dnd.teamInfo
    """
    wanted = [user_id for user_id in str(call.text("users")).split(",") if user_id]
    if not 2 <= len(wanted) <= 50:
        raise SlackError("no_users_provided" if len(wanted) < 2 else "too_many_users")
    users = (call.workspace.users.get(user_id) for user_id in wanted)
    return {"users": {user.id: _dnd(user) for user in users if user is not None}}


def _dnd(user: User) -> dict[str, Any]:
    times = {"next_dnd_start_ts": user.dnd_start, "next_dnd_end_ts": user.dnd_end}
    return {"dnd_enabled": user.dnd_enabled, **times}


def by_email(call: ApiCall) -> Answer:
    """users.lookupByEmail."""
    for user in call.workspace.users.values():
        if user.email == call.text("email"):
            return {"user": shown(user, call)}
    raise SlackError("users_not_found")


def exchange(call: ApiCall) -> Answer:
    """migration.exchange: the ids that people got when the workspace moved into an organisation."""
    asked = call.text("users").split(",")
    if len(asked) > MOST_EXCHANGED:
        raise SlackError("too_many_users")
    back = call.flag("to_old")
    others = {user_id: exchanged(call.state, call.workspace, user_id, back=back) for user_id in asked}
    if None in others.values():
        raise SlackError("not_enterprise_team")
    known = {*call.workspace.users, *call.workspace.former_ids}
    return {
        "team_id": call.workspace.id,
        "user_id_map": {user_id: other_id for user_id, other_id in others.items() if user_id in known},
        "invalid_user_ids": [user_id for user_id in asked if user_id not in known],
    }


def shown(user: User, call: ApiCall) -> dict[str, Any]:
    """A person as Slack shows them; the mail address only with users:read.email."""
    with_email = "users:read.email" in call.installation.scopes
    home = home_of(call.state, call.workspace, user.id)
    return as_dict(user, home, call.state.now(), email=with_email) | enterprise_user(call.state, user, home)


def as_dict(user: User, workspace: str, now: datetime, *, email: bool = False) -> dict[str, Any]:
    """A person as they appear in answers and events."""
    profile = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": "" if user.is_bot else user.name,
        "display_name_normalized": "" if user.is_bot else user.name,
        "first_name": user.real_name.partition(" ")[0],
        "last_name": user.real_name.partition(" ")[2],
        "title": user.title,
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_expiration,
        "team": workspace,
    }
    profile |= {"email": user.email} if email and user.email else {}
    profile |= {"api_app_id": user.app_id} if user.is_bot else {}
    offset = now.astimezone(ZoneInfo(user.tz)).utcoffset()
    seconds = int(offset.total_seconds()) if offset else 0
    base: dict[str, Any] = {"id": user.id, "team_id": workspace, "name": user.name, "deleted": user.deleted}
    base |= {"profile": profile, "is_bot": user.is_bot, "is_app_user": False, "updated": int(now.timestamp())}
    if user.deleted:
        return base
    return base | {
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": seconds,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
    }
