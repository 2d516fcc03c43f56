"""The settings that a command about the database alone needs, read from the environment and `.env`."""

from dataclasses import dataclass

from bot.errors import SetupError
from bot.settings import values
from bot.settings.settings import Settings, keys_for
from bot.settings.values import Secret, read_values, setting


@dataclass(frozen=True)
class DatabaseSettings:
    """What a command about the database alone needs: it may run before any token is known."""

    database_url: str = setting(values.database_url, "", Settings.database_url)
    encryption_keys: Secret | None = setting(values.secret, "")

    def keys(self, *, make: bool = True) -> list[str]:
        """As those of `Settings`."""
        return keys_for(self.database_url, self.encryption_keys, make=make)


def read_database_settings() -> DatabaseSettings:
    """`DATABASE_URL` and `ENCRYPTION_KEYS` alone. Raises SetupError for another kind of database."""
    right, wrong = read_values(DatabaseSettings, ".env", {})
    if wrong:
        raise SetupError("\n".join(f"{name.upper()}: {trouble}." for name, trouble in wrong.items()))
    return DatabaseSettings(**right)


def read_database_url() -> str:
    """`DATABASE_URL` alone."""
    return read_database_settings().database_url
