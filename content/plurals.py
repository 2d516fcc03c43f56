"""Numbers in a sentence: which of two wordings stands there."""

from collections.abc import Mapping


class _Number(int):
    """A whole number that knows `{count:one answer|# answers}`: the first wording for 1, the second for all others.

    `#` stands for the number. Any other format is that of `int`.
    """

    def __format__(self, spec: str) -> str:
        singular, bar, others = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return (singular if self == 1 else others).replace("#", str(int(self)))


def counted(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts of a sentence, the whole numbers among them ready for both wordings."""
    return {name: _Number(fact) if type(fact) is int else fact for name, fact in facts.items()}
