"""How an organisation's own prompts mix with ours: a setting of the workspace."""

from enum import StrEnum


class ContentMode(StrEnum):
    """MIXED: one pool. PREFERRED: own ones first, while there is one that the person has not had within a year.
    EXCLUSIVE: own ones only, for people with enough of them.
    """

    MIXED = "mixed"
    PREFERRED = "preferred"
    EXCLUSIVE = "exclusive"
