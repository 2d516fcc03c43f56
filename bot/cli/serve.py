"""Commands that start the app and stay: `run`, `web`, `worker`."""

import asyncio
import signal

from bot import log
from bot.app import Bot, build
from bot.garbage import look_seldom
from bot.process import Process, ProcessParts
from bot.settings import read_settings


def run() -> None:
    """Everything in one process: what Slack sends, and what we send. Socket Mode where SLACK_APP_TOKEN is set."""
    _run(ProcessParts())


def web() -> None:
    """Only what Slack sends, over HTTP."""
    _run(ProcessParts(sender=False, prefers_http=True))


def worker() -> None:
    """Only what we send by ourselves."""
    _run(ProcessParts(inbound=False))


def _run(parts: ProcessParts) -> None:
    settings = read_settings()
    log.configure(settings.log_format, settings.log_level)
    asyncio.run(run_process(build(settings), parts))


async def run_process(bot: Bot, parts: ProcessParts) -> None:
    """Run until SIGTERM, Ctrl-C, or the end of the terminal, unless `nohup` has us outlast that."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    outlasts = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    for name in (signal.SIGTERM, signal.SIGINT, *(() if outlasts else (signal.SIGHUP,))):
        loop.add_signal_handler(name, stopping.set)
    process = Process(bot, parts)
    process.on_failure = stopping.set
    starting, waiting = asyncio.create_task(process.start()), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            look_seldom()  # a search for garbage would only make somebody wait
            await waiting
    finally:
        waiting.cancel()
        if not starting.done():  # Slack, or a database, that does not answer
            starting.cancel()
            await asyncio.wait({starting}, timeout=1)
        await process.stop()
    if process.failure is not None:
        raise process.failure
