"""Runs a process until it is told to stop: shared by the commands that keep running."""

import asyncio
import signal
from collections.abc import Callable

from bot import log
from bot.garbage import look_seldom
from bot.process import Process
from bot.settings import Settings, read_settings


def run_made(make: Callable[[Settings], Process]) -> None:
    """Run the process that `make` builds from the settings."""
    settings = read_settings()
    log.configure(settings.log_format, settings.log_level)
    asyncio.run(run_process(make(settings)))


async def run_process(process: Process) -> None:
    """Run until SIGTERM, Ctrl-C, or the end of the terminal, unless `nohup` keeps us running after that."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    outlasts = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    for name in (signal.SIGTERM, signal.SIGINT, *(() if outlasts else (signal.SIGHUP,))):
        loop.add_signal_handler(name, stopping.set)
    process.on_failure = stopping.set
    starting, waiting = asyncio.create_task(process.start()), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            look_seldom()  # a garbage collection would only make somebody wait
            await waiting
    finally:
        waiting.cancel()
        if not starting.done():  # Slack, or a database, does not answer
            starting.cancel()
            await asyncio.wait({starting}, timeout=1)
        await process.stop()
    if process.failure is not None:
        raise process.failure
