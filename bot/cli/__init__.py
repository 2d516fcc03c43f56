"""`python -m bot …`: everything that an operator types."""

import gc
import signal
import sys
from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any, NoReturn

from bot.cli.plugins import without_plugins
from bot.errors import SetupError
from bot.zone_data import use_pinned

# Where each command is defined. It is imported only when asked for: a server starts without what only the others need.
COMMANDS = {
    "setup": "bot.cli.setup:setup",
    "run": "bot.cli.serve:run",
    "web": "bot.cli.serve:web",
    "worker": "bot.cli.worker:worker",
    "migrate": "bot.cli.database:migrate",
    "distribution": "bot.cli.database:print_distribution",
    "new-key": "bot.cli.database:print_key",
    "rotate-keys": "bot.cli.database:rotate_keys",
    "backup": "bot.cli.backup:backup",
    "export-person": "bot.cli.people:export_person",
    "erase-person": "bot.cli.people:erase_person",
    "restore": "bot.cli.backup:restore",
    "erase-again": "bot.cli.people:erase_again",
    "move": "bot.cli.move:move",
    "doctor": "bot.cli.look:doctor",
    "demo": "bot.cli.look:demo",
    "simulate": "bot.cli.look:simulate",
    "content": "bot.cli.content:content",
    "manifest": "bot.cli.content:manifest",
    "readme": "bot.cli.content:readme",
}
SERVERS = ("run", "web", "worker")


def load(name: str) -> Callable[..., Any]:
    """The function of a command, imported now. Raises KeyError if there is none."""
    with without_plugins():
        function: Callable[..., Any] = resolve_name(COMMANDS[name])
    gc.freeze()  # these objects stay for good, so the garbage collector need never scan them while somebody waits
    gc.enable()  # `bot.__main__` turned it off, and let Ctrl-C end the loading
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return function


def main() -> None:
    """The entry point of `python -m bot`: a problem with the set-up is shown as plain sentences, without a
    traceback.
    """
    use_pinned()
    try:
        _do(sys.argv[1:])
    except SetupError as error:
        _end(str(error))
    except Exception as error:
        from bot.storage.base.unavailable import why_unusable  # noqa: PLC0415 - few commands end like this

        is_of_a_file = isinstance(error, OSError) and not isinstance(error, ConnectionError | TimeoutError)
        if is_of_a_file or not (sentence := why_unusable(error)):
            raise
        _end(sentence)


def _do(typed: list[str]) -> None:
    """Run what was typed. A server without options has nothing to parse, and the parser would take a tenth of its
    start.
    """
    if len(typed) == 1 and typed[0] in SERVERS:
        try:
            load(typed[0])()
        except KeyboardInterrupt:  # before the server handles it itself
            sys.exit(128 + signal.SIGINT)
    else:
        from bot.cli.typer_app import cli  # noqa: PLC0415 - see above

        cli()


def _end(sentence: str) -> NoReturn:
    from bot.cli.console import console  # noqa: PLC0415 - a start that goes well prints nothing

    console.print(sentence, style="red", highlight=False, markup=False, soft_wrap=True)
    sys.exit(2)
