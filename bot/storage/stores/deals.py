"""Stores the deals that people reported, for which prompts are chosen."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from bot.domain.prompts.deals import Deal
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import deals


@prebuilt
def _deals(workspace_id: str, user_ids: Collection[str], since: datetime) -> Select[Any]:
    c = deals.c
    told = select(deals).where(c.workspace_id == workspace_id, c.user_id.in_(user_ids), c.at >= since)
    return told.order_by(c.at)


class DealStore(Store):
    """The deals that people of one workspace reported."""

    table = deals

    async def last_of(self, user_ids: Collection[str], since: datetime) -> dict[str, Deal]:
        """The newest deal that each person reported since the aware instant `since`, by user id."""
        rows = await self._all(_deals(self.workspace_id, user_ids, since))
        return {row.user_id: Deal(**fields_of(row, "workspace_id")) for row in rows}

    async def save(self, deal: Deal) -> None:
        """Record that a deal ended."""
        await self._save(deal)
