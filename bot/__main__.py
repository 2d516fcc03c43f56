"""`python -m bot`, and the command `second-chair` of an installed package."""

import gc
import signal
import sys
from importlib import import_module

OURS = ("handlers", "content")


def strangers(home: str = "") -> list[str]:
    """The top-level names of ours that Python would import from somewhere other than `home`, by default the folder that
    holds this package.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - see `start`
    from pathlib import Path  # noqa: PLC0415 - as above

    specs = {name: find_spec(name) for name in OURS}
    places = {name: Path(spec.origin).parents[1] if spec and spec.origin else None for name, spec in specs.items()}
    return [name for name, place in places.items() if place != Path(home or Path(__file__).parents[1])]


def start() -> None:
    """Run what was typed. Exits with an explanation if another package takes the place of one of ours.

    Ctrl-C while it loads ends it at once, without a traceback of whatever was being imported, so as little as possible
    is imported before. `bot.cli` gives Ctrl-C back to Python.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # and not ignored, as after `nohup … &`
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from threading import Thread  # noqa: PLC0415 - see above

    if names := strangers():
        sys.exit(
            f"Another package named {' and '.join(names)} is installed beside Second Chair. Install Second Chair on "
            "its own: with pipx install second-chair, or as the container."
        )
    gc.disable()  # imported objects stay: a garbage collection would free none of them, and takes a fifth of the start
    # aiohttp reads the system's certificates twice on import; another core can do that meanwhile.
    Thread(target=import_module, args=("aiohttp",), daemon=True).start()
    from bot.cli import main  # noqa: PLC0415 - see above

    main()


if __name__ == "__main__":
    start()
