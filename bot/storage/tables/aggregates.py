"""What was shown to whom: aggregates about several people, and single answers that their authors shared."""

from sqlalchemy import JSON, Column, Date, Index, Integer, Table

from bot.domain.aggregates import AggregateKind
from bot.storage.base.types import EnumText, UtcDateTime
from bot.storage.tables.base import key, metadata

# An aggregate as first shown; `size` people gave these answers.
aggregates = Table(
    "figures",
    metadata,
    key("workspace_id"),
    Column("kind", EnumText(AggregateKind), primary_key=True),
    key("scope"),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("counts", JSON, nullable=False),
)

# Contributors of an aggregate, until they are deleted, so that no aggregate is shown about too few people.
contributors = Table(
    "counted",
    metadata,
    key("workspace_id"),
    Column("kind", EnumText(AggregateKind), primary_key=True),
    key("scope"),
    key("user_id"),
    Index(None, "workspace_id", "user_id", "kind", "scope"),
)

# Who was shown something that its author shared, once a day; `subject` is a ride-along (what its author wrote about it)
# or a commitment, `on` the day on the viewer's clock.
disclosures = Table(
    "sights",
    metadata,
    key("workspace_id"),
    key("author_id"),
    key("subject"),
    key("viewer_id"),
    Column("on", Date, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "workspace_id", "viewer_id"),
)
