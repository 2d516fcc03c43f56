"""`python -m bot`, and the command `second-chair` of an installed package."""

import gc
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

OURS = ("handlers", "content")
INTERRUPTED = 130  # what a shell says of a command that Ctrl-C ended


def strangers(home: Path = Path(__file__).parents[1]) -> list[str]:
    """Which of our top-level names Python would take from elsewhere than `home`, the folder that holds this package."""
    specs = {name: find_spec(name) for name in OURS}
    places = {name: Path(spec.origin).parents[1] if spec and spec.origin else None for name, spec in specs.items()}
    return [name for name, place in places.items() if place != home]


def start() -> None:
    """Run what was typed. Says so, and ends, where another package stands in the place of one of ours."""
    if names := strangers():
        sys.exit(
            f"Another package named {' and '.join(names)} is installed where Second Chair is. "
            "Install Second Chair by itself: pipx install second-chair, or the container."
        )
    gc.disable()  # what is imported stays: a search of it for garbage finds none, and takes a fifth of the start
    # It reads the system's certificates twice as it is imported, which another core does meanwhile.
    Thread(target=import_module, args=("aiohttp",), daemon=True).start()
    try:
        from bot.cli import main  # noqa: PLC0415 - see above

        main()
    except KeyboardInterrupt:  # while it loads; a server that runs ends by itself
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    start()
