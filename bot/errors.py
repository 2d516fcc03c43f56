"""Errors that carry the sentence the person reads: `key` names it in `content`, `facts` fill it in."""


class Problem(Exception):
    """Something the person can put right. `field` is the `block_id` of the input that is wrong, "" for the whole."""

    def __init__(self, key: str, field: str = "", **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.facts = facts


class Problems(Exception):
    """Several at once, one a field, so that nobody corrects a form line by line."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.key for problem in problems))
        self.problems = problems


class SetupError(Exception):
    """Something the operator can put right; its text says what, a line a problem."""
