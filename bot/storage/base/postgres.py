"""PostgreSQL: a `DATABASE_URL` as libpq reads it, and connections that work behind a pooler such as PgBouncer.

Options: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS. asyncpg reads most of them
itself. An option that it does not know is translated here, ignored if it only tunes, or refused if ignoring it would be
less safe than what was asked for.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import event
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import SetupError
from bot.storage.base.unavailable import words_of

# A pooler in transaction mode gives each transaction another server session, which may hold somebody else's statement
# of the same name, or none. So statements have no name there: each is parsed when it runs.
NAMELESS = {"statement_cache_size": 0, "prepared_statement_cache_size": 0, "prepared_statement_name_func": str}
POOLERS = {"pgbouncer": "true", "prepared_statement_cache_size": "0", "statement_cache_size": "0"}
PASSED_OVER = {
    "client_encoding", "gsslib", "keepalives", "keepalives_count", "keepalives_idle",
    "keepalives_interval", "load_balance_hosts", "max_protocol_version", "min_protocol_version", "sslcompression",
    "sslsni", "tcp_user_timeout",
}  # fmt: skip
REFUSED = {
    "channel_binding",
    "gssencmode",
    "hostaddr",
    "replication",
    "require_auth",
    "requirepeer",
    "sslcertmode",
    "sslcrldir",
}
HARMLESS = {
    "channel_binding": {"disable", "prefer"},
    "gssencmode": {"disable", "prefer"},
    "sslcertmode": {"allow"},
    "replication": {"false", "off", "0", "no"},
}
TAKE_OUT = "Remove it."
INSTEAD = {
    "channel_binding": "Add sslmode=verify-full&sslrootcert=system, which verifies the server's certificate, "
    "or remove it."
}
LONGEST_PAUSE = 20  # seconds between two statements of one transaction; none of ours waits for Slack
SYSTEM_ROOTS = "system"  # libpq's word for the certificates that the system trusts


@dataclass(slots=True)
class Connector:
    """Opens the connections of one engine. `is_pooled` says whether a pooler is in front of the server: as the URL
    says, or else detected with the first connection, as is whether the server has Citus (`is_distributed`).
    """

    is_pooled: bool = False
    is_distributed: bool | None = None
    passed_over: tuple[str, ...] = field(default=())

    def connect(self, dialect: Dialect, _record: object, positional: Any, named: dict[str, Any]) -> Any:
        """A connection for SQLAlchemy's event `do_connect`, using named statements if that is safe. Raises
        ConnectionError also for an unknown host or a missing certificate, which are no matter of a file of ours.
        """
        try:
            connection = self._connected(dialect, positional, named)
        except OSError as error:
            if isinstance(error, ConnectionError | TimeoutError):
                raise
            raise ConnectionError(words_of(error)) from error
        if self.is_distributed is None:
            self.is_distributed = connection.run_async(_has_citus)
        return connection

    def _connected(self, dialect: Dialect, positional: Any, named: dict[str, Any]) -> Any:
        if not self.is_pooled:
            connection: Any = dialect.connect(*positional, **named)
            if not connection.run_async(_is_pooled):
                connection.run_async(_end_when_frozen)
                return connection
            connection.close()
            self.is_pooled = True
        return dialect.connect(*positional, **named | NAMELESS)


def connect_to(url: URL) -> tuple[AsyncEngine, Connector]:
    """The engine of a PostgreSQL `url`, and the connector that opens its connections.

    Raises SetupError for an option of the URL that we cannot honour.
    """
    options = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    where = {name: url.query[name] for name in ("host", "port") if name in url.query}
    connector = Connector(
        is_pooled=any(options.get(name) == value for name, value in POOLERS.items()),
        passed_over=tuple(sorted(PASSED_OVER & options.keys())),
    )
    engine = create_async_engine(
        url.set(query=where),
        connect_args=_arguments({name: value for name, value in options.items() if name not in where}),
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "do_connect", connector.connect)
    return engine, connector


def _arguments(options: Mapping[str, str]) -> dict[str, Any]:
    """The options of a URL as arguments of asyncpg; those that it reads itself are in a DSN without a host."""
    for name in sorted(REFUSED & options.keys()):
        if options[name] not in HARMLESS.get(name, set()) and not _is_vouched_for(name, options):
            raise SetupError(
                f"DATABASE_URL: {name}={options[name]} is not supported by our driver. {INSTEAD.get(name, TAKE_OUT)}"
            )
    passed_over = PASSED_OVER | REFUSED | POOLERS.keys() | {"connect_timeout", "fallback_application_name"}
    kept = {name: value for name, value in options.items() if value and name not in passed_over}
    arguments: dict[str, Any] = {}
    if "fallback_application_name" in options:
        kept.setdefault("application_name", options["fallback_application_name"])
    if kept.get("sslrootcert") == SYSTEM_ROOTS:
        arguments["ssl"] = ssl.create_default_context()  # libpq insists on verify-full with it, as this does
        kept = {name: value for name, value in kept.items() if name not in {"sslrootcert", "sslmode"}}
    if "connect_timeout" in options:
        arguments["timeout"] = _seconds(options["connect_timeout"])
    if kept:
        arguments["dsn"] = f"postgresql://?{urlencode(kept)}"
    return arguments


def _is_vouched_for(name: str, options: Mapping[str, str]) -> bool:
    """Whether another option already ensures what `name` asks for: a verified certificate binds the channel, too."""
    is_checked = options.get("sslmode") == "verify-full" or options.get("sslrootcert") == SYSTEM_ROOTS
    return name == "channel_binding" and options[name] == "require" and is_checked


def _seconds(text: str) -> float | None:
    """How many seconds to try to connect; None means no limit. As in libpq, 1 means 2, and zero or less means no
    limit.
    """
    try:
        seconds = int(text)
    except ValueError:
        raise SetupError(f"DATABASE_URL: connect_timeout={text} should be a whole number of seconds.") from None
    return max(2.0, seconds) if seconds > 0 else None


async def _end_when_frozen(connection: Any) -> None:
    """Let the server end a transaction that has been idle for long: the locks of a process that freezes in the middle
    of one would hold up all others. PgBouncer has its own setting for that, `idle_transaction_timeout`.
    """
    await connection.execute(f"SET idle_in_transaction_session_timeout = '{LONGEST_PAUSE}s'")


async def _is_pooled(connection: Any) -> bool:
    """Whether a pooler is in between: it tells its clients a made-up process id. Asked on asyncpg's own connection in
    one transaction, which a pooler keeps on one session, with an unnamed statement: a named one would stay in the
    pooler's session, in the way of the next process that asks.
    """
    async with connection.transaction():
        statement = await connection.prepare("SELECT pg_backend_pid()", name="")
        return bool(await statement.fetchval() != connection.get_server_pid())


async def _has_citus(connection: Any) -> bool:
    """Whether the tables may be distributed over several servers, where some statements have to be written differently.
    Asked without a name, as above.
    """
    async with connection.transaction():
        statement = await connection.prepare("SELECT count(*) FROM pg_extension WHERE extname = 'citus'", name="")
        return bool(await statement.fetchval())
