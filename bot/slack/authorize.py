"""Tells Bolt whose request it is from what we remember: no call to Slack a request."""

from typing import Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.installations.installations import Installation


class InstallationSource(Protocol):
    """Whoever knows the installations."""

    async def serving(self, workspace_id: str) -> Installation | None:
        """The live installation of a workspace or organisation, its token good for the next minutes; or None."""
        ...


class StoredAuthorize(AsyncAuthorize):
    """Answers from the installation store."""

    def __init__(self, installs: InstallationSource) -> None:
        self._installs = installs

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        """The installation as Bolt knows one, or None where nobody installed us there.

        One of a whole organisation serves what Slack says comes from it, and a team's own whatever else there is.
        """
        workspace_id = enterprise_id if context.is_enterprise_install else team_id or enterprise_id
        installation = await self._installs.serving(workspace_id) if workspace_id else None
        if installation is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=installation.bot_user_id,
            bot_id=installation.bot_id or None,
            bot_token=installation.token,
            bot_scopes=installation.scopes,
            user_id=user_id,
        )
