"""Goes through all content of all locales and tells what is wrong with its tone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from content.library import DEFAULT_PATH, ContentError, load_library
from content.lint.finding import ToneFinding
from content.lint.lines import lines_of_ids, lines_of_keys
from content.lint.near_duplicates import near_duplicates
from content.lint.rules import of_prompt, of_words
from content.lint.tone import Tone, load_tone
from content.models import Audience, Library, Prompt

# At this likeness and above, two texts say the same to a reader; tried on pairs from the library.
SAME_ACTION, SAME_WHY = 0.3, 0.4

DEFAULT_LOCALE = "en"  # whose prompts are counted; other languages have only some of them
_COUNTED: Mapping[Audience, str] = {"leader": "leader", "salesperson": "salesperson", "team": "channel", "head": "head"}

Place = tuple[str, int]  # a file and a line of it


class Report(TypedDict):
    """Counts of prompts by whom they are for (programmes aside), the locales, and a line for each problem."""

    prompts: dict[str, int]
    locales: list[str]
    problems: list[str]


def locales(path: Path = DEFAULT_PATH) -> list[str]:
    """The folders of content, one a language."""
    return sorted(folder.name for folder in path.iterdir() if (folder / "words").is_dir())


def report(path: Path = DEFAULT_PATH) -> Report:
    """What `python -m bot content --strict --json` prints: how much there is, and every fault of every locale."""
    summary = Report(prompts=dict.fromkeys(_COUNTED.values(), 0), locales=locales(path), problems=[])
    for locale in summary["locales"]:
        try:
            library = load_library(path, locale)
        except ContentError as error:
            summary["problems"] += error.problems
            continue
        summary["problems"] += [str(fault) for fault in lint(path, locale)]
        if locale == DEFAULT_LOCALE:
            for prompt in library.prompts.values():
                summary["prompts"][_COUNTED[prompt.audience]] += 1
    return summary


def lint(path: Path = DEFAULT_PATH, locale: str = "en") -> list[ToneFinding]:
    """Every fault of tone in one locale, by file and line; for one without a `tone.toml`, only that it has none."""
    if "-" in locale:  # a variant: what it writes differently is read with its language
        return []
    tone = load_tone(path, locale)
    if tone is None:
        return [ToneFinding(f"{locale}/tone.toml", 0, "", "tone", "the file is missing, so nothing was checked")]
    library = load_library(path, locale)
    prompts = _places(path, f"{locale}/prompts/*/*.toml", lines_of_ids)
    programmes = _places(path, f"{locale}/programmes/*.toml", lines_of_ids)
    return sorted({
        *_prompts(tone, library.prompts.values(), prompts),
        *_prompts(tone, _of_programmes(library), programmes, of_programme=True),
        *_repeated(library, prompts | programmes),
        *_words(tone, library, path, locale),
        *_asked(tone, library, path, locale),
    })  # fmt: skip


def _prompts(
    tone: Tone, prompts: Iterable[Prompt], places: Mapping[str, Place], *, of_programme: bool = False
) -> Iterator[ToneFinding]:
    for prompt in prompts:
        for rule, says in of_prompt(tone, prompt, of_programme=of_programme) if prompt.id in places else ():
            yield ToneFinding(*places[prompt.id], prompt.id, rule, says)


def _repeated(library: Library, places: Mapping[str, Place]) -> Iterator[ToneFinding]:
    """Prompts that ask for the same act, or give the same reason. A programme may repeat its own first week."""
    prompts = {
        prompt.id: prompt for prompt in (*library.prompts.values(), *_of_programmes(library)) if prompt.id in places
    }
    for field, least in (("action", SAME_ACTION), ("why", SAME_WHY)):
        texts = {key: getattr(prompt, field) for key, prompt in prompts.items()}
        for first, other, likeness in near_duplicates(texts, least):
            if first in library.prompts or places[first][0] != places[other][0]:
                yield ToneFinding(
                    *places[other],
                    other,
                    "near-duplicate",
                    f"{field} is too similar to that of {first} ({likeness:.2f})",
                )


def _words(tone: Tone, library: Library, path: Path, locale: str) -> Iterator[ToneFinding]:
    """The sentences of the surfaces, and those that come in several wordings, one a line."""
    places = {
        f"{Path(file).stem}.{key}": (file, line)
        for file in _files(path, f"{locale}/words/*.toml")
        for key, line in lines_of_keys((path / file).read_text(encoding="utf-8").splitlines()).items()
    }
    for key, text in library.words.items():
        if key in library.borrowed:
            continue
        for rule, says in of_words(tone, key, text):
            yield ToneFinding(*places[key], key, rule, says)
    file = f"{locale}/wordings.toml"
    lines = lines_of_keys(_text(path / file).splitlines())
    for key, texts in library.wordings.items():
        if key in library.borrowed:
            continue
        for number, text in enumerate(texts, start=1):
            for rule, says in of_words(tone, key, text):
                yield ToneFinding(file, lines[key] + number, f"{key}.{number}", rule, says)


def _asked(tone: Tone, library: Library, path: Path, locale: str) -> Iterator[ToneFinding]:
    """What people are asked, and what names the themes and programmes; each found by the line of its entry."""
    for file, entry, texts in _entries(library, locale):
        if not (path / file).exists():
            continue
        lines = _text(path / file).splitlines()
        places = lines_of_keys(lines) | lines_of_ids("\n".join(lines))
        for text in texts:
            for rule, says in of_words(tone, entry, text):
                yield ToneFinding(file, places.get(entry, 1), entry, rule, says)


def _entries(library: Library, locale: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The file, the entry, and the texts of it."""
    for theme in library.themes.values():
        yield f"{locale}/themes.toml", f"themes.{theme.key}", (theme.title, theme.about)
    for item in library.items.values():
        yield f"{locale}/selfcheck.toml", item.id, (item.text, item.feedback, item.suggestion)
    for question in library.questions.values():
        surface, _, name = question.key.partition(".")
        labels = (choice.label for choice in question.choices)
        yield f"{locale}/{surface}.toml", name, (question.text, question.hint, *labels)
    for programme in library.programmes.values():
        weeks = (text for week in programme.weeks for text in (week.focus, week.cue, week.step))
        yield f"{locale}/programmes/{programme.key}.toml", "title", (programme.title, programme.about, *weeks)


def _of_programmes(library: Library) -> list[Prompt]:
    return [prompt for programme in library.programmes.values() for week in programme.weeks for prompt in week.prompts]


def _places(path: Path, pattern: str, lines: Callable[[str], Mapping[str, int]]) -> dict[str, Place]:
    files = _files(path, pattern)
    return {key: (file, line) for file in files for key, line in lines((path / file).read_text("utf-8")).items()}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _files(path: Path, pattern: str) -> list[str]:
    return [place.relative_to(path).as_posix() for place in sorted(path.glob(pattern))]
