"""Wordings: recurring sentences, in several versions that take turns, read from one TOML file."""

from collections.abc import Iterator, Mapping

from content.checks import Checker
from content.problems import ContentProblems
from content.reading import Table
from content.texts import BASE, Texts

# What the surfaces ask for, with the fewest versions of each: a year of check-ins, a quarter of weeks for the rest.
FEWEST: Mapping[str, int] = {
    "checkin.opening": 52,
    "checkin.reminder": 13,
    "digest.question": 13,
    "ridealong.brief_leader": 12,
    "ridealong.brief_salesperson": 12,
    "ridealong.reflection_leader": 12,
    "ridealong.reflection_salesperson": 12,
    "ridealong.reminder": 12,
    "ridealong.follow_up": 12,
}


def load_wordings(texts: Texts, problems: ContentProblems) -> dict[str, tuple[str, ...]]:
    """Every list of the file by its dotted key, such as "checkin.opening"."""
    file, data = texts.label("wordings"), texts.read("wordings")
    if data is None:
        return {}
    wordings = dict(_lists(file, data, problems))
    checker = Checker(file, problems)
    for key, fewest in FEWEST.items():
        if key not in wordings:
            problems.add(file, key, "is missing")
        elif texts.locale == BASE and len(wordings[key]) < fewest:
            problems.add(file, key, f"has {len(wordings[key])} wordings, but needs at least {fewest}")
    for key, versions in wordings.items():
        if key not in FEWEST:
            problems.add(file, key, "is not used anywhere")
        checker.words((f"{key}.{number}", text) for number, text in enumerate(versions, start=1))
        for text in {text for text in versions if versions.count(text) > 1}:
            problems.add(file, key, f"repeats “{text}”")
    return wordings


def _lists(file: str, data: Table, problems: ContentProblems) -> Iterator[tuple[str, tuple[str, ...]]]:
    for surface, tables in data.items():
        for name, texts in tables.items() if isinstance(tables, dict) else ():
            if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
                yield f"{surface}.{name}", tuple(texts)
            else:
                problems.add(file, f"{surface}.{name}", "must be a list of texts")
