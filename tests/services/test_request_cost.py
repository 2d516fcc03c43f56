"""What a whole request asks of the database, from its arrival to its answer: the same after five years as after two
weeks; and requests that only read never wait for a writer.
"""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.blocks.ids import Action
from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.people.people import Who
from bot.services.context import Context
from bot.services.integrations.integrations import Integrations
from bot.services.services import Services
from handlers.command import Effect
from tests.services.long_history import live
from tests.services.prompts.delivered import deliver
from tests.services.requesting_person import RequestingPerson, named

USUAL = 8  # statements
MORE = {
    "Home": 11, "/secondchair nudge": 10, "/secondchair map": 9, "/secondchair letter": 10,
    "/secondchair export": 40, "/secondchair numbers": 10, "/secondchair stop": 11,
}  # fmt: skip
# Tables that grow with a workspace, and a step of SQLite's plan that searches by the workspace alone.
GROWING = "deliveries|practices|ridealongs|reflections|commitments|checkins|sights|coaching_moments|selfchecks|counted"
THROUGH_ALL = re.compile(rf"(SCAN|SEARCH) ({GROWING})(_\d+)?( USING( COVERING)? INDEX \w+ \(workspace_id=\?\))?$")


@pytest.fixture
def person(services: Services, context: Context) -> RequestingPerson:
    return RequestingPerson(services, context)


async def asked_of(person: RequestingPerson) -> dict[str, list[str]]:
    """The statements of every possible request, once today's disclosures have been noted."""
    for name in named():
        await person.types(name)
    return {name: await person.types(name) for name in named()} | {"Home": await person.opens_home()}


@pytest.mark.parametrize("weeks", [2, 260])
async def test_a_request_asks_few_statements_however_long_the_history(
    services: Services, context: Context, maria: Who, tom: Who, person: RequestingPerson, weeks: int
) -> None:
    await live(services, context, maria, tom, weeks)
    asked = await asked_of(person)
    many = {name: statements for name, statements in asked.items() if len(statements) > MORE.get(name, USUAL)}
    assert {name: len(statements) for name, statements in many.items()} == {}, many


async def test_nothing_that_is_asked_goes_through_all_rows_of_the_workspace(
    services: Services, context: Context, maria: Who, tom: Who, person: RequestingPerson
) -> None:
    await live(services, context, maria, tom, 2)
    statements = {statement for asked in (await asked_of(person)).values() for statement in asked}
    statements |= set(await person.presses(Action.PROMPT_DONE, await deliver(context, maria.user_id)))
    with closing(sqlite3.connect(context.database.file or "")) as database:
        plans = {
            statement: [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", [None] * count)]
            for statement in statements
            if (count := statement.count("?")) and statement.startswith("SELECT")
        }
    assert len(plans) > 50
    assert {statement: plan for statement, plan in plans.items() if any(map(THROUGH_ALL.match, plan))} == {}


@pytest.mark.parametrize("weeks", [2, 260])
async def test_done_takes_eight_statements_from_press_to_answer(
    services: Services, context: Context, maria: Who, tom: Who, person: RequestingPerson, weeks: int
) -> None:
    await live(services, context, maria, tom, weeks)
    delivery_id = await deliver(context, maria.user_id)
    asked = await person.presses(Action.PROMPT_DONE, delivery_id)
    assert len(asked) <= 8, "\n".join(asked)


@pytest.mark.parametrize("weeks", [2, 260])
async def test_who_takes_part_pauses_resumes_and_stops_in_few_statements(
    services: Services, context: Context, maria: Who, tom: Who, person: RequestingPerson, weeks: int
) -> None:
    await live(services, context, maria, tom, weeks)
    await person.types("/secondchair settings")
    for name, most in {"pause": 14, "resume": 16, "stop": 11}.items():
        asked = await person.types(f"/secondchair {name}")
        assert len(asked) <= most, "\n".join(asked)
        assert len(asked) > USUAL, f"{name} was refused"


@pytest.mark.usefixtures("sales_of_an_admin")
async def test_what_only_reads_waits_for_no_writer(
    services: Services, context: Context, maria: Who, tom: Who, person: RequestingPerson
) -> None:
    await live(services, context, maria, tom, 2)
    reading = [name for name, command in named().items() if command.effect is not Effect.WRITES]
    for name in reading:
        await person.types(name)
    with closing(sqlite3.connect(context.database.file or "")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        for name in reading:
            asked = await person.types(name)
            assert not [statement for statement in asked if not statement.startswith("SELECT")], name
        await person.opens_home()


@pytest.mark.usefixtures("sales_of_an_admin")
async def test_nor_does_a_tool_that_reads(services: Services, context: Context, maria: Who, tom: Who) -> None:
    await live(services, context, maria, tom, 2)
    integrations = Integrations(replace(context, site="https://bot.example"), services.people)
    secrets = {kind: (await integrations.issue(maria, kind))[1] for kind in AccessKeyKind}
    with closing(sqlite3.connect(context.database.file or "")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert await integrations.numbers_for(secrets[AccessKeyKind.API]) is not None
        assert await integrations.calendar_for(secrets[AccessKeyKind.CALENDAR]) is not None


@pytest.mark.usefixtures("sales_of_an_admin")
async def test_what_writes_nothing_is_said_to_only_read(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await live(services, context, maria, tom, 2)
    served = replace(context, site="https://bot.example")  # otherwise some would be refused
    person = RequestingPerson(Services(served), served)
    for name, command in named().items():
        asked = await person.types(name)
        writes = [statement for statement in asked if not statement.startswith(("SELECT", "INSERT INTO seen"))]
        if command.effect is Effect.WRITES:
            assert writes or name in {"/secondchair nudge", "/secondchair admin", "/secondchair api"}, name
