"""Which commits survive the loss of power or of the server, according to the database's settings."""

from dataclasses import dataclass

from sqlalchemy import text

from bot.storage.database import Database, reading

SETTINGS = ("fsync", "full_page_writes", "synchronous_commit", "synchronous_standby_names")


@dataclass(frozen=True, slots=True)
class Durability:
    """A sentence for the operator, and whether commits survive the loss of power."""

    outlasts: bool
    says: str


async def durability_of(database: Database) -> Durability:
    """What the settings in effect for us promise."""
    if not database.is_shared:
        says = (
            "every commit is on disk before it counts (synchronous=FULL), and survives a power loss if the disk keeps "
            "its promise; the .witness beside the file notices if it did not"
        )
        return Durability(outlasts=True, says=says)
    async with reading(database.engine, postgresql_readonly=True) as connection:
        columns = ", ".join(f"current_setting('{name}') AS {name}" for name in SETTINGS)
        settings = (await connection.execute(text(f"SELECT {columns}"))).all()[0]
    return postgres_durability(*settings)


def postgres_durability(fsync: str, full_page_writes: str, synchronous_commit: str, standbys: str) -> Durability:
    """The same, from the values of PostgreSQL's settings:
    https://www.postgresql.org/docs/current/runtime-config-wal.html
    """
    if fsync == "off" or full_page_writes == "off":
        name = "fsync" if fsync == "off" else "full_page_writes"
        says = (
            f"{name} is off: a power loss can lose commits and corrupt tables. Messages are looked up in Slack after "
            "each start of the server, but people's answers can be lost. Turn it on"
        )
        return Durability(outlasts=False, says=says)
    if synchronous_commit == "off":
        says = (
            "synchronous_commit is off: a server crash can lose people's last answers (about half a second). Messages "
            "still go out only once, since claims commit synchronously. Turn it on for the rest"
        )
        return Durability(outlasts=False, says=says)
    if synchronous_commit == "local" or not standbys:
        says = (
            "every commit survives a power loss on this server; a standby may lack the last ones, and when it is "
            "promoted, Slack is asked before anything is posted"
        )
        return Durability(outlasts=True, says=says)
    return Durability(outlasts=True, says="every commit survives the loss of this server: a standby has it too")
