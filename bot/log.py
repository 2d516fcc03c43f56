"""Logs: stable action names and ids, never people's texts, never a token."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Slack's documented token prefixes; the text after one is hidden anywhere in a line.
TOKEN = re.compile(r"\b(xox[a-z]|xapp|xoxe(?:\.xox[bp])?)-[\w-]+")
# PostgreSQL shows a row's values in the detail of an error: "DETAIL:  Failing row contains (T1, U1, rescued)."
DETAIL = re.compile(r"(DETAIL: +)[^\n]+")
# The name and password in an address, of a proxy or a database, as they appear in errors and libraries' output.
IN_ADDRESS = re.compile(r"(?<=://)[^\s/]*(?=@)")

get = structlog.stdlib.get_logger


def configure(log_format: str, level: str) -> None:
    """Send every log line, ours and the libraries', to standard error, as `console` or `json`."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    written = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                hide_secrets,
                written,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("apscheduler", "slack_bolt", "slack_sdk", "aiohttp.access", "alembic"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def hide_secrets(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The line with every token replaced by its kind, such as "xoxb-…", and without the rows in a database error or the
    passwords in addresses.
    """
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = IN_ADDRESS.sub("…", DETAIL.sub(r"\1…", TOKEN.sub(r"\1-…", value)))
    return line
