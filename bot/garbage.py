"""How a process that serves looks for garbage: never among what it began with, and seldom among what is new."""

import gc

YOUNG = 10_000  # new objects before Python looks among them; a claim of 200 messages makes its own 700 many times over


def look_seldom() -> None:
    """Pass over all that exists by now, since it stays to the end, and wait for more before looking at what is new.

    Only circles of objects need that search, and what we make for a message has none: it goes when nobody holds it.
    """
    gc.freeze()
    gc.set_threshold(YOUNG)
