"""How a serving process collects garbage: never among the objects it started with, and seldom among new ones."""

import gc

YOUNG = 10_000  # new objects before Python scans them; a claim of 200 messages makes its own 700 many times over


def look_seldom() -> None:
    """Exempt everything that exists by now, since it stays to the end, and let more new objects gather before a scan.

    Only reference cycles need a scan, and the objects of a message have none: they are freed when nobody holds them.
    """
    gc.freeze()
    gc.set_threshold(YOUNG)
