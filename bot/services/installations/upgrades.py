"""Scopes that were not granted yet: who is told about them, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import log
from bot.domain.installations.installations import Installation, reinstall_link
from bot.domain.installations.upgrades import Upgrade
from bot.slack.grants import Grants
from bot.slack.scopes import SCOPES
from bot.storage.database import Database

logger = log.get(__name__)
SHOWN = 10  # workspaces named in one line of the log


@dataclass(frozen=True, slots=True)
class StoredGrants:
    """The granted scopes in the installation store. `site` is where to install, such as https://chair.example.com."""

    database: Database
    site: str

    async def lacking(self, workspace_id: str) -> Upgrade | None:
        """As `Grants.lacking`."""
        async with self.database.reading_installations() as store:
            installation = await store.serving(workspace_id)
        return self._upgrade(installation) if installation is not None else None

    async def every(self) -> Sequence[Upgrade]:
        """As `Grants.every`."""
        async with self.database.reading_installations() as store:
            installations = await store.granted()
        return [upgrade for installation in installations if (upgrade := self._upgrade(installation)) is not None]

    def _upgrade(self, installation: Installation) -> Upgrade | None:
        scopes = installation.lacks(tuple(SCOPES)) if installation.scopes else ()
        if not scopes:
            return None
        link = reinstall_link(self.site or installation.site, installation.workspace_id)
        return Upgrade(installation.workspace_id, scopes, link, installation.name, installation.installer_id)


async def tell_operator(grants: Grants) -> None:
    """Write one line to the log if anything is lacking anywhere."""
    upgrades = await grants.every()
    if upgrades:
        logger.warning(
            "scopes_missing",
            workspaces=len(upgrades),
            of=[upgrade.workspace_id for upgrade in upgrades[:SHOWN]],
            scopes=sorted({scope for upgrade in upgrades for scope in upgrade.scopes}),
            do="run `python -m bot doctor` to see what does not work and where to reinstall the app",
        )
