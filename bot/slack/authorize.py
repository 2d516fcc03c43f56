"""Tells Bolt which installation a request belongs to, from our own store, without asking Slack each time."""

import asyncio
from collections import OrderedDict
from typing import Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from bot import log
from bot.clock import Clock
from bot.domain.installations.installations import Installation
from bot.errors import NotInstalledError

logger = log.get(__name__)
PATIENCE = 0.3  # seconds: a form is to be answered within three, and is waited for for 2.3 of them afterwards
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
    """Answers from the installation store. Where the store cannot be reached, or says nothing for `patience` seconds,
    it answers what it knew last, since even to report an error takes a token.
    """

    def __init__(self, installs: InstallationSource, clock: Clock, patience: float = PATIENCE) -> None:
        """`clock` is the real one, by which tokens end."""
        self._installs = installs
        self._clock = clock
        self._patience = patience
        self._asking: set[asyncio.Task[Installation | None]] = set()
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
        known = self._known.get(workspace_id)
        try:
            installation = await self._asked(workspace_id, known)
        except Exception as error:
            if known is None:
                raise
            logger.warning("installation_not_asked", why=type(error).__name__)
            return known
        self._known.pop(workspace_id, None)
        if installation is not None:
            self._known[workspace_id] = installation
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return installation

    async def _asked(self, workspace_id: str, known: Installation | None) -> Installation | None:
        """What the store says. Raises TimeoutError where it takes long and what is `known` has a token that is good; it
        is asked to the end all the same, since a token that is being refreshed may not be lost.
        """
        asking = asyncio.ensure_future(self._installs.serving(workspace_id))
        self._asking.add(asking)
        asking.add_done_callback(self._answered)
        may_do = known is not None and not known.should_refresh(self._clock())
        await asyncio.wait({asking}, timeout=self._patience if may_do else None)
        if not asking.done():
            raise TimeoutError
        return asking.result()

    def _answered(self, asking: asyncio.Task[Installation | None]) -> None:
        self._asking.discard(asking)
        if not asking.cancelled():
            asking.exception()  # who waits for it has been told, or nobody waits any more
