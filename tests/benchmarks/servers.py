"""The real app and a bare Bolt app, each as the process that an operator would start, given once it is ready."""

import asyncio
import os
import random
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]  # it has no types

SECRET = "a-signing-secret-of-the-bench"
LOOK = 0.005  # seconds between two checks whether it is ready
PORTS = range(15_000, 32_000)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, the time from its spawn until it was ready, its CPU time until then (both in
    seconds), and its process.

    On a busy machine the CPU time says more.
    """

    port: int
    start: float
    cpu: float
    pid: int


@asynccontextmanager
async def second_chair(url: str, slack: str, key: str, part: str = "run") -> AsyncIterator[Server]:
    """`python -m bot run`, or another `part`, in HTTP mode; `run` migrates the database where needed."""
    port = free_port()
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack, "DATABASE_URL": url, "ENCRYPTION_KEYS": key,
        "HOST": "127.0.0.1", "METRICS_PORT" if part == "worker" else "PORT": str(port), "LOG_FORMAT": "json",
    }  # fmt: skip
    async with _process(port, ("bot", part), settings) as server:
        yield server


@asynccontextmanager
async def bare_bolt(slack: str, *libraries: str) -> AsyncIterator[Server]:
    """Bolt with handlers that only acknowledge, which first loads these libraries."""
    port = free_port()
    async with _process(port, ("tests.benchmarks.bare_bolt", SECRET, slack, str(port), *libraries), {}) as server:
        yield server


def free_port() -> int:
    """A port that nothing listens on. The system takes those of connections from 32768 on, so that none has it before
    it is used. It is drawn from the system: pytest-randomly gives every worker the same random numbers.
    """
    drawn = random.SystemRandom()
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", drawn.choice(PORTS)))
            return int(probe.getsockname()[1])


@asynccontextmanager
async def _process(port: int, module: tuple[str, ...], settings: dict[str, str]) -> AsyncIterator[Server]:
    # Without bytecode on disk, Python would compile our packages at each start, as no installed app does.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *module, env=environment | settings, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        while not await is_ready(port):
            assert process.returncode is None, f"{module[0]} ended: {process.returncode}"
            await asyncio.sleep(LOOK)
        took = time.perf_counter() - began
        yield Server(port, took, sum(psutil.Process(process.pid).cpu_times()[:2]), process.pid)
    finally:
        process.kill()  # what it would still finish does not matter here
        await process.wait()


async def is_ready(port: int) -> bool:
    """Whether a server on this port says that it is ready."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return answer.startswith(b"HTTP/1.1 200")
