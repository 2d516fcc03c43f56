"""Debian's PostgreSQL with a streaming standby, behind an address that follows a failover."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.benchmarks.servers import free_port
from tests.debian import USER, command

PRIMARY = "primary"
STANDBY = "standby"  # the name under which the standby streams


class Relay:
    """An address on this machine that leads to a port, which can change; open connections can be cut."""

    def __init__(self, leads_to: int) -> None:
        self.leads_to = leads_to
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._lead, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Cut every connection."""
        for writer in list(self._open):
            writer.transport.abort()

    def close(self) -> None:
        """Stop listening, and cut every connection."""
        if self._server is not None:
            self._server.close()
        self.cut()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass a client's bytes to the server and back, until either closes."""
        try:
            there, to_server = await asyncio.open_connection("127.0.0.1", self.leads_to)
        except OSError:
            writer.close()
            return
        both = {writer, to_server}
        self._open |= both
        await asyncio.gather(_pass_on(reader, to_server), _pass_on(there, writer))
        self._open -= both


class Pair:
    """A primary and its standby. Clients connect to `url`, which leads to the current primary."""

    def __init__(self, folder: Path, *, synchronous: bool) -> None:
        self._folder = folder
        self._synchronous = synchronous
        self._ports = {PRIMARY: free_port(), STANDBY: free_port()}
        self._clients, self._stream = Relay(self._ports[PRIMARY]), Relay(self._ports[PRIMARY])

    @property
    def url(self) -> str:
        """The current primary's database."""
        return f"postgresql://{USER}@127.0.0.1:{self._clients.port}/{USER}"

    async def start(self) -> None:
        """Start both, and the relays in front of them."""
        primary = self._folder / PRIMARY
        await self._run("initdb", "-D", primary, "-U", USER, "--auth=trust", "--no-sync")
        await self._start(PRIMARY)
        await self._clients.start()
        await self._stream.start()
        source = f"host=127.0.0.1 port={self._stream.port} user={USER} application_name={STANDBY}"
        await self._run("pg_basebackup", "-D", self._folder / STANDBY, "-R", "-X", "stream", "-c", "fast", "-d", source)
        await self._start(STANDBY)
        if self._synchronous:
            await self.psql(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
            await self.psql("SELECT pg_reload_conf()")

    async def fail_over(self, lag: float) -> None:
        """Kill the primary and promote the standby, which lacks the last `lag` seconds. Where it is synchronous,
        nothing was committed in them.
        """
        self._stream.close()
        await asyncio.sleep(lag)
        await self._run("pg_ctl", "-D", self._folder / PRIMARY, "-m", "immediate", "-w", "stop")
        await self._run("pg_ctl", "-D", self._folder / STANDBY, "-w", "promote")
        self._clients.leads_to = self._ports[STANDBY]
        self._clients.cut()

    async def copy(self) -> str:
        """Back the database up and restore it as a new database beside it. Returns the new one's URL."""
        port, name = self._ports[PRIMARY], "restored"
        where = ("-h", "127.0.0.1", "-p", port, "-U", USER)
        await self._run("createdb", *where, name)
        await self._run("pg_dump", *where, "-Fc", "-f", self._folder / "backup", USER)
        await self._run("pg_restore", *where, "-d", name, self._folder / "backup")
        return f"postgresql://{USER}@127.0.0.1:{port}/{name}"

    async def stop(self) -> None:
        """Stop whatever is running."""
        self._stream.close()
        self._clients.close()
        for name in self._ports:
            with suppress(subprocess.CalledProcessError):
                await self._run("pg_ctl", "-D", self._folder / name, "-m", "immediate", "stop")

    async def _start(self, name: str) -> None:
        options = f"-p {self._ports[name]} -k '' -c listen_addresses=127.0.0.1 -c max_wal_senders=4"
        data = self._folder / name
        await self._run("pg_ctl", "-D", data, "-w", "-l", self._folder / f"{name}.log", "-o", options, "start")

    async def psql(self, statement: str) -> str:
        """Run a statement on the original primary."""
        return await self._run(
            "psql", "-h", "127.0.0.1", "-p", self._ports[PRIMARY], "-U", USER, "-At", "-c", statement
        )

    async def _run(self, program: str, *arguments: object) -> str:
        output = self._folder.with_suffix(".output")  # not a pipe: the server that it starts would keep it open
        with output.open("w") as file:
            await asyncio.to_thread(
                subprocess.run, command(program, *arguments), check=True, stdout=file, stderr=file, cwd="/"
            )
        return output.read_text().strip()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def standby_pair(*, synchronous: bool) -> AsyncIterator[Pair]:
    """A pair in a folder of its own, removed at the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="second-chair-standby-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    pair = Pair(folder, synchronous=synchronous)
    try:
        await pair.start()
        yield pair
    finally:
        await pair.stop()
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".output").unlink(missing_ok=True)
