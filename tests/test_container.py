"""What hosts read is true of the code: files that are copied, commands that are run, settings and ports."""

import json
import re
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.settings import Settings
from tests.code import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
APP = json.loads((ROOT / "app.json").read_text(encoding="utf-8"))
NAMES = {name.upper() for name in Settings.model_fields}
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "second-chair"}
PYTHONS = {"PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "MPLCONFIGDIR"}


def test_the_image_copies_what_is_there_and_the_builder_gets_it() -> None:
    sources = [
        word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()
    ]
    let_in = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(sources) == sorted(let_in)
    assert [name for name in sources if not (ROOT / name).exists()] == []


def test_the_image_is_of_a_python_that_we_run_on_and_is_not_root() -> None:
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"python:3.13-slim"}
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes -r requirements.txt" in DOCKERFILE


def test_what_the_image_sets_are_settings_and_its_ports_are_theirs() -> None:
    block = DOCKERFILE[DOCKERFILE.index("ENV ") : DOCKERFILE.index("USER ")]
    values = dict(re.findall(r"([A-Z_]+)=(\S+)", block))
    assert values.keys() - NAMES == PYTHONS
    ports = re.search(r"^EXPOSE (\d+) (\d+)$", DOCKERFILE, re.MULTILINE)
    assert ports
    assert ports.groups() == (str(Settings.model_fields["port"].default), values["METRICS_PORT"])


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_of_ours_and_writes_nowhere_else(name: str) -> None:
    service = OURS[name]
    assert service["command"] in COMMANDS
    assert service["read_only"]
    assert service["tmpfs"] == ["/tmp"]
    assert service.get("environment", {}).keys() <= NAMES


def test_compose_has_one_way_with_sqlite_and_one_with_postgresql() -> None:
    assert {tuple(service["profiles"]) for service in COMPOSE["services"].values()} == {("sqlite",), ("postgres",)}
    assert [name for name, service in OURS.items() if service["profiles"] == ["sqlite"]] == ["sqlite"]


def test_what_is_done_to_the_services_of_a_profile_names_it() -> None:
    """Every service has a profile, and `docker compose build` alone would build none of them, without a word."""
    documents = [ROOT / "README.md", ROOT / "compose.yaml", *(ROOT / "content/en/guide").glob("*.md")]
    told = [line for path in documents for line in re.findall(r"docker compose ([^`\n]+)", path.read_text("utf-8"))]
    assert len(told) > 12
    with_none = [line for line in told if not line.startswith(("--profile sqlite ", "--profile postgres "))]
    assert [line for line in with_none if not COMPOSE["services"].keys() & re.split("[ :]", line)[1:]] == []


def test_what_a_host_asks_for_are_settings_and_its_processes_stand_in_the_procfile() -> None:
    assert APP["env"].keys() <= NAMES
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    processes = dict(line.split(": ", 1) for line in lines)
    assert APP["formation"].keys() == processes.keys() - {"release"}
    assert {command.rsplit(maxsplit=1)[-1] for command in processes.values()} <= COMMANDS.keys()
