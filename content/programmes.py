"""Programmes: read from one TOML file each, and checked like everything else."""

import re
from collections.abc import Iterable
from pathlib import Path

from content.checks import LONGEST_ACTION, LONGEST_LABEL, LONGEST_WHY, THEMES, Checker
from content.models import Programme, ProgrammeWeek, Prompt
from content.problems import ContentProblems
from content.reading import Entry
from content.texts import Texts

WEEKS = range(4, 7)  # how many weeks a programme may have
PROMPTS_A_WEEK = range(3, 6)
LONGEST_STEP = 150


def load_programmes(texts: Texts, taken: Iterable[str], problems: ContentProblems) -> list[Programme]:
    """Every programme in the folder `programmes`, by its file name; `taken` are the ids of all other prompts."""
    seen = set(taken)
    programmes = []
    for name in texts.names("programmes"):
        file, data = texts.label(name), texts.read(name)
        if data is None:
            continue
        programme = _programme(Entry(file, "", data, problems), Path(name).stem)
        Checker(file, problems).unique((prompt.id for week in programme.weeks for prompt in week.prompts), seen)
        programmes.append(programme)
    return programmes


def _programme(head: Entry, key: str) -> Programme:
    theme = head.text("theme")
    if theme not in THEMES:
        head.fault(f"theme {theme} is not a known theme")
    title, about = _worded(head, "title", LONGEST_LABEL), _worded(head, "about", LONGEST_ACTION)
    entries = head.entries("week", named_by="focus")
    weeks = tuple(_week(entry, f"{key.replace('_', '-')}-w{number}", theme) for number, entry in enumerate(entries, 1))
    if len(weeks) not in WEEKS:
        head.fault(f"has {len(weeks)} weeks; it must have {WEEKS.start} to {WEEKS.stop - 1}")
    head.finish()
    return Programme(key, title, about, weeks)


def _week(entry: Entry, stem: str, theme: str) -> ProgrammeWeek:
    focus = _worded(entry, "focus", LONGEST_WHY)
    cue, step = _worded(entry, "if", LONGEST_STEP), _worded(entry, "then", LONGEST_STEP)
    prompts = tuple(_prompt(prompt_entry, stem, theme) for prompt_entry in entry.entries("prompt", named_by="id"))
    if len(prompts) not in PROMPTS_A_WEEK:
        entry.fault(f"has {len(prompts)} prompts; it must have {PROMPTS_A_WEEK.start} to {PROMPTS_A_WEEK.stop - 1}")
    entry.finish()
    return ProgrammeWeek(focus, cue, step, prompts)


def _prompt(entry: Entry, stem: str, theme: str) -> Prompt:
    prompt_id, minutes = entry.text("id"), entry.number("minutes")
    if not re.fullmatch(re.escape(stem) + r"-\d", prompt_id):
        entry.fault(f"the id must be {stem}- followed by a digit")
    if not 1 <= minutes <= 10:
        entry.fault(f"minutes is {minutes}; it must be from 1 to 10")
    action, why = _worded(entry, "action", LONGEST_ACTION), _worded(entry, "why", LONGEST_WHY)
    entry.finish()
    return Prompt(prompt_id, theme, "leader", action, why, minutes=minutes)


def _worded(entry: Entry, field: str, longest: int) -> str:
    text = entry.text(field)
    if len(text) > longest:
        entry.fault(f"{field} has {len(text)} characters; at most {longest} are allowed")
    if "!" in text:
        entry.fault(f"{field} has an exclamation mark")
    return text
