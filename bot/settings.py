"""The settings, read once from the environment and `.env`. Everything wrong or missing is reported at once, in
sentences.
"""

import re
from collections.abc import Iterator
from typing import Literal

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from bot.domain.people.leavers import LEAVERS_DAYS
from bot.environment import Environment, reading_env_file
from bot.errors import SetupError
from bot.slack.site import apps_page
from bot.storage.base.keys import key_of, key_path, sqlite_path
from bot.tracing import headers_of

ONE_WORD = "should be one line without spaces; you may have copied something extra"


class Settings(Environment):
    """The operator's settings. Field names are the names of environment variables."""

    slack_bot_token: SecretStr | None = Field(
        None, description="The bot token of your Slack app, for one workspace; begins with xoxb-."
    )
    slack_app_token: SecretStr | None = Field(
        None, description="The app-level token for Socket Mode; begins with xapp-. Leave it out to use HTTP."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Verifies that HTTP requests come from Slack. Required without SLACK_APP_TOKEN."
    )
    slack_client_id: str | None = Field(
        None, description="With SLACK_CLIENT_SECRET, any workspace can install the app at /slack/install. Needs HTTP."
    )
    slack_client_secret: SecretStr | None = Field(None, description="The client secret that goes with SLACK_CLIENT_ID.")
    slack_api_url: str = Field(
        "https://slack.com/api/", description="The URL of Slack's Web API; https://slack-gov.com/api/ for GovSlack."
    )
    database_url: str = Field(
        "sqlite:///second-chair.sqlite3",
        description="A SQLite file, or PostgreSQL as postgres://… with libpq's options, such as ?sslmode=verify-full . "
        "A pooler in front of it is detected; ?pgbouncer=true declares it.",
    )
    encryption_keys: SecretStr | None = Field(
        None,
        description="Keys that encrypt people's texts and tokens, newest first, separated by commas. Required on "
        "PostgreSQL; on SQLite, a key file is created beside the database if you set none.",
    )
    leavers_kept_days: int = Field(
        LEAVERS_DAYS,
        ge=0,
        le=3650,
        description="How many days to keep everything about a person who left Slack before it is erased, as by "
        "`erase-person`; 0 keeps it until somebody erases it.",
    )
    host: str = Field("127.0.0.1", description="The address that the web server listens on.")
    port: int = Field(3000, ge=0, le=65535, description="The port that the web server listens on.")
    public_url: str | None = Field(
        None,
        description="Where people and other tools reach the web server, such as https://chair.example.com, also in "
        "Socket Mode. Requests for other hosts are refused.",
    )
    support_email: str | None = Field(None, description="An address for questions, shown on the support page.")
    trusted_proxies: int = Field(
        0, ge=0, le=9, description="How many of your proxies are in front of the web server; rate limits need it."
    )
    metrics_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="A separate port for Prometheus at /metrics, and for /healthz and /readyz; off if not set.",
    )
    metrics_token: SecretStr | None = Field(
        None, description="Clients that send it as a bearer token can read /metrics on PORT."
    )
    otel_exporter_otlp_endpoint: str | None = Field(
        None,
        description="Where to send traces by OTLP over HTTP, such as http://collector:4318. Needs the extra `tracing`.",
    )
    otel_exporter_otlp_headers: SecretStr | None = Field(
        None, description="Headers for the collector, such as an API key: name=value, separated by commas."
    )
    log_format: Literal["console", "json"] = Field("console", description="The format of log lines: console or json.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="The lowest level to log.")

    @field_validator("slack_bot_token")
    @classmethod
    def _is_bot_token(cls, token: SecretStr | None) -> SecretStr | None:
        return token and _begins(token, "xoxb-", "xoxe.xoxb-")

    @field_validator("slack_app_token")
    @classmethod
    def _is_app_token(cls, token: SecretStr | None) -> SecretStr | None:
        return token and _begins(token, "xapp-")

    @field_validator("slack_signing_secret", "slack_client_id", "slack_client_secret", "metrics_token")
    @classmethod
    def _is_one_word(cls, given: SecretStr | str | None) -> SecretStr | str | None:
        text = given.get_secret_value() if isinstance(given, SecretStr) else given
        if text and re.search(r"[^\x21-\x7e]", text):
            raise ValueError(ONE_WORD)
        return given

    @field_validator("public_url")
    @classmethod
    def _is_origin(cls, url: str | None) -> str | None:
        if url is not None and not re.fullmatch(r"https?://[^/?#@\s]+/?", url):
            raise ValueError("should be a scheme and a host without a path, such as https://chair.example.com")
        return url and url.rstrip("/")

    @field_validator("otel_exporter_otlp_endpoint")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        if url and not re.fullmatch(r"https?://[^\s/]\S*", url):
            raise ValueError("should begin with http:// or https://, such as http://collector:4318")
        return url

    @field_validator("otel_exporter_otlp_headers")
    @classmethod
    def _are_headers(cls, given: SecretStr | None) -> SecretStr | None:
        headers_of(given.get_secret_value() if given else "")  # raises ValueError
        return given

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("should begin with https://")
        return url if url.endswith("/") else f"{url}/"

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:", "sqlite+aiosqlite:", "postgres:", "postgresql:", "postgresql+asyncpg:")):
            raise ValueError("should begin with sqlite:///, postgres:// or postgresql://")
        return url

    @model_validator(mode="after")
    def _belongs_together(self) -> "Settings":
        wrong = list(self._gaps())
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    def _gaps(self) -> Iterator[str]:
        if bool(self.slack_client_id) != bool(self.slack_client_secret):
            yield "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET must be set together; both are under Basic Information."
        elif self.slack_bot_token is None and not self.serves_many:
            yield "SLACK_BOT_TOKEN is missing. It is the bot token of your Slack app and begins with xoxb-. To serve \
any workspace, set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead."
        if self.serves_many and self.public_url is None:
            yield "PUBLIC_URL is required with SLACK_CLIENT_ID: Slack sends people back there."
        if self.serves_many and self.slack_app_token:
            yield "SLACK_APP_TOKEN is for a single workspace. Remove it: SLACK_CLIENT_ID needs HTTP."
        if not self.slack_app_token and not self.slack_signing_secret:
            yield f"SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is required; both are at \
{apps_page(self.slack_api_url)}, under Basic Information."
        if self.encryption_keys is None and not self.database_url.startswith("sqlite"):
            yield "ENCRYPTION_KEYS is required with PostgreSQL; `python -m bot new-key` prints a key."

    @property
    def serves_many(self) -> bool:
        """Whether any workspace can install the app, so that tokens come from the database."""
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def uses_socket_mode(self) -> bool:
        """Whether Slack reaches us over a WebSocket that we open, needing no public address."""
        return self.slack_app_token is not None

    def keys(self, *, make: bool = True) -> list[str]:
        """The encryption keys, newest first; `make` as in `keys_for`. Raises SetupError as `keys_for` does."""
        return keys_for(self.database_url, self.encryption_keys, make=make)


def keys_for(database_url: str, secret: SecretStr | None, *, make: bool) -> list[str]:
    """The keys of a database, newest first: those of `secret`, else those of its key file.

    Makes a key file beside a SQLite database that has none and holds nothing sealed; with `make` False, uses a
    temporary key instead. Raises SetupError if a key is invalid, or if a database has lost its key file.
    """
    text, where = secret.get_secret_value() if secret else "", "ENCRYPTION_KEYS"
    how = "copy it again, or for a new database make one with `python -m bot new-key`"
    if not text:
        path = sqlite_path(database_url)
        text = (path and key_of(path, make=make)) or Fernet.generate_key().decode()
        if path is not None:
            where, how = f"The key file {key_path(path)}", "restore it from your backup"
    keys = [key.strip() for key in text.split(",") if key.strip()]
    if not keys:
        raise SetupError(f"{where} holds no key; {how}.")
    for number, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            raise SetupError(f"{where}: key {number} is not valid; {how}.") from None
    return keys


def read_settings(**overrides: object) -> Settings:
    """The settings from the environment, `.env` and `overrides`. Raises SetupError, one sentence for each problem."""
    try:
        with reading_env_file():
            return Settings(**overrides)  # type: ignore[arg-type]  # pydantic reads the rest from the environment
    except ValidationError as error:
        errors = error.errors()
    sentences = [_sentence(detail) for detail in errors]
    if wrong := {str(detail["loc"][0]) for detail in errors if detail["loc"]}:
        sentences += _contradictions(wrong, overrides)
    raise SetupError("\n".join(sentences))


# A valid value in place of a wrong one, for settings whose absence contradicts others.
AS_IF_RIGHT = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-", "public_url": "https://chair.example.com"}
AS_IF_RIGHT |= dict.fromkeys(("slack_signing_secret", "slack_client_id", "slack_client_secret"), "-")


def _contradictions(wrong: set[str], overrides: dict[str, object]) -> list[str]:
    """The contradictions among the settings, which pydantic looks for only if each setting is valid: here as if the
    wrong ones were, since they are set.
    """
    as_if_right = {name: AS_IF_RIGHT.get(name, Settings.model_fields[name].default) for name in wrong}
    try:
        Settings(**(overrides | as_if_right))  # type: ignore[arg-type]  # as in `read_settings`
    except ValidationError as error:
        return [_sentence(detail) for detail in error.errors()]
    return []


def _begins(token: SecretStr, *prefixes: str) -> SecretStr:
    text = token.get_secret_value().strip()
    if not text.startswith(prefixes):
        raise ValueError(f"should begin with {prefixes[0]}")
    if re.search(r"[^\x21-\x7e]", text):
        raise ValueError(ONE_WORD)
    return SecretStr(text)


def _sentence(detail: ErrorDetails) -> str:
    """One sentence with what to do about one of pydantic's errors. Never shows the value: it may be a secret."""
    name = str(detail["loc"][0]).upper() if detail["loc"] else ""
    message = detail["msg"].removeprefix("Value error, ")
    if not name:
        return message
    if detail["type"] == "missing":
        return f"{name} is missing. {Settings.model_fields[name.lower()].description}"
    return f"{name}: {message[:1].lower()}{message[1:]}."
