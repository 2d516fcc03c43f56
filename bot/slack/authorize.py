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
PATIENCE = 0.3  # seconds: a form must be answered within three, and we wait 2.3 of them for its handler afterwards
MOST_KNOWN = 1000  # installations remembered for when the database is away


class InstallationSource(Protocol):
    """Finds installations."""

    async def serving(self, workspace_id: str) -> Installation | None:
        """The live installation of a workspace or organisation, with a token that stays valid for some minutes; or
        None.
        """
        ...


class SingleAuthorize(AsyncAuthorize):
    """Bolt's `authorize` for a single-workspace app: always the same token, without asking Slack. Bolt's own asks who
    we are with the first request, and if Slack does not answer, it acknowledges a form as if it had been saved.
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
        """The same token, for every request."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self._token, user_id=user_id)


class StoredAuthorize(AsyncAuthorize):
    """Answers from the installation store. If the store cannot be reached, or says nothing for `patience` seconds, it
    answers with what it last knew, since even reporting an error takes a token.
    """

    def __init__(self, installs: InstallationSource, clock: Clock, patience: float = PATIENCE) -> None:
        """`clock` is the real one, by which tokens expire."""
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
        """The installation as Bolt knows one. Raises NotInstalledError if nobody installed us there.

        Uses the organisation's installation if Slack says that the request comes from it, otherwise the team's own.
        """
        workspace_id = enterprise_id if context.is_enterprise_install else team_id or enterprise_id
        installation = await self._serving(workspace_id) if workspace_id else None
        if installation is None:
            raise NotInstalledError
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=installation.bot_user_id,
            bot_token=installation.token,
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
        """What the store says. Raises TimeoutError if it takes long and the token in `known` is still good. The query
        runs to its end all the same, since a token being refreshed must not be lost.
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
            asking.exception()  # the caller waiting for it has seen the error, or nobody waits any more
