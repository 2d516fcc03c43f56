"""Where each table lives once the database is distributed by workspace: a workspace's rows together on one of several
servers, or a whole table on the coordinator. Every key begins with the workspace, as distribution requires.
"""

from collections.abc import Mapping

from sqlalchemy import Column, Table

from bot.storage.tables import engine_pulse, leases, metadata, oauth_states, schedules, workspaces

# Tables that stay whole, on the coordinator, each with the reason.
WHOLE: Mapping[Table, str] = {
    schedules: "the planner takes what is due next of all workspaces, under locks that only one server can give",
    leases: "workers share the workspaces by the clock of one server, and have a row each themselves",
    engine_pulse: "one row for all that send",
    oauth_states: "of an installation whose workspace is not known yet",
}
# Tables whose rows belong to no workspace, so that their keys cannot begin with it.
WITHOUT_WORKSPACE = frozenset({engine_pulse, oauth_states})


def workspace_column(table: Table) -> Column[str]:
    """The column with the workspace that a row belongs to. Raises KeyError for a table of `WITHOUT_WORKSPACE`."""
    column: Column[str] = table.c["id" if table is workspaces else "workspace_id"]
    return column


def distributed() -> list[Table]:
    """The tables whose rows are stored with their workspace, in order of name."""
    return [table for table in sorted(metadata.tables.values(), key=str) if table not in WHOLE]


def statements() -> list[str]:
    """The statements that distribute the tables by workspace on Citus, once `migrate` has made them: a workspace's rows
    side by side, so that no statement about one workspace needs two servers.
    https://docs.citusdata.com/en/stable/develop/api_udf.html#create-distributed-table
    """
    first, *others = (workspaces, *(table for table in distributed() if table is not workspaces))
    beside = [(table, workspaces.name) for table in others]
    asked = "SELECT create_distributed_table('{}', '{}', colocate_with => '{}');"
    return [
        asked.format(table.name, workspace_column(table).name, other) for table, other in [(first, "none"), *beside]
    ]
