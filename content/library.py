"""The door to the words: `load_library` reads all content of a locale, checks it and gives one Library."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from content.checks import FOLDERS, THEMES, Checker
from content.models import Choice, FormerItem, Library, Prompt, Question, SelfCheckContent, Theme
from content.problems import ContentError, ContentProblems
from content.programmes import load_programmes
from content.reading import (
    read_former_selfcheck,
    read_prompts,
    read_questions,
    read_retired,
    read_selfcheck,
    read_themes,
    read_toml,
    read_words,
)
from content.wordings import load_wordings

__all__ = ["DEFAULT_PATH", "ContentError", "load_library"]

DEFAULT_PATH = Path(__file__).parent
SURFACES = ("checkin", "ridealong", "one_to_one", "skillcheck")


@cache
def load_library(path: Path = DEFAULT_PATH, locale: str = "en") -> Library:
    """All content in the folder `path / locale`, read and checked, once a process.

    `words/home.toml` with `[streaks] daily = "..."` becomes the word "home.streaks.daily"; `checkin.toml` with
    `[answer]` becomes the question "checkin.answer". Themes come in the order of `checks.THEMES`.
    Raises ContentError with every fault at once, each with its file and entry.
    """
    problems = ContentProblems()
    themes = _load_themes(path, locale, problems)
    prompts = _load_prompts(path, locale, problems)
    selfcheck = _load_selfcheck(path, locale, problems)
    frequencies, former_items = _load_former_selfcheck(path, locale, {item.id for item in selfcheck.items}, problems)
    questions = [
        load_question for surface in SURFACES for load_question in _load_questions(path, locale, surface, problems)
    ]
    programmes = load_programmes(path, locale, _ids(prompts), problems)
    weeks = [week for programme in programmes for week in programme.weeks]
    taken = _ids(prompts).union(*(_ids(week.prompts) for week in weeks))
    retired = _load_retired(path, locale, taken, problems)
    words = _load_words(path, locale, problems)
    wordings = load_wordings(path, locale, problems)
    problems.raise_any()
    return Library(
        locale=locale,
        themes={theme.key: theme for theme in themes},
        prompts={prompt.id: prompt for prompt in prompts},
        items={item.id: item for item in selfcheck.items},
        shares=selfcheck.shares,
        seen=selfcheck.seen,
        former_items={item.id: item for item in former_items},
        frequencies=frequencies,
        questions={question.key: question for question in questions},
        words=words,
        programmes={programme.key: programme for programme in programmes},
        wordings=wordings,
        retired={prompt.id: prompt for prompt in retired},
    )


def _load_themes(path: Path, locale: str, problems: ContentProblems) -> tuple[Theme, ...]:
    file = f"{locale}/themes.toml"
    data = read_toml(path, file, problems)
    if data is None:
        return ()
    themes = read_themes(file, data, problems)
    Checker(file, problems).themes(themes)
    return tuple(sorted(themes, key=lambda theme: THEMES.index(theme.key) if theme.key in THEMES else len(THEMES)))


def _load_prompts(path: Path, locale: str, problems: ContentProblems) -> list[Prompt]:
    """The prompts of every folder, each with a file for each theme."""
    prompts: list[Prompt] = []
    seen: set[str] = set()
    for folder, audience in FOLDERS.items():
        place = f"{locale}/prompts/{folder}"
        for other in sorted({file.stem for file in (path / place).glob("*.toml")} - set(THEMES)):
            problems.add(f"{place}/{other}.toml", "", f"{other} is no known theme")
        of_folder: list[Prompt] = []
        for theme in THEMES:
            file = f"{place}/{theme}.toml"
            data = read_toml(path, file, problems)
            if data is None:
                continue
            own = read_prompts(file, theme, audience, data, problems)
            checker = Checker(file, problems)
            checker.prompts(own)
            checker.unique((prompt.id for prompt in own), seen)
            of_folder.extend(own)
        Checker(place, problems).enough(folder, len(of_folder))
        prompts.extend(of_folder)
    return prompts


def _ids(prompts: Iterable[Prompt]) -> set[str]:
    return {prompt.id for prompt in prompts}


def _load_retired(path: Path, locale: str, taken: set[str], problems: ContentProblems) -> tuple[Prompt, ...]:
    """The prompts that are sent no more; none may have an id of `taken`."""
    file = f"{locale}/retired.toml"
    data = read_toml(path, file, problems)
    if data is None:
        return ()
    retired = read_retired(file, data, problems)
    checker = Checker(file, problems)
    checker.retired(retired)
    checker.unique((prompt.id for prompt in retired), set(taken))
    return retired


def _load_selfcheck(path: Path, locale: str, problems: ContentProblems) -> SelfCheckContent:
    file = f"{locale}/selfcheck.toml"
    data = read_toml(path, file, problems)
    if data is None:
        return SelfCheckContent((), (), ())
    content = read_selfcheck(file, data, problems)
    checker = Checker(file, problems)
    checker.selfcheck(content)
    checker.unique((item.id for item in content.items), set())
    return content


def _load_former_selfcheck(
    path: Path, locale: str, taken: set[str], problems: ContentProblems
) -> tuple[tuple[Choice, ...], tuple[FormerItem, ...]]:
    """The statements that nobody is asked any more; none may have an id of `taken`."""
    file = f"{locale}/former_selfcheck.toml"
    data = read_toml(path, file, problems)
    if data is None:
        return (), ()
    frequencies, items = read_former_selfcheck(file, data, problems)
    checker = Checker(file, problems)
    checker.former_selfcheck(frequencies, items)
    checker.unique((item.id for item in items), set(taken))
    return frequencies, items


def _load_questions(path: Path, locale: str, surface: str, problems: ContentProblems) -> tuple[Question, ...]:
    file = f"{locale}/{surface}.toml"
    data = read_toml(path, file, problems)
    if data is None:
        return ()
    questions = read_questions(file, surface, data, problems)
    Checker(file, problems).questions(surface, questions)
    return questions


def _load_words(path: Path, locale: str, problems: ContentProblems) -> dict[str, str]:
    words: dict[str, str] = {}
    for place in sorted((path / locale / "words").glob("*.toml")):
        file = f"{locale}/words/{place.name}"
        own = tuple(read_words(file, place.stem, read_toml(path, file, problems) or {}, problems))
        Checker(file, problems).words(own)
        words.update(own)
    return words
