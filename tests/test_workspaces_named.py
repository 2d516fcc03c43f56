"""The check of statements notices those that name no workspace, and those for all workspaces have a reason."""

import ast
from typing import Any

import pytest
from sqlalchemy import Select, delete, exists, func, or_, select, tuple_, update

from bot.storage.base.rows import across_workspaces
from bot.storage.database import Database
from bot.storage.tables import deliveries, engine_pulse, installations, leases, people, practices, schedules, workspaces
from tests.code import modules
from tests.workspaces_named import fault_of

D, P = deliveries.c, practices.c
MINE = D.workspace_id == "T1"
answered = deliveries.alias()
again = answered.c
# What looks at all workspaces, and why a statement for each would not do.
ACROSS = {
    "bot.storage.base.recurring_work.take_turns": "calendars and webhooks: what is due next; each row is taken alone",
    "bot.storage.outbox.backlog._grouped": "where something waits to be sent: the beat of the senders",
    "bot.storage.outbox.backlog._hopping": "the same on one server",
    "bot.storage.outbox.backlog._waiting": "the same for each status that is open",
    "bot.storage.maintenance.housekeeping._old": "a batch of what is over, wherever it is",
    "bot.storage.maintenance.key_check._some_sealed": "whether the key opens anything, before anybody is served",
    "bot.storage.maintenance.move._pages": "a command that copies a whole file, page by page",
    "bot.storage.maintenance.move.copy_all": "whether the database that the copy goes into is empty",
    "bot.storage.maintenance.rekey._table": "a command that seals everything anew, page by page",
    "bot.storage.outbox.clock_jumps.unsent_after": "a clock that ran ahead did so for everybody; at a start",
    "bot.storage.outbox.integrations.workspace_of_key": "a secret made before 0032 does not name its workspace",
    "bot.storage.outbox.removals": "whether anything is to be removed from Slack",
    "bot.storage.outbox.removals.claim_removals": "the first of each workspace; each row is taken alone",
    "bot.storage.outbox.pulse.is_new": "whether anything was ever sent from this database; at the first start",
    "bot.storage.stores.installations": "who is there at all, whose token ends, who left",
    "bot.storage.stores.installations._let_go_on": "settings may hold another token after a restart",
    "bot.storage.stores.installations.exchange_due": "who is to be asked for ids that changed",
    "bot.storage.stores.installations.going": "where Slack is to be asked who left",
    "bot.storage.stores.installations.granted": "who is there at all",
    "bot.storage.stores.installations.stopped": "whose token stopped working",
    "bot.storage.stores.installations.text_months": "how long who keeps texts, for housekeeping",
    "bot.storage.stores.people.leavers": "for the doctor, who speaks to the operator of all of them",
    "bot.storage.stores.people.workspaces_of_people": "what a copy that was restored has to keep of newer promises",
    "bot.storage.stores.ridealongs.ridealongs.displaced": "rules of time zones change for everybody; at a start",
}


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        pytest.param(select(deliveries).where(D.id == "d1"), "names no workspace for deliveries", id="by id alone"),
        pytest.param(select(deliveries).where(or_(MINE, D.id == "d1")), "names no workspace", id="or anything else"),
        pytest.param(update(deliveries).where(D.id == "d1").values(ts=""), "names no workspace", id="an update"),
        pytest.param(delete(deliveries).where(D.owner == "a"), "names no workspace", id="a delete"),
        pytest.param(select(workspaces), "names no workspace for workspaces", id="all workspaces"),
        pytest.param(
            select(deliveries).join(people, people.c.user_id == D.recipient).where(MINE),
            "names no workspace for people",
            id="a join by something else",
        ),
        pytest.param(
            select(deliveries).where(MINE, D.id.in_(select(P.delivery_id))),
            "names no workspace for practices",
            id="a part inside",
        ),
        pytest.param(
            select(D.id, answered.c.id).where(MINE, again.id == D.subject),
            "names no workspace for deliveries",
            id="the same table twice, one of them not",
        ),
        pytest.param(
            update(deliveries).where(MINE, exists().where(leases.c.owner == "a")).values(ts=""),
            "joins a table that lies with its workspace to one that is whole",
            id="with a lease",
        ),
        pytest.param(
            across_workspaces(select(deliveries).with_for_update(skip_locked=True)),
            "locks rows of all workspaces",
            id="locks everywhere",
        ),
        pytest.param(select(deliveries).where(MINE), None, id="named"),
        pytest.param(select(deliveries).where(D.workspace_id.in_(["T1", "T2"])), None, id="several named"),
        pytest.param(
            delete(deliveries).where(tuple_(D.workspace_id, D.id).in_([("T1", "d1")])), None, id="with its id"
        ),
        pytest.param(
            select(deliveries)
            .join(practices, (P.workspace_id == D.workspace_id) & (P.delivery_id == D.id))
            .where(MINE),
            None,
            id="joined by it",
        ),
        pytest.param(
            select(D.id).where(MINE, exists().where(again.workspace_id == D.workspace_id, again.ts == D.ts)),
            None,
            id="compared with the part around it",
        ),
        pytest.param(
            update(deliveries).where(MINE, D.id.in_(select(D.id).where(MINE).with_for_update())).values(ts=""),
            None,
            id="locks in one workspace",
        ),
        pytest.param(across_workspaces(select(func.min(D.due_at))), None, id="says that it looks at all"),
        pytest.param(select(schedules).with_for_update(skip_locked=True), None, id="the planner"),
        pytest.param(select(leases), None, id="the leases"),
        pytest.param(select(engine_pulse), None, id="of no workspace"),
    ],
)
def test_a_statement_that_names_no_workspace_is_noticed(statement: Select[Any], fault: str | None) -> None:
    noticed = fault_of(statement)
    assert noticed == fault or (fault is not None and noticed is not None and noticed.startswith(fault))


async def test_what_a_test_asks_in_the_same_words_accuses_nobody(database: Database) -> None:
    """SQLAlchemy compiles equal statements once, with the options of the first."""
    async with database.connection() as connection:
        await connection.execute(select(installations).where(installations.c.ended_at.is_(None)))
    async with database.installations() as store:
        await store.live()


def test_what_looks_at_all_workspaces_has_a_reason() -> None:
    callers = [module for module in modules("bot") if "across_workspaces(" in module.text]
    assert {place for module in callers for place in places(module.name, module.tree)} == ACROSS.keys()


def places(name: str, tree: ast.AST) -> set[str]:
    """The functions that call `across_workspaces`, and the module where a call is in none."""
    found = set[str]()
    for node in ast.iter_child_nodes(tree):
        inside = f"{name}.{node.name}" if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else name
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "across_workspaces":
            found.add(inside)
        found |= places(inside, node)
    return found
