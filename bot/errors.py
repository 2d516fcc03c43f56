"""Errors that carry the sentence the person reads: `key` names it in `content`, `facts` fill it in."""


class Problem(Exception):
    """Something that the person can correct. `field` is the `block_id` of the wrong input, "" for the whole form."""

    def __init__(self, key: str, field: str = "", **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.facts = facts


class Problems(Exception):
    """Several problems at once, one for each field, so that nobody has to resubmit a form once per problem."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.key for problem in problems))
        self.problems = problems


class UndecidedError(ConnectionError):
    """The connection was lost during a commit, so nobody knows whether the work was saved. The cause is chained."""


class SavedAlreadyError(Exception):
    """Another process has already saved this form, so nothing is saved here."""


class SetupError(Exception):
    """Something that the operator can correct; its text has a line for each problem."""


class NotInstalledError(Exception):
    """The request came from a workspace where the app was never installed, or was removed."""
