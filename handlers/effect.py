"""What answering a command does to what is kept."""

from enum import StrEnum


class Effect(StrEnum):
    """What answering a command does to what is kept: it changes something (the safe thing to say), only reads, or only
    reads where nothing stands behind its name.

    What only reads is let through without a note in the database of its having come: nobody's writing holds it up, and
    to answer it twice does no harm. Who was shown an answer that its author shared is noted by reading it, once a day.
    """

    WRITES = "writes"
    READS = "reads"
    READS_BARE = "reads_bare"
