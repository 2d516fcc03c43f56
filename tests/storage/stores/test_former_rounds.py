"""A round from before the statements changed is read as one without known answers."""

from bot.storage.database import Database
from bot.storage.tables import feedback_rounds
from tests.storage.rows import put, row


async def test_its_sums_of_frequencies_are_left_out(database: Database) -> None:
    await put(database, [row(feedback_rounds, "k", leader_id="U1", week=None, sums={"lead-01": [1, 2, 3, 4]})])
    async with database.transaction("T1") as transaction:
        asked = await transaction.feedback.last("U1")
    assert asked is not None
    assert (asked.id, asked.week, asked.tallies) == ("k", None, {})
