"""A connection to PostgreSQL that a middlebox has forgotten: nothing on it is answered any more."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import make_url, text

from bot.storage.base import engines
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from tests.benchmarks.servers import free_port


class Middlebox:
    """Passes bytes between an app and PostgreSQL; after `forget`, no longer on the connections that it had before."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._forgotten = 0
        self.made = 0

    def forget(self) -> None:
        """Swallow everything on the current connections."""
        self._forgotten = self.made

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.made += 1
        number = self.made
        reads, writes = await asyncio.open_unix_connection(self._socket)
        with suppress(ConnectionError):
            await asyncio.gather(self._pass(number, reader, writes), self._pass(number, reads, writer))

    async def _pass(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if number > self._forgotten:
                writer.write(data)
        writer.close()


async def test_a_connection_that_nobody_answers_on_is_given_up_for_another(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "RESTED", 0.0)
    monkeypatch.setattr(engines, "UNANSWERED", 0.1)
    server, port = make_url(postgres_url), free_port()
    middlebox = Middlebox(f"{server.query['host']}/.s.PGSQL.{server.query.get('port', 5432)}")
    async with await asyncio.start_server(middlebox.take, "127.0.0.1", port):
        url = f"postgresql://{server.username}@127.0.0.1:{port}/{server.database}"
        database = Database(url, Cipher([new_key()]))
        async with database.connection() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1
        middlebox.forget()
        async with database.connection() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1
        await database.close()
