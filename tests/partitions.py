"""The tables split by workspace inside one PostgreSQL, as a distributed one splits them across servers.

Declarative partitioning by hash asks the same of keys as Citus: each contains the column that the rows are split by
(https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS). PostgreSQL
refuses a table whose keys do not.
"""

from sqlalchemy import Connection, MetaData, text

from bot.storage.placement import WHOLE, distributed, workspace_column

PARTS = 4


def create_split(connection: Connection) -> None:
    """Make every table, the distributed ones in four partitions."""
    split = MetaData()
    for table in (*WHOLE, *distributed()):
        copy = table.to_metadata(split)
        if table not in WHOLE:
            copy.kwargs["postgresql_partition_by"] = f"HASH ({workspace_column(table).name})"
    split.create_all(connection)
    for table in distributed():
        for part in range(PARTS):
            within = f"FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
            connection.execute(text(f"CREATE TABLE {table.name}_{part} PARTITION OF {table.name} {within}"))
