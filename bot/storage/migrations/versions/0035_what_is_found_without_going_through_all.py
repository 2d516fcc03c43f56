"""Indexes, so that no request goes through all rows of its workspace.

Revision: 0035, after 0034
"""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

INDEXES = (
    ("practices", ("workspace_id", "delivery_id")),
    ("practices", ("workspace_id", "prompt_id")),
    ("coaching_moments", ("workspace_id", "salesperson_id")),
    ("asked_questions", ("workspace_id", "salesperson_id")),
    ("reflections", ("workspace_id", "author_id", "at")),
    ("twin_answers", ("workspace_id", "author_id")),
    ("counted", ("workspace_id", "user_id", "kind", "scope")),
    ("sights", ("workspace_id", "viewer_id")),
)


def upgrade() -> None:
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    for table, columns in INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
