"""What all settings share: they are read from the environment and from `.env`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SetupError

ENV = Path(".env")  # in the folder in which a command is typed


class Environment(BaseSettings):
    """Settings from the environment, then from `.env`. An empty one counts as not set: hosts and Compose pass on empty
    ones, and an empty HOST would listen on every address. Only an empty DATABASE_URL is refused: who gave it did not
    mean a file that is gone with the container.
    """

    model_config = SettingsConfigDict(env_file=ENV, extra="ignore", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _default_if_empty(cls, value: object, info: ValidationInfo) -> object:
        name = str(info.field_name)
        return cls.model_fields[name].default if value == "" and name != "database_url" else value


@contextmanager
def reading_env_file() -> Iterator[None]:
    """Turn what the system says about a `.env` that cannot be read into a sentence, a SetupError."""
    try:
        yield
    except UnicodeDecodeError:
        raise SetupError(f"{ENV.absolute()} is not UTF-8. Save it as UTF-8.") from None
    except OSError as error:
        why = str(error.strerror).lower()
        raise SetupError(f"{ENV.absolute()} cannot be read ({why}). Let this user read it, or move it away.") from None
