"""How an organisation's own prompts and ours go together: a setting of the workspace."""

from enum import StrEnum


class ContentMode(StrEnum):
    """MIXED: one pool. PREFERRED: own ones first, while there is one that somebody has not had within a year.
    EXCLUSIVE: own ones alone, for those who have enough of them.
    """

    MIXED = "mixed"
    PREFERRED = "preferred"
    EXCLUSIVE = "exclusive"
