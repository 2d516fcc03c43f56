"""The settings for commands about the database only, read from the environment and `.env`."""

from pydantic import SecretStr

from bot.environment import Environment, reading_env_file
from bot.settings import Settings, keys_for


class DatabaseSettings(Environment):
    """The settings for a command about the database only, which may run before any token is known."""

    database_url: str = Settings.model_fields["database_url"].default
    encryption_keys: SecretStr | None = None

    def keys(self, *, make: bool = True) -> list[str]:
        """As `Settings.keys`."""
        return keys_for(self.database_url, self.encryption_keys, make=make)


def read_database_settings() -> DatabaseSettings:
    """Only `DATABASE_URL` and `ENCRYPTION_KEYS`. Raises SetupError if `.env` cannot be read."""
    with reading_env_file():
        return DatabaseSettings()


def read_database_url() -> str:
    """Only `DATABASE_URL`."""
    return read_database_settings().database_url
