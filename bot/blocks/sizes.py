"""How many there are of something, as the part of a key: languages have a sentence for each."""


def size(number: int) -> str:
    """ "none", "one" or "many"."""
    return ("none", "one", "many")[min(number, 2)]
