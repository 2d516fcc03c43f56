"""Stores installations with their sealed tokens, and the OAuth states of installations under way."""

from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import ColumnElement, Row, Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import log
from bot.domain.installations.installations import REFRESH_AHEAD, REFUSED_TURN, Installation, Tokens
from bot.storage.base.cipher import Cipher
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.rows import across_workspaces, insert_new, upsert, values_of
from bot.storage.base.store import fields_of
from bot.storage.tables import installations, oauth_states, workspaces

logger = log.get(__name__)
OURS = installations.c
_ALL = across_workspaces(select(installations))
OPEN = [column for column in OURS if not column.name.endswith("_sealed")]


@prebuilt
def _of_workspace(workspace_id: str) -> Select[Any]:
    return select(installations).where(OURS.workspace_id == workspace_id)


class InstallationStore:
    """The installations of all workspaces: needed before it is known which workspace a request belongs to."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def get(self, workspace_id: str) -> Installation | None:
        """The installation of exactly this workspace or organisation, live or ended."""
        asked = _of_workspace(workspace_id)
        row = (await self._connection.execute(asked.statement, asked.values)).first()
        return None if row is None else self._installation(row)

    async def serving(self, workspace_id: str) -> Installation | None:
        """The live installation of exactly this workspace or organisation."""
        installation = await self.get(workspace_id)
        return installation if installation is not None and installation.is_live else None

    async def granted(self) -> list[Installation]:
        """Every live installation, without its tokens, so that none has to be decrypted."""
        rows = await self._connection.execute(across_workspaces(select(*OPEN)).where(OURS.ended_at.is_(None)))
        return [Installation(**fields_of(row, "refreshing_until")) for row in rows]

    async def stopped(self) -> list[Installation]:
        """The live installations whose token Slack no longer accepts, without their tokens. Nothing is sent there."""
        statement = across_workspaces(select(*OPEN)).join(workspaces, workspaces.c.id == OURS.workspace_id)
        rows = await self._connection.execute(statement.where(OURS.ended_at.is_(None), workspaces.c.stopped))
        return [Installation(**fields_of(row, "refreshing_until")) for row in rows]

    async def live(self) -> list[Installation]:
        """Every live installation. Raises InvalidToken if a token is sealed with a key that we do not have."""
        rows = await self._connection.execute(_ALL.where(OURS.ended_at.is_(None)))
        return [self._installation(row) for row in rows]

    async def save(self, installation: Installation) -> None:
        """Write an installation. It replaces the workspace's former one, and refreshes under way no longer count."""
        await upsert(self._connection, installations, self._values(installation) | {"refreshing_until": None})

    async def take_turn(self, installation: Installation, now: datetime, until: datetime) -> bool:
        """Whether the caller may refresh this version's token now; nobody else may until `until`.

        Written before Slack is asked, so that a turn that ended without a new version reveals a lost answer.
        """
        taken = self._update(installation, _free(now)).values(refreshing_until=until)
        return (await self._connection.execute(taken)).rowcount == 1

    async def due(self, now: datetime, limit: int) -> list[Installation]:
        """The installations whose tokens should be refreshed now and that nobody is refreshing, the first to expire
        first.
        """
        rotates = (OURS.ended_at.is_(None), OURS.refresh_token_sealed != "", OURS.expires_at < now + REFRESH_AHEAD)
        statement = _ALL.where(*rotates, _free(now)).order_by(OURS.expires_at).limit(limit)
        return await self._readable(statement)

    async def refuse(self, installation: Installation, now: datetime) -> bool:
        """Record that Slack refused this version's refresh token. Returns whether that is new."""
        later = {"refreshing_until": now + REFUSED_TURN}
        new = self._update(installation, OURS.refused_at.is_(None)).values(refused_at=now, **later)
        if (await self._connection.execute(new)).rowcount == 1:
            return True
        await self._connection.execute(self._update(installation).values(later))
        return False

    async def refused(self) -> list[Installation]:
        """The live installations whose refresh token Slack refused, the first to expire first."""
        lost = (OURS.ended_at.is_(None), OURS.refused_at.is_not(None))
        return await self._readable(_ALL.where(*lost).order_by(OURS.expires_at))

    async def unsettled(self, before: datetime) -> list[Installation]:
        """Live installations made before `moment` (aware UTC) whose follow-up was not finished."""
        left = (OURS.ended_at.is_(None), OURS.settled.is_(False), OURS.installed_at < before)
        return await self._readable(_ALL.where(*left))

    async def settle(self, installation: Installation) -> None:
        """Record that the follow-up of this very installation is finished."""
        same = (OURS.workspace_id == installation.workspace_id, OURS.installed_at == installation.installed_at)
        await self._connection.execute(update(installations).where(*same).values(settled=True))

    async def swap(self, installation: Installation, fresh: Tokens) -> bool:
        """Replace the tokens of `installation` with fresh ones; False if they were replaced meanwhile. A workspace that
        was stopped for lack of a token goes on.
        """
        swapped = self._update(installation).values(
            token_sealed=self._cipher.seal(fresh.token),
            refresh_token_sealed=self._cipher.seal(fresh.refresh_token),
            expires_at=fresh.expires_at,
            version=installation.version + 1,
            refreshing_until=None,
            refused_at=None,
        )
        is_new = (await self._connection.execute(swapped)).rowcount == 1
        if is_new:
            await self._let_go_on(workspaces.c.id == installation.workspace_id)
        return is_new

    async def let_all_go_on(self) -> None:
        """End the stop of every workspace, because the settings may hold another token since the restart."""
        await self._let_go_on()

    async def _let_go_on(self, *which: ColumnElement[bool]) -> None:
        go_on = update(workspaces).where(workspaces.c.stopped, *which).values(stopped=False)
        await self._connection.execute(go_on if which else across_workspaces(go_on))

    async def ended_before(self, moment: datetime) -> list[Installation]:
        """Installations that ended before `moment` (aware UTC)."""
        return await self._readable(_ALL.where(OURS.ended_at < moment))

    async def text_months(self) -> dict[str, int]:
        """How many months each workspace keeps free texts; 0 means for ever."""
        rows = await self._connection.execute(across_workspaces(select(workspaces.c.id, workspaces.c.text_months)))
        return {row.id: row.text_months for row in rows}

    async def going(self) -> list[str]:
        """The workspaces whose token works, as far as we know, and whose people's ids are up to date."""
        going = select(workspaces.c.id).where(~workspaces.c.stopped, workspaces.c.ids_exchanged.is_not(False))
        return list(await self._connection.scalars(across_workspaces(going)))

    async def exchange_due(self) -> dict[str, bool]:
        """The workspaces for which Slack must be asked which ids changed, and whether nothing is sent there."""
        due = select(workspaces.c.id, workspaces.c.stopped).where(workspaces.c.ids_exchanged.is_(False))
        return {row.id: row.stopped for row in await self._connection.execute(across_workspaces(due))}

    async def add_state(self, hashed: str, expires_at: datetime, now: datetime) -> None:
        """Store a state until `expires_at`; deletes expired ones."""
        await self._connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= now))
        await insert_new(self._connection, oauth_states, {"hash": hashed, "expires_at": expires_at})

    async def spend_state(self, hashed: str, now: datetime) -> bool:
        """Whether this state is valid; afterwards it no longer is. One statement, so that only one of several callers
        gets True.
        """
        spent = delete(oauth_states).where(oauth_states.c.hash == hashed, oauth_states.c.expires_at > now)
        return (await self._connection.execute(spent)).rowcount == 1

    def _update(self, installation: Installation, *conditions: ColumnElement[bool]) -> Any:
        same = (OURS.workspace_id == installation.workspace_id, OURS.version == installation.version)
        return update(installations).where(*same, OURS.ended_at.is_(None), *conditions)

    async def _readable(self, statement: Select[Any]) -> list[Installation]:
        """The installations whose tokens can be opened; one that no key opens must not hold up the others."""
        opened = []
        for row in await self._connection.execute(statement):
            try:
                opened.append(self._installation(row))
            except InvalidToken:
                logger.warning("token_not_readable", workspace=row.workspace_id, do="add its key to ENCRYPTION_KEYS")
        return opened

    def _values(self, installation: Installation) -> dict[str, Any]:
        sealed = {f"{name}_sealed": self._cipher.seal(getattr(installation, name)) for name in SEALED}
        return values_of(installation, *SEALED) | sealed

    def _installation(self, row: Row[Any]) -> Installation:
        facts = fields_of(row, "refreshing_until", *(f"{name}_sealed" for name in SEALED))
        opened: dict[str, Any] = {name: self._cipher.open(row._mapping[f"{name}_sealed"]) for name in SEALED}  # noqa: SLF001 - public by SQLAlchemy's docs
        return Installation(**facts, **opened)


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(OURS.refreshing_until.is_(None), OURS.refreshing_until <= now)


SEALED = ("token", "refresh_token")
