"""What the engine asks of the database for many messages: few statements, and no meaningless parameters."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine as DatabaseEngine

from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from content.models import Library
from tests.delivery.fakes import FakeSlack, engine_over, pending, put, statuses
from tests.fakes import MovableClock

WORKSPACES, OF_EACH = 8, 125
CLAIM, SENT = "WITH wanted", "UPDATE deliveries SET status='sent'"
GIVEN = ("workspace_id", "id", "channel_id", "ts", "content_id", "sent_at", "why")


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """The statements within the block, each with its parameters: several rows of them where it writes several at
    once."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    event.listen(DatabaseEngine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(DatabaseEngine, "before_cursor_execute", note)


async def test_a_thousand_messages_take_one_claim_a_batch_and_seven_words_each(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock)
    await put(database, *(pending(number, f"T{number % WORKSPACES}") for number in range(WORKSPACES * OF_EACH)))

    with asked() as statements:
        await engine.beat()

    assert await statuses(database) == {DeliveryStatus.SENT: WORKSPACES * OF_EACH}
    claims = [statement for statement, _ in statements if statement.startswith(CLAIM)]
    assert len(claims) == WORKSPACES
    written = [rows for statement, rows in statements if statement.startswith(SENT)]
    words = [len(row) for rows in written for row in (rows if isinstance(rows, list) else [rows])]
    assert words == [len(GIVEN)] * WORKSPACES * OF_EACH
