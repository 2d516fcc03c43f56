"""The content of a database to copy, and the commands as a person types them."""

from dataclasses import replace

from typer.testing import CliRunner, Result

from bot.cli.typer_app import cli
from bot.errors import SetupError
from bot.storage.database import Database
from tests.storage.cases import PRACTICE


async def write(database: Database, text: str) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.answers.save(replace(PRACTICE, text=text))


async def read(database: Database) -> str:
    async with database.transaction("T1") as transaction:
        found = await transaction.answers.get(PRACTICE.user_id, PRACTICE.delivery_id)
    return found.text if found else ""


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def refused(*words: object) -> str:
    error = run(*words).exception
    assert isinstance(error, SetupError)
    return str(error)
