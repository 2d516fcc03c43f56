"""Debian's PgBouncer in transaction mode in front of a test's PostgreSQL, where installed."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from tests.benchmarks.servers import free_port

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SESSIONS = 3  # fewer than clients, so that they share sessions
SETTINGS = """[databases]
* = host={host} port={port} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = {sessions}
max_client_conn = 500
"""


@asynccontextmanager
async def pgbouncer(url: str, mode: str = "transaction") -> AsyncIterator[str]:
    """The URL of the database behind its own PgBouncer, which stops at the end of the block."""
    server, listen = make_url(url), free_port()
    folder, command = _prepared(server, listen, mode)
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await _listening(listen)
        yield f"postgres://{server.username}@127.0.0.1:{listen}/{server.database}"
    finally:
        process.terminate()
        await process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(server: URL, listen: int, mode: str) -> tuple[Path, list[str]]:
    """A folder with its settings, and the command that starts it."""
    assert PROGRAM is not None
    folder, socket = Path(tempfile.mkdtemp(prefix="second-chair-bouncer-")), Path(str(server.query["host"]))
    folder.chmod(0o755)
    text = SETTINGS.format(
        host=socket, port=server.query.get("port", 5432), user=server.username, listen=listen, mode=mode,
        sessions=SESSIONS,
    )  # fmt: skip
    path = folder / "pgbouncer.ini"
    path.write_text(text, encoding="utf-8")
    as_user = ["-u", socket.owner()] if os.geteuid() == 0 else []  # it refuses to run as root
    return folder, [PROGRAM, "-q", *as_user, str(path)]


async def _listening(port: int) -> None:
    for _ in range(12_000):  # over two minutes, long enough for a busy machine, and still ends a hang
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.01)  # someone else's program does not say when it listens
        else:
            writer.close()
            return
    raise AssertionError("PgBouncer does not listen")
