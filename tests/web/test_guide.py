"""The guide: its links lead somewhere, what it names is there, and it is served."""

import json
import re
import tomllib
from collections.abc import AsyncIterator, Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.cli import COMMANDS as TYPED
from bot.domain.integrations.webhooks import WebhookKind
from bot.metrics import Metrics
from bot.process import SECONDS_TO_FINISH
from bot.settings import Settings
from bot.storage.placement import WHOLE
from bot.web.guide import GuideRoutes, html_of
from bot.web.pages import Pages
from bot.web.server import Site, WebServer
from content.guide import GUIDE, pages_of_the_guide
from content.libraries import Libraries
from content.models import Library
from handlers.commands import COMMANDS
from tests.code import ROOT

PAGES = {name: (GUIDE / f"{name}.md").read_text(encoding="utf-8") for name in pages_of_the_guide()}
FENCES = [
    pytest.param(name, kind, text, id=f"{name} {number}")
    for name, page in PAGES.items()
    for number, (kind, text) in enumerate(re.findall(r"^```(\w+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
]
SETTINGS = {name.upper() for name in Settings.model_fields}


def names_in(values: Any) -> Iterator[str]:
    """Every metric name in the expressions of a rule or a dashboard."""
    for expression in re.findall(r'"?expr"?: "?([^\n]+)', values):
        yield from re.findall(r"second_chair_\w+", expression)


def metrics() -> set[str]:
    """Every metric name that Prometheus would get from us."""
    families = text_string_to_metric_families(Metrics().text().decode())
    samples = {sample.name for family in families for sample in family.samples}
    families = text_string_to_metric_families(Metrics().text().decode())
    return samples | {family.name for family in families}


def test_every_page_of_the_folder_is_in_the_guide() -> None:
    assert {path.stem for path in GUIDE.glob("*.md")} == set(PAGES)
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert [link.removesuffix(".md") for entry in nav for link in entry.values()] == list(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_picture_is_there(name: str) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#\s]+)", PAGES[name])
    assert [link for link in links if not (GUIDE / link).is_file()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_command_is_one(name: str) -> None:
    code = "\n".join(
        re.findall(r"`([^`\n]+)`", PAGES[name]) + re.findall(r"^```\n(.*?)^```", PAGES[name], re.MULTILINE | re.DOTALL)
    )
    assert set(re.findall(r"(?:python -m bot|second-chair) ([a-z][a-z-]*)", code)) <= TYPED.keys()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets
    for slash, sub in re.findall(r"(/secondchair|/ridealong) (?!@)([a-z-]+)", code):
        known = {entry.name for command in COMMANDS if command.name == slash for entry in command.subcommands}
        assert sub in known


@pytest.mark.parametrize(("name", "kind", "text"), FENCES)
def test_a_snippet_is_what_it_says(name: str, kind: str, text: str) -> None:
    if kind == "yaml":
        assert list(yaml.safe_load_all(text))
        assert set(re.findall(r"- key: ([A-Z_]+)", text)) <= SETTINGS
    elif kind == "toml":
        assert tomllib.loads(text)["processes"].keys() == {"app"}
    elif kind == "ini":
        unit = ConfigParser()
        unit.read_string(text)
        assert unit["Service"]["ExecStart"].rsplit(maxsplit=1)[-1] in TYPED
        assert int(unit["Service"]["TimeoutStopSec"]) > SECONDS_TO_FINISH
    else:
        compile(text, name, "exec")


def test_alerts_and_board_ask_for_metrics_that_there_are() -> None:
    board = (GUIDE / "grafana.json").read_text(encoding="utf-8")
    asked = {*names_in(PAGES["monitoring"]), *names_in(board)}
    assert len(asked) > 8
    assert asked <= metrics()
    assert len({panel["id"] for panel in json.loads(board)["panels"]}) == len(json.loads(board)["panels"])
    assert set(re.findall(r"^\| `(second_chair_\w+)`", PAGES["monitoring"], re.MULTILINE)) <= metrics()


def test_the_alert_on_silence_is_not_kept_quiet_by_a_process_that_only_receives() -> None:
    """A `web` has every metric, too, at the values of a fresh start."""
    (rules,) = (
        text for name, kind, text in (param.values for param in FENCES) if (name, kind) == ("monitoring", "yaml")
    )
    alerts = {rule["alert"]: rule["expr"] for rule in yaml.safe_load(rules)["groups"][0]["rules"]}
    asks = re.fullmatch(r"absent\(increase\((\w+)\[5m\]\) > 0\)", alerts["SecondChairSendsNothing"])
    assert asks is not None
    assert Metrics().registry.get_sample_value(asks[1]) == 0.0


def test_the_tables_that_stay_whole_are_those() -> None:
    whole = dict(re.findall(r"^\|[^|]*\| `(\w+)` \| ([^|]+) \|", PAGES["many-servers"], re.MULTILINE))
    assert whole.keys() == {table.name for table in WHOLE}
    assert f"all but the next {['none', 'one', 'two', 'three', 'four'][len(WHOLE)]}" in PAGES["many-servers"]


def test_the_events_are_those_that_there_are() -> None:
    assert set(re.findall(r"^\| `(\w+\.\w+)`", PAGES["other-tools"], re.MULTILINE)) == {
        str(kind) for kind in WebhookKind
    }


@pytest.fixture
async def site(library: Library) -> AsyncIterator[str]:
    async def ready() -> dict[str, bool]:
        return {}

    pages = Pages(Libraries(only=library), can_install=False)
    server = WebServer("127.0.0.1", 0, ready, Site(pages=dict(pages.routes()) | dict(GuideRoutes(pages).routes())))
    await server.start()
    yield "http://{}:{}".format(*server.address)
    await server.stop()


async def test_it_is_served_with_its_pictures_and_nothing_else(site: str) -> None:
    places = [place for name in PAGES for place in re.findall(r'(?:href|src)="(/guide[^"#]*)"', html_of(name))]
    assert "/guide/pictures/checkin.png" in places
    async with aiohttp.ClientSession(site) as http:
        for path in {"/guide", *places}:
            async with http.get(path) as answer:
                assert answer.status == 200, path
        for path in (
            "/guide/none",
            "/guide/..%2F..%2Ftone.toml",
            "/guide/pictures/..%2Findex.md",
            "/guide/pictures/pictures",
        ):
            async with http.get(path) as answer:
                assert answer.status == 404, path


def test_what_a_page_types_is_no_html() -> None:
    assert "<h1>" in html_of("index")
    assert Path(GUIDE / "pictures" / "pictures.json").is_file()
