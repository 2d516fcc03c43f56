"""Installing: a state that works once, and tokens that are valid when they are needed."""

import asyncio
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import log
from bot.clock import Clock
from bot.domain.deliveries import Delivery
from bot.domain.installations.installations import REFRESH_TURN, STATE_LIVES, Installation, Tokens
from bot.nudges import TOKEN_LOST
from bot.slack.codes import reason_of
from bot.slack.oauth import OAuthClient, RefreshRefused
from bot.storage.database import Database
from bot.storage.installing import lose, remember

logger = log.get(__name__)
PATIENCE = 0.25  # seconds between checks whether another process has refreshed an expired token
LOOKS = 8  # Slack waits for three seconds


@dataclass(slots=True)
class Installations:
    """Every installation of the app. `clock` is the real one: tokens and states do not follow the product's clock.

    `count` is called with the outcome of each refresh: "kept", "late" (another process was faster), "failed", or
    "refused" by Slack.
    """

    database: Database
    oauth: OAuthClient | None
    clock: Clock
    count: Callable[[str], None] = lambda _outcome: None
    turn: timedelta = REFRESH_TURN
    _: KW_ONLY
    _turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock), repr=False)

    async def begin(self) -> str:
        """A new state to send to Slack; it may come back once, within ten minutes."""
        state, now = secrets.token_urlsafe(32), self.clock()
        async with self.database.installations() as store:
            await store.add_state(_hash(state), now + STATE_LIVES, now)
        return state

    async def spend(self, state: str) -> bool:
        """Whether this state is one of ours, back for the first time, and in time."""
        async with self.database.installations() as store:
            return await store.spend_state(_hash(state), self.clock())

    async def complete(self, code: str, redirect_uri: str) -> Installation:
        """Exchange Slack's code for an installation and save it. Raises Problem if Slack does not accept the code."""
        assert self.oauth is not None
        installation = await self.oauth.install(code, redirect_uri, self.clock())
        address = urlsplit(redirect_uri)
        installation = replace(installation, site=f"{address.scheme}://{address.netloc}", settled=False)
        installation, again = await remember(self.database, installation)
        logger.info("installed", workspace=installation.workspace_id, again=again, org=installation.is_org)
        return installation

    async def serving(self, workspace_id: str) -> Installation | None:
        """The live installation of a workspace or organisation, with a token that is valid now; or None."""
        async with self.database.reading_installations() as store:
            installation = await store.serving(workspace_id)
        if installation is None:
            return None
        return await self._fresh(installation) if installation.should_refresh(self.clock()) else installation

    async def token(self, workspace_id: str) -> str:
        """The bot token of a workspace, valid for the next minutes; "" if nobody installed us there."""
        installation = await self.serving(workspace_id)
        return installation.token if installation else ""

    async def renew(self, installation: Installation) -> None:
        """Refresh the token of an installation that is due for it, even if nobody needs it right now."""
        await self._fresh(installation)

    async def _fresh(self, stale: Installation) -> Installation | None:
        """The installation with a refreshed token, or None. Each token is refreshed once: a lock within this process, a
        turn in the database between processes. Callers without the turn use the old token while it is valid.
        """
        async with self._turns[stale.workspace_id]:
            for _ in range(LOOKS):
                async with self.database.installations() as store:
                    installation = await store.get(stale.workspace_id)
                    now = self.clock()
                    if installation is None or not installation.is_live or not installation.should_refresh(now):
                        return installation if installation is not None and installation.is_live else None
                    is_ours = await store.take_turn(installation, now, now + self.turn)
                if is_ours:
                    return await self._refresh(installation, now)
                if not installation.has_expired(now):
                    return installation
                await asyncio.sleep(PATIENCE)
        return None

    async def _refresh(self, installation: Installation, now: datetime) -> Installation | None:
        """Ask Slack once. Whatever the answer, the old token is used as long as it is valid. If there was no answer,
        the next turn asks again with the same refresh token, which Slack may still accept.
        """
        assert self.oauth is not None
        lives = installation if not installation.has_expired(now) else None
        try:
            fresh = await self.oauth.refresh(installation.refresh_token, now)
        except RefreshRefused as refused:
            await self._lost(installation, refused.code)
            return lives
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            self.count("failed")
            logger.warning("token_not_refreshed", workspace=installation.workspace_id, reason=reason_of(error))
            return lives
        return await self._swap(installation, fresh)

    async def _lost(self, installation: Installation, code: str) -> None:
        """Slack will never accept this refresh token again: tell the operator, and once, with the token that still
        works, the person who installed it.
        """
        self.count("refused")
        now, word = self.clock(), None
        if installation.installer_id and not installation.is_org and not installation.has_expired(now):
            where, who, version = installation.workspace_id, installation.installer_id, f"v{installation.version}"
            word = Delivery.of_slot(where, who, TOKEN_LOST, version, now.date(), now)
        is_told = await lose(self.database, installation, now, word) and word is not None
        logger.error(
            "token_not_refreshed",
            workspace=installation.workspace_id,
            code=code,
            do="reinstall the app",
            at=installation.reinstall_link,
            works_until=str(installation.expires_at),
            installer_told=is_told,
        )

    async def _swap(self, installation: Installation, fresh: Tokens) -> Installation | None:
        async with self.database.installations() as store:
            swapped = await store.swap(installation, fresh)
            now_there = await store.get(installation.workspace_id)
        self.count("kept" if swapped else "late")
        logger.info("token_refreshed", workspace=installation.workspace_id, kept=swapped)
        return now_there if now_there is not None and now_there.is_live else None


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
