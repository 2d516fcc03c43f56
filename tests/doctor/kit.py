"""What the tests of the doctor share: our manifest, and what of its findings is to do."""

import json

from bot.doctor.finding import Finding
from tests.code import ROOT

MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))


def wrong(findings: list[Finding]) -> dict[str, str]:
    """What is to do; without the time zones, which are right until half a year after their year by the real clock."""
    return {one.about: one.says for one in findings if not one.right and one.about != "time zones"}
