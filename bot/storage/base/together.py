"""Many values of one column as one text: a thousand rows take SQLAlchemy ten times as long as the database."""

from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, String, cast
from sqlalchemy.sql.functions import aggregate_strings


def together(column: ColumnElement[date]) -> aggregate_strings:
    """The dates or instants of a column, as the database writes them."""
    return aggregate_strings(cast(column, String), ",")


def dates_of(text: str | None) -> list[date]:
    """The dates of such a text, in its order."""
    return list(map(date.fromisoformat, text.split(","))) if text else []


def moments_of(text: str | None) -> list[datetime]:
    """The instants of such a text, aware UTC."""
    read = map(datetime.fromisoformat, text.split(",")) if text else ()
    return [at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC) for at in read]
