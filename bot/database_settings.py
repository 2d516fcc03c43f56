"""The settings that a command about the database alone needs, read from the environment and `.env`."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings import Settings, keys_for


class DatabaseSettings(BaseSettings):
    """What a command about the database alone needs: it may run before any token is known."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")
    database_url: str = Settings.model_fields["database_url"].default
    encryption_keys: SecretStr | None = None

    def keys(self, *, make: bool = True) -> list[str]:
        """As those of `Settings`."""
        return keys_for(self.database_url, self.encryption_keys, make=make)


def read_database_settings() -> DatabaseSettings:
    """`DATABASE_URL` and `ENCRYPTION_KEYS` alone."""
    return DatabaseSettings()


def read_database_url() -> str:
    """`DATABASE_URL` alone."""
    return read_database_settings().database_url
