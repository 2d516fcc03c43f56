"""Checks the database, the permissions of its files, and the key; changes none of them."""

import asyncio
import stat
from pathlib import Path

from bot.database_settings import DatabaseSettings
from bot.doctor.finding import Finding
from bot.errors import SetupError
from bot.settings import Settings
from bot.storage.base.cipher import Cipher
from bot.storage.base.elsewhere import require_in_sight
from bot.storage.base.keys import key_path, sqlite_path
from bot.storage.base.sqlite import BESIDE
from bot.storage.base.unavailable import words_of
from bot.storage.database import Database, reading
from bot.storage.maintenance.backup import look_through
from bot.storage.maintenance.durability import durability_of
from bot.storage.maintenance.key_check import MANY, try_keys
from bot.storage.migrate import is_current, require_no_newer
from bot.storage.stores.people import leavers

KEY = "ENCRYPTION_KEYS"
PATIENCE = 10.0  # seconds; asyncpg itself would wait a minute
UNSEEN = "; too large to be looked through for damage now, which `python -m bot backup` does with each copy"
SILENT = (
    "Check DATABASE_URL. A pooler such as PgBouncer stays silent while it cannot reach its own server: check its log."
)


async def database_findings(settings: Settings | DatabaseSettings, patience: float = PATIENCE) -> list[Finding]:
    """Whether the database answers within `patience` (seconds) and has the newest tables, whether its files are
    private, and whether the key opens what it holds.
    """
    file = sqlite_path(settings.database_url)
    try:
        keys = settings.keys(make=False)
    except SetupError as error:
        return [*_rights(file), Finding(KEY, right=False, says=str(error))]
    if file is not None and not file.exists():
        says = f"{file} does not exist yet. `python -m bot migrate` or the first `python -m bot run` creates it."
        return [Finding("database", right=False, says=says, stops=False), _no_key(file)]
    return await _open(settings, keys, file, patience)


async def _open(
    settings: Settings | DatabaseSettings, keys: list[str], file: Path | None, patience: float
) -> list[Finding]:
    """The findings about a database that exists."""
    try:
        if file is not None:
            require_in_sight(file)
        async with Database(settings.database_url, Cipher(keys), looks_only=True) as database:
            async with asyncio.timeout(patience):
                is_newest = await is_current(database.engine)
            looked_through = file is None or look_through(file, patience)
            if not is_newest:
                await require_no_newer(database.engine)
                says = (
                    "answers, but its tables are not up to date. `run` migrates them; before `web` or `worker`, run "
                    "`python -m bot migrate`."
                )
                return [Finding("database", right=False, says=says, stops=False), *_rights(file)]
            way = f"answers; its tables are up to date{_way(database)}{'' if looked_through else UNSEEN}"
            held = [*_rights(file), await _key_finding(settings, database), await _durability_finding(database)]
            if isinstance(settings, Settings):
                held.append(await _leavers_finding(settings, database))
            return [Finding("database", right=True, says=way), *held]
    except SetupError as error:
        return [Finding("database", right=False, says=str(error))]
    except TimeoutError:
        return [Finding("database", right=False, says=f"does not answer within {patience:g} seconds. {SILENT}")]
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, the operator gets a sentence
        says = f"cannot be used: {words_of(error)}. Check DATABASE_URL."
        return [Finding("database", right=False, says=says)]


async def _key_finding(settings: Settings | DatabaseSettings, database: Database) -> Finding:
    file = sqlite_path(settings.database_url)
    if settings.encryption_keys is None and file is not None and not key_path(file).exists():
        return _no_key(file)
    trial = await try_keys(database, MANY)
    if not trial.tried:
        return Finding(KEY, right=True, says="set; nothing is encrypted yet to try it on")
    if not trial.unreadable:
        return Finding(KEY, right=True, says=f"the key decrypts all {trial.tried} texts and tokens tried")
    where = ", ".join(f"{count} in {table}" for table, count in trial.unreadable.items())
    missing = "Add the key that encrypted them at the end of ENCRYPTION_KEYS; your key backup has it"
    if settings.encryption_keys is not None and file is not None and key_path(file).exists():
        missing += f", or {key_path(file)}, which counts only if ENCRYPTION_KEYS is not set"
    says = f"of {trial.tried} texts and tokens tried, no key decrypts {where}. {missing}."
    return Finding(KEY, right=False, says=says)


async def _durability_finding(database: Database) -> Finding:
    durability = await durability_of(database)
    return Finding("durability", right=durability.outlasts, says=durability.says, stops=False)


async def _leavers_finding(settings: Settings, database: Database) -> Finding:
    days = settings.leavers_kept_days
    async with reading(database.engine) as connection:
        count = await leavers(connection)
    rule = (
        f"everything about a person is erased {days} days after they leave Slack"
        if days
        else "LEAVERS_KEPT_DAYS is 0: their data is kept until you run `python -m bot erase-person`"
    )
    return Finding("people who left", right=bool(days) or not count, says=f"{rule}; {count} kept now", stops=False)


def _no_key(file: Path) -> Finding:
    return Finding(
        KEY, right=True, says=f"none yet; the first start creates {key_path(file)}, readable only by its owner"
    )


def _rights(file: Path | None) -> list[Finding]:
    """One finding for the files of a SQLite database; none for PostgreSQL, which looks after its own files."""
    paths = [Path(f"{file}{beside}") for beside in BESIDE] if file is not None else []
    there = [path for path in paths if path.is_file()]
    loose = [path for path in there if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose:
        names = " ".join(str(path) for path in loose)
        return [
            Finding(
                "files",
                right=False,
                says=f"other users of this machine can read them. Run chmod 600 {names}",
                stops=False,
            )
        ]
    names = ", ".join(path.name for path in there)
    return [Finding("files", right=True, says=f"only their owner can read {names}")] if there else []


def _way(database: Database) -> str:
    """How a PostgreSQL server is reached, if there is something the operator should know."""
    if (connector := database.connector) is None:
        return ""
    pooled = "; behind a pooler such as PgBouncer, so no prepared statements are kept"
    passed_over = f"; ignored by our driver: {', '.join(connector.passed_over)}" if connector.passed_over else ""
    return f"{pooled if connector.is_pooled else ''}{passed_over}"
