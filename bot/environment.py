"""What all settings share: they are read from the environment and from `.env`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationInfo, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import SetupError

ENV = Path(".env")  # in the folder in which a command is typed


class _Given(EnvSettingsSource):
    """The environment without what is empty there, which would hide what `.env` says."""

    def __call__(self) -> dict[str, Any]:
        return {name: value for name, value in super().__call__().items() if value != "" or name == "database_url"}


class Environment(BaseSettings):
    """Settings from the environment, then from `.env`. An empty one counts as not set: hosts and Compose pass on empty
    ones, and an empty HOST would listen on every address. Only an empty DATABASE_URL is refused: who gave it did not
    mean a file that is gone with the container.
    """

    model_config = SettingsConfigDict(env_file=ENV, extra="ignore", frozen=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - `_Given` takes its place
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - we read no secrets from files
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What a caller sets, then the environment, then `.env`."""
        return init_settings, _Given(settings_cls), dotenv_settings

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
