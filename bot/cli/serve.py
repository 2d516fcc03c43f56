"""Commands that receive what Slack sends, and keep running: `run`, `web`."""

from bot.app.bot import build
from bot.cli.running import run_made
from bot.process import Process
from bot.settings import Settings
from bot.web.receiver import Receiver


def run() -> None:
    """Run everything in one process: receive from Slack, and send. Uses Socket Mode if SLACK_APP_TOKEN is set."""
    run_made(_everything)


def web() -> None:
    """Only receive what Slack sends, over HTTP."""
    run_made(_receiving)


def _everything(settings: Settings) -> Process:
    bot = build(settings)
    return Process(bot, Receiver(bot))


def _receiving(settings: Settings) -> Process:
    bot = build(settings)
    return Process(bot, Receiver(bot, prefers_http=True), sends=False)
