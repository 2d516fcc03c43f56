"""Tells Bolt which installation a request belongs to, from our own store, without asking Slack each time."""

from collections import OrderedDict
from typing import Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot import log
from bot.domain.installations.installations import Installation
from bot.errors import NotInstalledError

logger = log.get(__name__)
MOST_KNOWN = 1000  # installations that are kept for when the database is away


class InstallationSource(Protocol):
    """Finds installations."""

    async def serving(self, workspace_id: str) -> Installation | None:
        """The live installation of a workspace or organisation, with a token that is valid for the next minutes; or
        None.
        """
        ...


class SingleAuthorize(AsyncAuthorize):
    """Bolt's `authorize` for a single-workspace app: always the one token, without asking Slack. Bolt's own asks who we
    are with the first request, and where Slack does not answer it acknowledges a form as if it were saved.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - Bolt gives it
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult:
        """The one token, for every request."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self._token, user_id=user_id)


class StoredAuthorize(AsyncAuthorize):
    """Answers from the installation store. Where the store cannot be reached, it answers what it knew last, since even
    to report an error takes a token.
    """

    def __init__(self, installs: InstallationSource) -> None:
        self._installs = installs
        self._known: OrderedDict[str, Installation] = OrderedDict()

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult:
        """The installation as Bolt knows one. Raises NotInstalledError where nobody installed us there.

        The installation of an organisation is used where Slack says that the request comes from it, and the team's own
        otherwise.
        """
        workspace_id = enterprise_id if context.is_enterprise_install else team_id or enterprise_id
        installation = await self._serving(workspace_id) if workspace_id else None
        if installation is None:
            raise NotInstalledError
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=installation.bot_user_id,
            bot_id=installation.bot_id or None,
            bot_token=installation.token,
            bot_scopes=installation.scopes,
            user_id=user_id,
        )

    async def _serving(self, workspace_id: str) -> Installation | None:
        try:
            installation = await self._installs.serving(workspace_id)
        except Exception as error:
            if workspace_id not in self._known:
                raise
            logger.warning("installation_not_asked", why=type(error).__name__)
            return self._known[workspace_id]
        self._known.pop(workspace_id, None)
        if installation is not None:
            self._known[workspace_id] = installation
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return installation
