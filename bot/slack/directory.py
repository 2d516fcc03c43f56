"""Looks up people and channels in Slack."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError

from bot.domain.people.people import Who
from bot.slack.clients import Clients
from bot.slack.codes import NO_ACCESS, code_of
from bot.slack.files import read_file


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says about a person. `zone` is an IANA name, never `tz_offset`, which changes without any event; "" if
    Slack does not say. `global_id` is their id in the organisation that the workspace belongs to; "" if it belongs to
    none, and also if the organisation installed us, since its people have no other id. `teams` are their teams in the
    organisation that installed us; `title` is their own description of what they do.
    """

    name: str
    zone: str
    is_admin: bool = False
    is_guest: bool = False
    is_bot: bool = False
    _: KW_ONLY
    is_gone: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_until: int = 0
    locale: str = ""
    teams: tuple[str, ...] = ()
    title: str = ""
    global_id: str = ""


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """What Slack says about a channel that the app can see. `is_shared`: people of another company are in it."""

    id: str
    name: str
    has_bot: bool
    is_archived: bool
    _: KW_ONLY
    is_shared: bool = False


class Directory(Protocol):
    """Looks up people and channels. Gives None for those that Slack does not know or does not show us."""

    async def profile(self, who: Who) -> Profile | None:
        """The person's profile, or None."""
        ...

    async def is_unknown(self, who: Who) -> bool:
        """Whether Slack has nobody by this id, which is more than just not showing them to us."""
        ...

    async def channel(self, workspace_id: str, channel_id: str) -> ChannelInfo | None:
        """The channel, or None if it does not exist, or is private and the app is not in it."""
        ...

    async def is_in_channel(self, who: Who, channel_id: str) -> bool:
        """Whether the person is a member of the channel."""
        ...

    async def file(self, workspace_id: str, file_id: str, most: int) -> tuple[str, bytes] | None:
        """The name and the bytes of a file that somebody gave the app; None if it is larger than `most` bytes or cannot
        be had.
        """
        ...

    async def exchanged(
        self, workspace_id: str, user_ids: Sequence[str], *, back: bool = False
    ) -> dict[str, str] | None:
        """The ids that Slack gave these people when the workspace moved into an organisation: the new id by former id;
        with `back`, the former by new. Ids that did not change are left out. None if the workspace belongs to no
        organisation.
        """
        ...


class SlackDirectory:
    """The directory that asks Slack each time; after a rate limit it waits and retries, unless `is_patient` is
    false.
    """

    def __init__(self, clients: Clients, *, is_patient: bool = True) -> None:
        self._client = clients.patient if is_patient else clients.of

    async def profile(self, who: Who) -> Profile | None:
        """As `Directory.profile`."""
        user = await self._ask(who.workspace_id, "users.info", "user", user=who.user_id, include_locale="true")
        return None if user is None else profile_of(user, who.workspace_id)

    async def is_unknown(self, who: Who) -> bool:
        """As `Directory.is_unknown`."""
        client = await self._client(who.workspace_id)
        try:
            await client.users_info(user=who.user_id)
        except SlackApiError as error:
            if code_of(error) in NO_SUCH_PERSON:
                return True
            if code_of(error) not in UNKNOWN:
                raise
        return False

    async def channel(self, workspace_id: str, channel_id: str) -> ChannelInfo | None:
        """As `Directory.channel`."""
        channel = await self._ask(workspace_id, "conversations.info", "channel", channel=channel_id)
        if channel is None:
            return None
        name, archived = channel.get("name") or "", bool(channel.get("is_archived"))
        is_shared = bool(channel.get("is_ext_shared"))
        return ChannelInfo(channel_id, name, bool(channel.get("is_member", True)), archived, is_shared=is_shared)

    async def file(self, workspace_id: str, file_id: str, most: int) -> tuple[str, bytes] | None:
        """As `Directory.file`."""
        return await read_file(await self._client(workspace_id), file_id, most)

    async def is_in_channel(self, who: Who, channel_id: str) -> bool:
        """As `Directory.is_in_channel`."""
        client = await self._client(who.workspace_id)
        try:
            async for page in await client.conversations_members(channel=channel_id, limit=200):
                if who.user_id in page["members"]:
                    return True
        except SlackApiError as error:
            if code_of(error) not in UNKNOWN:
                raise
        return False

    async def exchanged(
        self, workspace_id: str, user_ids: Sequence[str], *, back: bool = False
    ) -> dict[str, str] | None:
        """As `Directory.exchanged`: https://docs.slack.dev/reference/methods/migration.exchange"""
        exchanged: dict[str, str] = {}
        for start in range(0, len(user_ids), MOST_EXCHANGED):
            some = ",".join(user_ids[start : start + MOST_EXCHANGED])
            query = {"users": some, "to_old": "true" if back else "false"}
            answer = await self._ask(workspace_id, "migration.exchange", "user_id_map", **query)
            if answer is None:
                return None
            exchanged |= {asked: given for asked, given in answer.items() if asked != given}
        return exchanged

    async def _ask(self, workspace_id: str, method: str, part: str, **query: str) -> dict[str, Any] | None:
        client = await self._client(workspace_id)
        try:
            answer = await client.api_call(method, http_verb="GET", params=query)
        except SlackApiError as error:
            if code_of(error) in UNKNOWN:
                return None
            raise
        details: dict[str, Any] = answer[part]
        return details


MOST_EXCHANGED = 400  # the most ids that Slack takes at once
# Slack gives the last of these to an organisation's token about a workspace that the app was removed from.
NO_SUCH_PERSON = {"user_not_found", "users_not_found"}
UNKNOWN = NO_SUCH_PERSON | {
    "user_not_visible",
    "channel_not_found",
    "not_enterprise_team",
    NO_ACCESS,
}


def profile_of(user: dict[str, Any], workspace_id: str = "") -> Profile:
    """The profile in a Slack user object, as `workspace_id` sees it. Strangers on Slack Connect lack most fields.

    Somebody from another company is a guest to us, even if they share a channel and `is_stranger` is false:
    https://docs.slack.dev/reference/objects/user-object
    """
    inside = user.get("profile") or {}
    name = inside.get("display_name") or inside.get("real_name") or user.get("real_name") or user.get("name") or ""
    is_guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger"))
    return Profile(
        name=name[:200],
        zone=user.get("tz") or "",
        is_admin=_is_admin(user, workspace_id),
        is_guest=is_guest or not _belongs(user, workspace_id),
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        is_gone=bool(user.get("deleted")),
        status_text=inside.get("status_text") or "",
        status_emoji=inside.get("status_emoji") or "",
        status_until=int(inside.get("status_expiration") or 0),
        locale=user.get("locale") or "",
        teams=_teams(user, workspace_id),
        title=inside.get("title") or "",
        global_id=_global_id(user, workspace_id),
    )


def _teams(user: dict[str, Any], workspace_id: str) -> tuple[str, ...]:
    organisation = user.get("enterprise_user") or {}
    return tuple(organisation.get("teams") or ()) if organisation.get("enterprise_id") == workspace_id else ()


def _global_id(user: dict[str, Any], workspace_id: str) -> str:
    organisation = user.get("enterprise_user") or {}
    is_elsewhere = user.get("is_stranger") or not _belongs(user, workspace_id)
    if is_elsewhere or organisation.get("enterprise_id") == workspace_id:
        return ""
    return organisation.get("id") or ""


def _is_admin(user: dict[str, Any], workspace_id: str) -> bool:
    """Whether a person runs the workspace; an organisation is run by its own admins, not by those of one of its
    teams.
    """
    organisation = user.get("enterprise_user") or {}
    whose = organisation if organisation.get("enterprise_id") == workspace_id else user
    return bool(whose.get("is_admin") or whose.get("is_owner"))


def _belongs(user: dict[str, Any], workspace_id: str) -> bool:
    """Whether a person is one of the workspace's own; an organisation's people belong to several."""
    home, organisation = user.get("team_id") or "", user.get("enterprise_user") or {}
    if not workspace_id or not home or home == workspace_id or home == organisation.get("enterprise_id"):
        return True
    return workspace_id in (organisation.get("teams") or ()) or workspace_id == organisation.get("enterprise_id")
