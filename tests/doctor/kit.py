"""Shared by the tests of the doctor: our manifest, and the findings that need action."""

import json

from bot.doctor.finding import Finding
from tests.code import ROOT

MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))


def wrong(findings: list[Finding]) -> dict[str, str]:
    """The findings that need action, without time zone data, which goes out of date by the real clock."""
    return {one.about: one.says for one in findings if not one.right and one.about != "time zones"}
