"""Commands that start the app and stay: `run`, `web`, `worker`."""

import asyncio

from bot import log
from bot.app import build
from bot.process import ProcessParts
from bot.process import run as run_process
from bot.settings import read_settings


def run() -> None:
    """Everything in one process: what Slack sends, and what we send. Socket Mode where SLACK_APP_TOKEN is set."""
    _run(ProcessParts())


def web() -> None:
    """Only what Slack sends, over HTTP."""
    _run(ProcessParts(sender=False))


def worker() -> None:
    """Only what we send by ourselves."""
    _run(ProcessParts(inbound=False))


def _run(parts: ProcessParts) -> None:
    settings = read_settings()
    log.configure(settings.log_format, settings.log_level)
    asyncio.run(run_process(build(settings), parts))
