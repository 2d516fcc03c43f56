"""Stores which Slack file shows whose picture."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select

from bot.domain.pictures import PictureFile
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import pictures


@prebuilt
def _of(workspace_id: str, user_id: str) -> Select[Any]:
    return select(pictures).where(pictures.c.workspace_id == workspace_id, pictures.c.user_id == user_id)


class PictureStore(Store):
    """The pictures of one workspace."""

    table = pictures

    async def of(self, user_id: str) -> Mapping[str, PictureFile]:
        """A person's pictures, by kind."""
        rows = await self._all(_of(self.workspace_id, user_id))
        return {row.kind: PictureFile(**fields_of(row, "workspace_id")) for row in rows}

    async def take_back(self, user_ids: Collection[str], kinds: Collection[str]) -> list[PictureFile]:
        """Forget these people's pictures of these kinds, which are to be drawn again. Returns the files that showed
        them.
        """
        theirs = (pictures.c.user_id.in_(user_ids), pictures.c.kind.in_(kinds))
        rows = await self._all(self._select(*theirs))
        await self._connection.execute(self._delete(*theirs))
        return [PictureFile(**fields_of(row, "workspace_id")) for row in rows]

    async def save(self, file: PictureFile) -> None:
        """Record which file shows the picture now."""
        await self._save(file)
