"""One insight of every kind, for the samples and the gallery. Data alone."""

from datetime import date
from typing import Any

from bot.domain.checkins.insights import Insight

FIRST, LAST = date(2026, 7, 27), date(2026, 10, 12)
TREND = {"before": 1, "before_of": 6, "after": 5, "after_of": 6}
PRESSURE = {"pressure": 1, "pressure_of": 4, "calm": 6, "calm_of": 8}


def _insight(key: str, numbers: dict[str, int], weeks: int = 12, **more: Any) -> Insight:
    return Insight(key, FIRST, LAST, weeks, numbers, **more)


COUNTS = (
    _insight(
        "led_months",
        {"led": 6, "of": 12},
        months=((date(2026, 8, 1), 2, 5), (date(2026, 9, 1), 2, 4), (date(2026, 10, 1), 2, 3)),
    ),
    _insight("takeovers", {"count": 13, "of": 12}),
    _insight("takeovers", {"count": 1, "of": 12}),
    _insight("takeovers", {"count": 0, "of": 12}),
    _insight("kept", {"kept": 5, "partly": 2, "of": 8}, weeks=8),
    _insight("kept", {"kept": 3, "partly": 0, "of": 4}, weeks=4),
    _insight("developed", {"people": 4, "count": 6}, people=("U2",)),
    _insight("developed", {"people": 1, "count": 6}, people=("U2",)),
    _insight("developed", {"people": 3, "count": 2}),
)
FINDINGS = (
    _insight("led_more", TREND, is_finding=True),
    _insight("led_less", {"before": 5, "before_of": 6, "after": 1, "after_of": 6}, is_finding=True),
    _insight("takeovers_fewer", {"before": 11, "before_of": 6, "after": 2, "after_of": 6}, is_finding=True),
    _insight("takeovers_more", {"before": 2, "before_of": 6, "after": 11, "after_of": 6}, is_finding=True),
    _insight("pressure_led", PRESSURE, is_finding=True),
    _insight("pressure_takeovers", {"pressure": 9, "pressure_of": 4, "calm": 2, "calm_of": 8}, is_finding=True),
    _insight("pulled", {"count": 8, "of": 10}, weeks=10, is_finding=True, choice="a_deal_at_risk"),
    _insight("left_out", {"others": 14}, weeks=9, is_finding=True, people=("U2",)),
)
EVERY = COUNTS + FINDINGS
