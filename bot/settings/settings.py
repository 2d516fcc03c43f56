"""The settings, read once from the environment and `.env`. Everything wrong or missing is reported at once, in
sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from cryptography.fernet import Fernet

from bot.domain.people.leaving import LEAVERS_DAYS
from bot.errors import SetupError
from bot.settings import values
from bot.settings.values import Secret, read_values, setting
from bot.slack.site import apps_page
from bot.storage.base.keys import key_of, key_path, sqlite_path


@dataclass(frozen=True)
class Settings:
    """The operator's settings. Field names are the names of environment variables."""

    slack_bot_token: Secret | None = setting(
        values.token("xoxb-", "xoxe.xoxb-"), "The bot token of your Slack app, for one workspace; begins with xoxb-."
    )
    slack_app_token: Secret | None = setting(
        values.token("xapp-"), "The app-level token for Socket Mode; begins with xapp-. Leave it out to use HTTP."
    )
    slack_signing_secret: Secret | None = setting(
        values.secret_word, "Proves that HTTP requests come from Slack. Needed without SLACK_APP_TOKEN."
    )
    slack_client_id: str | None = setting(
        values.word, "With SLACK_CLIENT_SECRET: any workspace can install it at /slack/install. Needs HTTP."
    )
    slack_client_secret: Secret | None = setting(values.secret_word, "The client secret beside SLACK_CLIENT_ID.")
    slack_api_url: str = setting(
        values.api_url, "Where the Slack Web API is; https://slack-gov.com/api/ for GovSlack.", "https://slack.com/api/"
    )
    database_url: str = setting(
        values.database_url,
        "A SQLite file, or PostgreSQL as postgres://… with libpq's options, such as ?sslmode=verify-full . "
        "A pooler before it is noticed; ?pgbouncer=true says so.",
        "sqlite:///second-chair.sqlite3",
    )
    encryption_keys: Secret | None = setting(
        values.secret,
        "Keys for people's texts, newest first, separated by commas. On SQLite a key file is made beside "
        "the database if you give none; on PostgreSQL they are needed.",
    )
    leavers_kept_days: int = setting(
        values.number(0, 3650),
        "How many days everything about a person who left Slack is kept, then erased as by `erase-person`; "
        "0 keeps it until somebody erases it.",
        LEAVERS_DAYS,
    )
    host: str = setting(str, "The address that the web server listens on.", "127.0.0.1")
    port: int = setting(values.number(0, 65535), "The port that the web server listens on.", 3000)
    public_url: str | None = setting(
        values.origin,
        "Where people and other tools reach the web server, such as https://chair.example.com, in Socket "
        "Mode too. Other hosts are refused.",
    )
    support_email: str | None = setting(values.optional, "Who answers questions; shown on the support page.")
    trusted_proxies: int = setting(
        values.number(0, 9), "How many proxies of yours stand before the web server, for limits by address.", 0
    )
    metrics_port: int | None = setting(
        values.number(0, 65535),
        "A port of its own for Prometheus at /metrics, and for /healthz and /readyz; none without it.",
    )
    metrics_token: Secret | None = setting(
        values.secret_word, "Clients that send it as a bearer token may read /metrics on PORT."
    )
    otel_exporter_otlp_endpoint: str | None = setting(
        values.optional, "Where traces go by OTLP over HTTP, such as http://collector:4318. Needs the extra `tracing`."
    )
    otel_exporter_otlp_headers: Secret | None = setting(
        values.secret, "Headers for that collector, such as a key: name=value, separated by commas."
    )
    log_format: str = setting(values.one_of("console", "json"), "How log lines look: console or json.", "console")
    log_level: str = setting(values.one_of("DEBUG", "INFO", "WARNING", "ERROR"), "The least level logged.", "INFO")

    def gaps(self) -> Iterator[str]:
        """What is missing, or does not belong together: a sentence for each."""
        if bool(self.slack_client_id) != bool(self.slack_client_secret):
            yield "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together; both stand under Basic Information."
        elif self.slack_bot_token is None and not self.serves_many:
            yield "SLACK_BOT_TOKEN is missing. It is the bot token of your Slack app; begins with xoxb-. To serve any \
workspace, give SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead."
        if self.serves_many and self.public_url is None:
            yield "PUBLIC_URL is needed beside SLACK_CLIENT_ID: it is where Slack sends people back to."
        if self.serves_many and self.slack_app_token:
            yield "SLACK_APP_TOKEN is for one workspace. Leave it out beside SLACK_CLIENT_ID, which needs HTTP."
        if not self.slack_app_token and not self.slack_signing_secret:
            yield f"SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is needed; you will find both at \
{apps_page(self.slack_api_url)}, under Basic Information."
        if self.encryption_keys is None and not self.database_url.startswith("sqlite"):
            yield "ENCRYPTION_KEYS is needed with PostgreSQL; `python -m bot new-key` prints one."

    @property
    def serves_many(self) -> bool:
        """Whether any workspace can install the app, so that tokens come from the database."""
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def uses_socket_mode(self) -> bool:
        """Whether Slack is reached through a WebSocket of ours, and needs no public address."""
        return self.slack_app_token is not None

    def keys(self, *, make: bool = True) -> list[str]:
        """The encryption keys, newest first; `make` as in `keys_for`. Raises SetupError as it does."""
        return keys_for(self.database_url, self.encryption_keys, make=make)


NAMES = tuple(field.name for field in fields(Settings))  # of environment variables, in small letters
MAKE_ONE = "make one by `python -m bot new-key`"


def keys_for(database_url: str, secret: Secret | None, *, make: bool) -> list[str]:
    """The keys of a database, newest first: those of `secret`, else those of its key file.

    Makes a key file beside a SQLite database that has none and holds nothing sealed. With `make` False, a temporary key
    takes its place. Raises SetupError where a key is not one, and where the key file of a database was lost.
    """
    text, where, how = secret.text if secret else "", "ENCRYPTION_KEYS", MAKE_ONE
    if not text:
        path = sqlite_path(database_url)
        text = (path and key_of(path, make=make)) or Fernet.generate_key().decode()
        if path is not None:
            where, how = f"The key file {key_path(path)}", "put it back from your backup"
    keys = [key.strip() for key in text.split(",") if key.strip()]
    if not keys:
        raise SetupError(f"{where} holds no key; {how}.")
    for number, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            raise SetupError(f"{where}: number {number} is not a key; {how}.") from None
    return keys


def read_settings(*, env_file: str | None = ".env", **given: object) -> Settings:
    """The settings that are `given`, and the others from the environment and `.env`. Raises SetupError with one
    sentence for each problem.
    """
    right, wrong = read_values(Settings, env_file, given)
    settings, names = Settings(**right), tuple(name.upper() for name in wrong)
    sentences = [f"{name.upper()}: {trouble}." for name, trouble in wrong.items()]
    # Whether settings belong together shows with the defaults of what is wrong, too.
    sentences += [gap for gap in settings.gaps() if not gap.startswith(names)]
    if sentences:
        raise SetupError("\n".join(sentences))
    return settings
