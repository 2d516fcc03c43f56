"""Tells Bolt which installation a request belongs to, from our own store, without asking Slack each time."""

from typing import Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot.domain.installations.installations import Installation


class InstallationSource(Protocol):
    """Finds installations."""

    async def serving(self, workspace_id: str) -> Installation | None:
        """The live installation of a workspace or organisation, with a token that is valid for the next minutes; or
        None.
        """
        ...


class StoredAuthorize(AsyncAuthorize):
    """Bolt's `authorize`, answered from the store of installations."""

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

        The installation of an organisation is used where Slack says that the request comes from it, and the team's own
        otherwise.
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
