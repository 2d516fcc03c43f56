"""A Python that has loaded `python -m bot run` as a start does, and forks for each command that it is asked to run.

Loading is nearly all of a start's CPU time, and the same for every server: to see several end costs one start.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.speedups import NO_CERTIFICATES

# A fork has its own environment, signals and output, and ends as a separate process does.
FORKS = """
import json, os, signal, sys, threading
from tests.signals import heed_signals
heed_signals()
from bot import __main__, cli
main, cli.main = cli.main, lambda: cli.load("run")
__main__.start()
for thread in threading.enumerate()[1:]:
    thread.join()
for line in sys.stdin:
    words, settings, interrupt_at = json.loads(line)
    reading, writing = os.pipe()
    if not (process := os.fork()):
        for stream, file in enumerate((os.open(os.devnull, os.O_RDONLY), writing, writing)):
            os.dup2(file, stream)
        os.environ.clear()
        os.environ.update(settings)
        sys.argv = ["bot", *words]
        sys.exit(main())
    os.close(writing)
    printed = ""
    for said in os.fdopen(reading):
        printed += said
        if interrupt_at and interrupt_at in said:
            os.kill(process, signal.SIGINT)
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), printed]), flush=True)
"""


class ForkServer:
    """`with ForkServer(folder) as server:`, then `server.run(…)`, in a thread if the event loop has to answer it."""

    def __init__(self, folder: Path) -> None:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[1])} | NO_CERTIFICATES
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKS], env=environment, cwd=folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()

    def run(self, *words: str, settings: Mapping[str, str], interrupt_at: str = "") -> tuple[int, str]:
        """Run `python -m bot …` with these settings, and press Ctrl-C at a line's first words. Returns the exit code
        and everything printed.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([words, settings, interrupt_at]) + "\n")
        self._process.stdin.flush()
        code, printed = json.loads(self._process.stdout.readline())
        return code, printed
