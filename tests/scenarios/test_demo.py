"""`python -m bot demo` as a newcomer runs it, and as CI does, without a terminal."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TextIO

import pytest
from rich.console import Console

from bot.playground import demo
from tests.signals import heed_signals
from tests.speedups import NO_CERTIFICATES

ROOT = str(Path(__file__).parents[2])


async def started(*words: str) -> asyncio.subprocess.Process:
    """The demo, with a pipe for its input and its output."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-u", "-m", "bot", "demo", *words)
    here = {"PATH": os.environ["PATH"], "PYTHONPATH": ROOT} | NO_CERTIFICATES
    return await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=pipe, env=here, preexec_fn=heed_signals
    )


@contextmanager
def typed(lines: bytes) -> Iterator[TextIO]:
    """A standard input with these lines, and its end."""
    reading, writing = os.pipe()
    os.write(writing, lines)
    os.close(writing)
    with os.fdopen(reading) as file:
        yield file


@pytest.mark.usefixtures("restored_logging")
def test_the_week_plays_and_then_lines_are_obeyed_until_the_input_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process, which takes half as long; the test below starts one, and `.ci/run` plays the week in another."""
    transcript = StringIO()
    with typed(b"jump tomorrow 9:00\npeople\nas tom press Done\n") as lines:
        monkeypatch.setattr(sys, "stdin", lines)
        code = demo.play(console=Console(file=transcript, width=demo.WIDE))
    shown = transcript.getvalue()
    assert (code, capsys.readouterr().err) == (0, ""), shown[-2000:]
    assert "each slot once, each at the right minute" in shown
    assert "maria types /ridealong @tom Acme today 15:00" in shown
    assert "Mon 26 Oct 08:30 São Paulo" in shown
    assert "tom presses [Done]" in shown
    assert not re.search(r"\bU0LOCAL", shown), "ids are no names"
    assert "Tue 27 Oct 09:00 Berlin" in shown
    assert "tom  (now reads)" in shown.rpartition("help lists what you can type")[2]


async def test_ctrl_c_ends_it_at_once_without_a_traceback() -> None:
    process = await started("--play-only")
    assert process.stdout
    while b"nora presses [Start]" not in (line := await process.stdout.readline()):
        assert line, "it has ended before its time"
    process.send_signal(signal.SIGINT)
    out, err = await process.communicate()
    assert (process.returncode, err) == (130, b""), out.decode()[-2000:]
