"""Completes what somebody requested for a channel: which kinds there are, and what the request left out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from bot.domain.channels.channels import ChannelRequest, Verb, no_time, read_zone
from bot.domain.people.countries import GUESSED
from bot.domain.people.people import ChannelNudge, Person
from bot.domain.time.schedule import MONDAY, WORKDAYS
from bot.errors import Problem, Problems
from bot.nudges import NUDGES, PROMPT_CHANNEL
from bot.nudges.nudge import Nudge

KINDS: Mapping[str, Nudge[Any]] = {nudge.key: nudge for nudge in NUDGES if nudge.in_channels and nudge.slot is not None}


def typed_kinds() -> dict[str, str]:
    """What somebody can type for each kind, mapped to its nudge key: "prompt" and "prompts" are "prompt_channel"."""
    words = {key: [part for part in key.split("_") if part != "channel"] for key in KINDS}
    return {spelt: key for key, parts in words.items() for part in parts for spelt in (part, f"{part}s")}


def complete(person: Person, request: ChannelRequest, before: ChannelNudge | None) -> ChannelNudge:
    """The request, with gaps filled from `before`; else with the usual kind and days, and the zone of the person who
    asks. Raises Problem or Problems.
    """
    assert request.verb is Verb.SET
    kind = request.kind or PROMPT_CHANNEL
    weekly = KINDS[kind].weekly
    usual_days = before.days if before else frozenset({MONDAY}) if weekly else WORKDAYS
    days, at = request.days if request.days is not None else usual_days, request.at or (before.at if before else None)
    problems = []
    if not request.channel_id:
        problems.append(Problem("channels.no_channel", field="channel"))
    if at is None:
        problems.append(no_time(kind))
    if not days:
        problems.append(Problem("channels.no_days", field="days"))
    if weekly and len(days) > 1:
        problems.append(Problem("channels.one_day", field="days"))
    if problems:
        raise Problems(*problems)
    zone = read_zone(request.zone) if request.zone else before.zone if before else person.zone
    country = request.country or (before.country if before else None)
    return ChannelNudge(
        person.workspace_id, request.channel_id, kind, at or time(), days, zone=zone, set_by=person.user_id,
        country=None if country == GUESSED else country,
        locale=request.locale or (before.locale if before else "") or person.display_locale,
    )  # fmt: skip


def is_same(before: ChannelNudge, nudge: ChannelNudge) -> bool:
    """Whether the existing one goes on unchanged, no matter who set it up."""
    return not before.paused_for and replace(before, set_by=nudge.set_by) == nudge
