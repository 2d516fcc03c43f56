"""What an organisation writes itself: prompts and questions, the answers to the questions, and how its prompts mix with
ours.

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_content",
        sa.Column("workspace_id", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("author_id", sa.String(64), nullable=False),
        sa.Column("team_of", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("theme", sa.String(64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(32)),
        sa.Column("first", sa.Date()),
        sa.Column("last", sa.Date()),
        sa.Column("text_sealed", sa.Text(), nullable=False),
        sa.Column("why_sealed", sa.Text(), nullable=False),
        sa.Column("choices_sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_own_content_workspace_id_team_of", "own_content", ["workspace_id", "team_of"])
    op.create_table(
        "own_answers",
        sa.Column("workspace_id", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.String(64), primary_key=True),
        sa.Column("question_id", sa.String(64), primary_key=True),
        sa.Column("week", sa.Date(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("choice_sealed", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.Text(), nullable=False),
    )
    op.create_index("ix_own_answers_workspace_id_question_id", "own_answers", ["workspace_id", "question_id"])
    op.add_column("workspaces", sa.Column("content_mode", sa.String(32), nullable=False, server_default="mixed"))


def downgrade() -> None:
    op.drop_column("workspaces", "content_mode")
    op.drop_index("ix_own_answers_workspace_id_question_id", "own_answers")
    op.drop_table("own_answers")
    op.drop_index("ix_own_content_workspace_id_team_of", "own_content")
    op.drop_table("own_content")
