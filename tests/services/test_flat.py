"""How much the database works for each request, in steps of SQLite's virtual machine: after five years hardly more than
after two weeks, except for what covers all of them.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from functools import partial

from bot.blocks.ids import Action
from bot.domain.people.people import Who
from bot.services.context import Context
from bot.services.services import Services
from tests.services.long_history import live
from tests.services.prompts.delivered import deliver
from tests.services.requesting_person import RequestingPerson, named
from tests.statements import questions, steps_of

USUAL = 1500  # steps of a request after five years, a few dozen per statement
# By nature about every practice day or week (a streak), every call between two people (how many there were, 520 here)
# or everything that somebody wrote (a file); Home counts 260 calls that are still to come.
ABOUT_ALL = {
    "Home": 33_000, "Done": 14_000, "/secondchair today": 12_000, "/secondchair streak": 15_000,
    "/secondchair checkin": 3_500, "/secondchair letter": 2_200,
    "/ridealong list": 17_500, "/ridealong history": 23_000, "/secondchair map": 23_000,
    "/secondchair one-to-one": 26_500, "/secondchair export": 41_000,
}  # fmt: skip


async def test_after_five_years_the_database_goes_hardly_farther(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await live(services, context, maria, tom, 260)
    person = RequestingPerson(services, context)
    gone: dict[str, int] = {}
    prompt = await deliver(context, maria.user_id)
    asks: dict[str, Callable[[], Awaitable[list[str]]]]
    asks = {"Home": person.opens_home, "Done": partial(person.presses, Action.PROMPT_DONE, prompt)}
    asks |= {name: partial(person.types, name) for name in named()}
    with closing(sqlite3.connect(context.database.file or "")) as database:
        for name, ask in asks.items():
            with questions() as asked:
                await ask()
            gone[name] = sum(steps_of(database, *question) for question in asked)
    assert {name: steps for name, steps in gone.items() if steps > ABOUT_ALL.get(name, USUAL)} == {}
