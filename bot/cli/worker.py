"""The command that sends and receives nothing, and stays: `worker`. It loads nothing that only requests need."""

from bot.app.worker import build_worker
from bot.cli.running import run_made
from bot.process import Process
from bot.settings import Settings


def worker() -> None:
    """Only what we send by ourselves."""
    run_made(_sending)


def _sending(settings: Settings) -> Process:
    return Process(build_worker(settings))
