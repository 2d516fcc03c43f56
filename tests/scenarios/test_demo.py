"""`python -m bot demo` as a newcomer runs it, and as CI does, without a terminal."""

import asyncio
import os
import signal
import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[2])


async def demo(*words: str) -> asyncio.subprocess.Process:
    """The demo, with a pipe for its input and its output."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-u", "-m", "bot", "demo", *words)
    here = {"PATH": os.environ["PATH"], "PYTHONPATH": ROOT}
    return await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=pipe, env=here, preexec_fn=_heed_ctrl_c
    )


def _heed_ctrl_c() -> None:
    """A shell that starts these tests in the background has told them to ignore it, and what they start as well."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


async def test_the_week_plays_and_then_lines_are_obeyed_until_the_input_ends() -> None:
    process = await demo()
    out, err = await process.communicate(b"jump tomorrow 9:00\npeople\nas tom press Done\n")
    shown = out.decode()
    assert (process.returncode, err) == (0, b""), shown[-2000:]
    assert "each slot once, each at its minute" in shown
    assert "Tue 27 Oct 09:00 Berlin" in shown
    assert "tom  (now reads)" in shown.rpartition("help lists what you can type")[2]


async def test_ctrl_c_ends_it_at_once_without_a_traceback() -> None:
    process = await demo("--play-only")
    assert process.stdout
    while b"Monday: Maria names her salespeople" not in (line := await process.stdout.readline()):
        assert line, "it has ended before its time"
    process.send_signal(signal.SIGINT)
    out, err = await process.communicate()
    assert (process.returncode, err) == (130, b""), out.decode()[-2000:]
