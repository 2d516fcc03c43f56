"""Commands about what people read, and the files made from it: `content`, `manifest`, `readme`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.console import console
from bot.errors import SetupError
from bot.manifest import manifest as app_manifest
from bot.manifest import over_http, require_site
from bot.readme import filled, security_tables, tables
from content.checks import FOLDERS
from content.coverage import accept, as_dicts, coverage, languages
from content.library import DEFAULT_PATH, ContentError, load_library
from content.models import Library
from handlers.commands import COMMANDS

if TYPE_CHECKING:
    from content.lint.report import Report

NO_LINTER = "Checking the tone needs the extra `tone`. Run `pip install '.[tone]'` in the clone."


def content(
    strict: Annotated[bool, typer.Option("--strict", help="Also check the tone, by file and line.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
    covered: Annotated[
        bool, typer.Option("--coverage", help="Show how much of each language is translated, missing or out of date.")
    ] = False,
    accepted: Annotated[
        str, typer.Option("--accept", metavar="LOCALE", help="Record that a language matches today's English.")
    ] = "",
) -> None:
    """Check all content, and list what there is."""
    if accepted and accepted not in languages():
        raise SetupError(f"There is no translation {accepted}. There are: {', '.join(languages())}.")
    if accepted:
        typer.echo(f"{accept(DEFAULT_PATH, accepted)} texts of {accepted} are recorded as matching today's English.")
    if covered:
        _show_coverage(as_json=as_json)
    if covered or accepted:
        return
    if as_json:
        summary = _tone()
        typer.echo(json.dumps(summary, indent=2, ensure_ascii=False))
        raise typer.Exit(1 if summary["problems"] else 0)
    try:
        library = load_library()
    except ContentError as error:
        console.print(str(error), style="red", highlight=False, markup=False)
        raise typer.Exit(1) from None
    console.print(_listed(library))
    problems = _tone()["problems"] if strict else []
    for problem in problems:
        typer.echo(problem)
    sizes = f"{len(library.prompts)} prompts, {len(library.items)} self-check items, {len(library.words)} sentences"
    console.print(f"{sizes}, {len(problems)} tone problems." if strict else f"{sizes}.")
    raise typer.Exit(1 if problems else 0)


def _tone() -> "Report":
    """The linter's report. Raises SetupError if its syllable counter is not installed."""
    try:
        from content.lint.report import report  # noqa: PLC0415 - a server never checks tone, and starts sooner without
    except ImportError:
        raise SetupError(NO_LINTER) from None
    return report()


def _show_coverage(*, as_json: bool) -> None:
    languages = coverage()
    if as_json:
        typer.echo(json.dumps(as_dicts(languages), indent=2, ensure_ascii=False))
        return
    for locale, files in languages.items():
        table = Table(locale, "texts", "translated", "out of date", "not usable", "missing, for example")
        for file in files:
            numbers = (file.texts, file.translated, len(file.outdated), len(file.unusable))
            table.add_row(file.file, *map(str, numbers), ", ".join(file.missing[:3]))
        console.print(table)
        texts, translated = (sum(getattr(file, name) for file in files) for name in ("texts", "translated"))
        console.print(f"{locale}: {translated} of {texts} texts ({translated / texts:.0%}).")


def _listed(library: Library) -> Table:
    table = Table("Theme", "For leaders", "For salespeople", "For channels", "For heads", "What it is about")
    for theme in library.themes.values():
        prompts = [prompt.audience for prompt in library.prompts.values() if prompt.theme == theme.key]
        counts = (str(prompts.count(audience)) for audience in FOLDERS.values())
        table.add_row(theme.title, *counts, theme.about)
    return table


def manifest(
    url: Annotated[
        str, typer.Option(help="The address where Slack reaches you over HTTP; without it, Socket Mode is used.")
    ] = "",
) -> None:
    """Print the Slack app manifest, as in manifest.json or for your own address."""
    if url:
        require_site(url)
    made = app_manifest(COMMANDS, load_library())
    typer.echo(json.dumps(over_http(made, url) if url else made, indent=2, ensure_ascii=False))


def readme() -> None:
    """Update the generated tables in the README and in SECURITY.md."""
    for name, made in (("README.md", tables(load_library())), ("SECURITY.md", security_tables())):
        path = Path(__file__).parents[2] / name
        if not path.exists():
            raise SetupError(f"There is no {name} here: an installed package has none. Run it in a clone.")
        path.write_text(filled(path.read_text(encoding="utf-8"), made), encoding="utf-8")
