"""What answering a command does to what is kept."""

from enum import StrEnum


class Effect(StrEnum):
    """What answering a command does to what is kept: it changes something (the safe thing to say), only reads, or only
    reads where nothing follows its name.

    A command that only reads is let through without noting in the database that it came: it never waits for a writer,
    and answering it twice does no harm. Reading an answer that its author shared is itself noted, once a day.
    """

    WRITES = "writes"
    READS = "reads"
    READS_BARE = "reads_bare"
