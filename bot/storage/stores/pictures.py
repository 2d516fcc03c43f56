"""Remembers which file of Slack shows whose picture."""

from collections.abc import Mapping

from bot.domain.pictures import PictureFile
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import pictures


class PictureStore(Store):
    """The pictures of one workspace."""

    table = pictures

    async def of(self, user_id: str) -> Mapping[str, PictureFile]:
        """A person's pictures, by kind."""
        rows = await self._all(self._select(pictures.c.user_id == user_id))
        return {row.kind: PictureFile(**fields_of(row, "workspace_id")) for row in rows}

    async def save(self, file: PictureFile) -> None:
        """Write which file shows it now."""
        await self._save(file)
