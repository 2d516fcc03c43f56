"""Checks everything that must be right before the first message, and says what to do about each problem."""

from bot.blocks.installations.upgrades import lost
from bot.clock import wall_clock
from bot.database_settings import read_database_settings
from bot.doctor.database import KEY, database_findings
from bot.doctor.finding import Finding
from bot.doctor.machine import folder_findings, zone_finding
from bot.doctor.slack import slack_findings
from bot.doctor.traces import trace_findings
from bot.domain.installations.installations import Installation, reinstall_link
from bot.domain.installations.upgrades import Upgrade
from bot.errors import SetupError
from bot.services.installations.upgrades import StoredGrants
from bot.settings import Settings, read_settings
from bot.settings_check import contradictions, shared_port
from bot.storage.base.cipher import Cipher
from bot.storage.database import Database
from bot.zone_data import PINNED, of_the_machine
from content.library import ContentError, load_library


async def examine() -> list[Finding]:
    """Every finding. Changes nothing and posts nothing."""
    findings = [_content(), zone_finding(PINNED, of_the_machine(), wall_clock())]
    try:
        settings = read_settings()
    except SetupError as error:
        wrong = [Finding("settings", right=False, says=line) for line in str(error).splitlines()]
        return [*findings, *wrong, *await _database_alone(str(error))]
    findings.append(Finding("settings", right=True, says="complete"))
    findings += [Finding(about, right=False, says=says, stops=False) for about, says in contradictions(settings)]
    if says := shared_port(settings):
        findings.append(Finding("METRICS_PORT", right=False, says=says))
    findings += await slack_findings(settings)
    findings += folder_findings(settings)
    findings += await trace_findings(settings)
    of_database = await database_findings(settings)
    if settings.serves_many and all(finding.right for finding in of_database if finding.about in ("database", KEY)):
        cipher = Cipher(settings.keys(make=False))
        async with Database(settings.database_url, cipher, looks_only=True) as database:
            of_database += [*await _lost_tokens(settings, database), *await _granted(settings, database)]
    return findings + of_database


def _content() -> Finding:
    try:
        library = load_library()
    except ContentError as error:
        return Finding("content", right=False, says=str(error))
    return Finding("content", right=True, says=f"{len(library.prompts)} prompts, all valid")


async def _database_alone(wrong: str) -> list[Finding]:
    """About the database if other settings are `wrong`: a restored copy can then be tried without any token."""
    if "DATABASE_URL" in wrong or KEY in wrong:
        return []
    return await database_findings(read_database_settings())


async def _lost_tokens(settings: Settings, database: Database) -> list[Finding]:
    """One finding for each workspace where the app has to be installed again, or one saying there is none."""
    async with database.reading_installations() as store:
        lost, over = await store.refused(), await store.stopped()
    if not lost and not over:
        return [Finding("tokens", right=True, says="all can be refreshed")]
    dead = {installation.workspace_id for installation in over}
    lost = [*over, *(installation for installation in lost if installation.workspace_id not in dead)]
    return [
        _lost_token(installation, settings.public_url or installation.site, works=installation.workspace_id not in dead)
        for installation in lost
    ]


def _lost_token(installation: Installation, site: str, *, works: bool) -> Finding:
    until = f"{installation.expires_at:%Y-%m-%d %H:%M} UTC" if installation.expires_at else "it expires"
    refusal = (
        f"refuses to refresh it, so it works until {until}"
        if works
        else "no longer accepts it, so nothing is sent there"
    )
    says = f"Slack {refusal}. Ask the person who installed the app to open"
    link = reinstall_link(site, installation.workspace_id)
    return Finding(
        f"token of {installation.name or installation.workspace_id}", right=False, says=f"{says} {link}", stops=False
    )


async def _granted(settings: Settings, database: Database) -> list[Finding]:
    """One finding for each workspace that has not granted all our scopes, or one saying there is none."""
    upgrades = await StoredGrants(database, settings.public_url or "").every()
    if not upgrades:
        return [Finding("scopes", right=True, says="every workspace has granted them all")]
    return [
        Finding(f"scopes of {upgrade.name or upgrade.workspace_id}", right=False, says=_lacks(upgrade), stops=False)
        for upgrade in upgrades
    ]


def _lacks(upgrade: Upgrade) -> str:
    library = load_library()
    waits = " ".join(dict.fromkeys(lost(library, scope) for scope in upgrade.scopes))
    opens = f"Ask an admin there, or the person who installed it, to open {upgrade.link}"
    return f"{', '.join(upgrade.scopes)} not granted. {waits} {opens}"
