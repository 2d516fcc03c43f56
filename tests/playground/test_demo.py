"""The demo's prompt: it carries out lines, says in sentences what it cannot do, and ends with its input."""

import os
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.playground.demo import Terminal
from bot.playground.terminal.stdin import Lines
from tests.office import Office


async def transcript(office: Office, *lines: str, guided: bool = False, answers: tuple[str, ...] = ()) -> str:
    """What the terminal shows when this is typed; `answers` to its own questions come from the same input."""
    shown = StringIO()
    typed = iter([*lines, *answers])

    async def ask(_question: str) -> str | None:
        return next(typed, None)

    await Terminal(office, Console(file=shown, width=120), ask, guided=guided).stay()
    return shown.getvalue()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (["help"], "jump friday 15:00"),
        (["people"], "Kolkata"),
        (["as maria /selfcheck"], "1 of 3"),
        (["as maria /selfcheck", "as maria close", "as maria submit"], "maria has no open form"),
        (["as maria submit text=x"], "maria has no open form"),
        (["as zoe /selfcheck"], "Nobody here is called zoe"),
        (["as maria /tea"], "not a valid command"),
        (["as tom press Fly"], "tom sees no 'Fly' anywhere"),
        (["as tom choose Never"], "tom sees no choice 'Never' anywhere"),
        (["as ana say #sales Good morning", "channel sales"], "Good morning"),
        (["channel cellar"], "no channel 'cellar'"),
        (["dance"], "I do not know `dance`"),
        (["home maria"], "From sales manager to sales leader"),
        (["home maria", "as maria press Start", "as maria press I sell", "dm maria"], "Started."),
        (["jump yesterday"], "is in the past"),
        (["jump 2020-01-01 9:00"], "is in the past"),
        (["", "quit", "dance"], ""),
    ],
)
async def test_a_typed_line_shows(office: Office, typed: list[str], shown: str) -> None:
    told = await transcript(office, *typed)
    assert shown in told
    assert "quit" not in typed or "dance" not in told


async def test_a_jump_tells_what_comes_on_the_way_in_the_zone_of_the_person_who_acted_last(office: Office) -> None:
    told = await transcript(office, "home kiri", "as kiri press Start", "as kiri press I sell", "jump tomorrow 8:30")
    assert "Tue 20 Oct 08:30 Auckland  kiri" in told


async def test_a_form_is_filled_in_by_names(office: Office) -> None:
    await office.starts("maria", leader=True)
    told = await transcript(
        office,
        "as maria /ridealong",
        'as maria submit salesperson=tom customer="Acme & Sons" when=2026-10-22 at=15:00',
        "dm tom",
    )
    assert "Acme & Sons" in told
    assert "Thu 22 Oct, 15:00" in told


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("salesperson=zoe", "Nobody here is called zoe"),
        ("poem=x", "The form has no field “poem”"),
        ("when=2026-10-22", "Please complete this required field."),
    ],
)
async def test_what_a_form_does_not_take_is_said(office: Office, fields: str, sentence: str) -> None:
    await office.starts("maria", leader=True)
    assert sentence in await transcript(office, "as maria /ridealong", f"as maria submit {fields}")


async def test_several_people_stand_between_commas_and_channels_have_names(office: Office) -> None:
    team = (
        "home maria",
        "as maria press Start",
        "as maria press I lead salespeople",
        "as maria press Name my salespeople",
    )
    told = await transcript(office, *team, "as maria submit people=tom,@lea", "dm lea")
    assert "@maria named you" in told
    admin = ("as nora /secondchair nudge list", "as nora press Set up a channel nudge")
    told = await transcript(office, *admin, "as nora submit channel=#cellar", "as nora submit channel=#americas")
    assert "There is no channel #cellar here" in told
    assert "@nora set this up for the channel: Daily prompt" in told


async def test_a_choice_in_a_menu_is_made_by_its_words(office: Office) -> None:
    await office.starts("tom")
    told = await transcript(office, "as tom /selfcheck", "as tom close", "jump 8:30", "as tom choose In an hour")
    assert "I will bring it back: Mon 19 Oct, 09:30" in told


async def test_without_fields_one_is_asked_for_each_and_complaints_are_shown(office: Office) -> None:
    await office.starts("maria", leader=True)
    told = await transcript(office, "as maria /ridealong", "as maria submit", "tom", "", guided=True)
    assert "Whose call is it?" in told
    assert "required field" in told


async def test_lines_come_from_a_pipe_and_from_a_file(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, "help\r\nsecond\nlást".encode())
    os.close(writing)
    lines = Lines(reading)
    assert [await lines.next() for _ in range(4)] == ["help", "second", "lást", None]
    os.close(reading)
    (tmp_path / "typed").write_text("people\n")
    file = os.open(tmp_path / "typed", os.O_RDONLY)
    lines = Lines(file)
    assert [await lines.next() for _ in range(2)] == ["people", None]
    os.close(file)
