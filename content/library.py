"""The way to the words: `load_library` reads all content of a locale, checks it and gives one Library."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from content import pseudo
from content.checks import FOLDERS, THEMES, Checker
from content.formats import WORLD
from content.library_cache import cached, digest_of, place_of
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
    read_words,
)
from content.texts import BASE, Texts, over
from content.wordings import load_wordings

__all__ = ["DEFAULT_PATH", "ContentError", "load_library"]

DEFAULT_PATH = Path(__file__).parent
SURFACES = ("checkin", "ridealong", "one_to_one", "skillcheck")


def load_library(path: Path = DEFAULT_PATH, locale: str = BASE) -> Library:
    """All content of a locale, read and checked once per process; what the folder `path / locale` lacks is English.

    `words/home.toml` with `[streaks] daily = "..."` becomes the word "home.streaks.daily"; `checkin.toml` with
    `[answer]` becomes the question "checkin.answer". Themes come in the order of `checks.THEMES`.
    Raises ContentError with every fault at once, each with its file and entry.
    """
    return _once(path, locale)


@cache  # not on the function with defaults: an omitted path and the same one given would be read twice
def _once(path: Path, locale: str) -> Library:
    if path != DEFAULT_PATH or locale == pseudo.LOCALE:
        return _read(path, locale)
    folders = [path / folder for folder in (BASE, *over(locale))]
    return cached(place_of(path / locale), digest_of(folders), lambda: _read(path, locale))


def _read(path: Path, locale: str) -> Library:
    problems = ContentProblems()
    if locale == pseudo.LOCALE:
        return replace(_load(Texts(path, BASE, problems, pseudo.accented), ContentProblems()), locale=locale)
    if not (path / locale).is_dir():
        problems.add(locale, "", "the folder is missing")
    library = _load(Texts(path, locale, problems), problems)
    problems.raise_any()
    return library


def _load(texts: Texts, problems: ContentProblems) -> Library:
    themes = _load_themes(texts, problems)
    prompts = _load_prompts(texts, problems)
    selfcheck = _load_selfcheck(texts, problems)
    frequencies, former_items = _load_former_selfcheck(texts, {item.id for item in selfcheck.items}, problems)
    questions = [load_question for surface in SURFACES for load_question in _load_questions(texts, surface, problems)]
    programmes = load_programmes(texts, _ids(prompts), problems)
    weeks = [week for programme in programmes for week in programme.weeks]
    taken = _ids(prompts).union(*(_ids(week.prompts) for week in weeks))
    retired = _load_retired(texts, taken, problems)
    words = _load_words(texts, problems)
    wordings = load_wordings(texts, problems)
    return Library(
        locale=texts.locale,
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
        borrowed=_borrowed(texts, words, wordings, prompts),
        writes=WORLD if texts.locale == BASE else texts.locale,
    )


def _borrowed(texts: Texts, words: Iterable[str], wordings: Iterable[str], prompts: Iterable[Prompt]) -> frozenset[str]:
    """The keys of words and wordings and the ids of prompts that are English in another language."""
    if texts.locale.startswith(BASE):
        return frozenset()
    own = {leaf.entry.split(".")[1] for leaf in texts.own if leaf.file.startswith("prompts/")}
    own |= {f"{Path(leaf.file).stem}.{leaf.entry}" for leaf in texts.own if leaf.file.startswith("words/")}
    own |= {leaf.entry for leaf in texts.own if leaf.file == "wordings"}
    return frozenset({*words, *wordings, *_ids(prompts)} - own)


def _load_themes(texts: Texts, problems: ContentProblems) -> tuple[Theme, ...]:
    file, data = texts.label("themes"), texts.read("themes")
    if data is None:
        return ()
    themes = read_themes(file, data, problems)
    Checker(file, problems).themes(themes)
    return tuple(sorted(themes, key=lambda theme: THEMES.index(theme.key) if theme.key in THEMES else len(THEMES)))


def _load_prompts(texts: Texts, problems: ContentProblems) -> list[Prompt]:
    """The prompts of every folder, each with a file for each theme."""
    prompts: list[Prompt] = []
    seen: set[str] = set()
    for folder, audience in FOLDERS.items():
        place = f"{texts.locale}/prompts/{folder}"
        for other in sorted({Path(name).stem for name in texts.names(f"prompts/{folder}")} - set(THEMES)):
            problems.add(f"{place}/{other}.toml", "", f"{other} is not a known theme")
        of_folder: list[Prompt] = []
        for theme in THEMES:
            file, data = f"{place}/{theme}.toml", texts.read(f"prompts/{folder}/{theme}")
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


def _load_retired(texts: Texts, taken: set[str], problems: ContentProblems) -> tuple[Prompt, ...]:
    """The prompts that are no longer sent; none may have an id in `taken`."""
    file, data = texts.label("retired"), texts.read("retired")
    if data is None:
        return ()
    retired = read_retired(file, data, problems)
    checker = Checker(file, problems)
    checker.retired(retired)
    checker.unique((prompt.id for prompt in retired), set(taken))
    return retired


def _load_selfcheck(texts: Texts, problems: ContentProblems) -> SelfCheckContent:
    file, data = texts.label("selfcheck"), texts.read("selfcheck")
    if data is None:
        return SelfCheckContent((), (), ())
    content = read_selfcheck(file, data, problems)
    checker = Checker(file, problems)
    checker.selfcheck(content)
    checker.unique((item.id for item in content.items), set())
    return content


def _load_former_selfcheck(
    texts: Texts, taken: set[str], problems: ContentProblems
) -> tuple[tuple[Choice, ...], tuple[FormerItem, ...]]:
    """The statements that nobody is asked any more; none may have an id in `taken`."""
    file, data = texts.label("former_selfcheck"), texts.read("former_selfcheck")
    if data is None:
        return (), ()
    frequencies, items = read_former_selfcheck(file, data, problems)
    checker = Checker(file, problems)
    checker.former_selfcheck(frequencies, items)
    checker.unique((item.id for item in items), set(taken))
    return frequencies, items


def _load_questions(texts: Texts, surface: str, problems: ContentProblems) -> tuple[Question, ...]:
    file, data = texts.label(surface), texts.read(surface)
    if data is None:
        return ()
    questions = read_questions(file, surface, data, problems)
    Checker(file, problems).questions(surface, questions)
    return questions


def _load_words(texts: Texts, problems: ContentProblems) -> dict[str, str]:
    words: dict[str, str] = {}
    for name in texts.names("words"):
        file = texts.label(name)
        own = tuple(read_words(file, Path(name).stem, texts.read(name) or {}, problems))
        Checker(file, problems).words(own)
        words.update(own)
    return words
