"""The `worker` command: it sends, receives nothing, and keeps running. It loads nothing that only requests need."""

from bot.app.worker import build_worker
from bot.cli.running import run_made
from bot.process import Process
from bot.settings import Settings


def worker() -> None:
    """Only send what is due; receive nothing."""
    run_made(_sending)


def _sending(settings: Settings) -> Process:
    return Process(build_worker(settings))
