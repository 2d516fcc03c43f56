"""The watch over the suite's log lines fails a test that leaks a token, and no other."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import leaks

SUITE = """
import logging
import pytest
from bot import log

def test_ours(): log.get("here").info("tried", token="xoxb-1-abc")
def test_a_librarys(): logging.getLogger("library").info("sent xoxe.xoxb-1-abc")
def test_printed(): print("xapp-1-A-2-b")
def test_the_log_is_left_otherwise(): __import__("structlog").reset_defaults()
def test_the_level_is_left_otherwise(): logging.getLogger().setLevel("ERROR")
def test_a_librarys_after_it(): logging.getLogger("library").info("sent xoxb-1-abc")
def test_none(): log.get("here").info("tried", token="hidden")
@pytest.mark.shows_tokens
def test_on_purpose(): print("xoxb-1-abc")
def test_read_back(capsys):
    print("xoxb-1-abc")
    assert "xoxb" in capsys.readouterr().out
def test_read_back_from_the_file(capfd):
    __import__("os").write(2, b"xoxb-1-abc")
    assert "xoxb" in capfd.readouterr().err
def test_read_back_as_bytes(capsysbinary):
    print("xoxb-1-abc")
    assert b"xoxb" in capsysbinary.readouterr().out
def test_left_unread(capsys): print("xoxb-1-abc")
def test_nothing_read_back(capsys):
    print("hidden")
    assert capsys.readouterr().out == "hidden\\n"
def test_captured():
    with __import__("structlog").testing.capture_logs() as logs: log.get("here").info("tried", token="xoxb-1-abc")
    assert logs
@pytest.mark.shows_tokens
def test_read_back_on_purpose(capsys):
    print("xoxb-1-abc")
    assert capsys.readouterr().out
"""
LEAKS = {
    "ours",
    "a_librarys",
    "a_librarys_after_it",
    "printed",
    "read_back",
    "read_back_from_the_file",
    "read_back_as_bytes",
    "captured",
    "left_unread",
}


def test_a_test_that_logs_a_token_fails(tmp_path: Path) -> None:
    path = tmp_path / "test_suite.py"
    path.write_text(SUITE)
    options = ["-q", "-p", "tests.leaks", "-p", "no:cacheprovider", "-p", "no:randomly", "-c", os.devnull]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(path)], capture_output=True, text=True, check=False
    )
    failed = {line.split("::")[1].split(" ")[0] for line in ran.stdout.splitlines() if line.startswith("FAILED")}
    assert failed == {f"test_{name}" for name in LEAKS}
    assert "9 failed, 6 passed, 2 errors" in ran.stdout, "the errors are what leaves the log otherwise"
    assert {"test_the_log_is_left_otherwise", "test_the_level_is_left_otherwise"} <= set(
        re.findall(r"ERROR .*::(\w+)", ran.stdout)
    )


def test_every_run_of_this_suite_watches(request: pytest.FixtureRequest) -> None:
    watching = request.config.hook.pytest_runtest_makereport.get_hookimpls()
    assert leaks.pytest_runtest_makereport in [one.function for one in watching]
