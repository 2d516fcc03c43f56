"""Every table. Each row belongs to a workspace, whose id begins its key; only `engine_pulse` is an exception.

A column that ends in `_sealed` holds a person's free text or a token, encrypted by `cipher`.
"""

from bot.storage.tables.aggregates import aggregates, contributors, disclosures
from bot.storage.tables.answers import (
    asked_questions,
    checkins,
    coaching_moments,
    commitments,
    deals,
    draft_answers,
    practices,
    selfchecks,
    skillchecks,
)
from bot.storage.tables.base import metadata
from bot.storage.tables.calendars import calendar_meetings, calendars
from bot.storage.tables.custom_content import own_answers, own_content
from bot.storage.tables.delivery import deliveries, engine_pulse, leases, schedules, seen
from bot.storage.tables.feedback import feedback_answers, feedback_rounds
from bot.storage.tables.growth import pressure_weeks, programme_runs
from bot.storage.tables.installs import installations, oauth_states
from bot.storage.tables.integrations import doors, webhook_events, webhooks
from bot.storage.tables.people import channel_nudges, former_ids, pauses, people, team_members, workspaces
from bot.storage.tables.pictures import pictures
from bot.storage.tables.removals import removals
from bot.storage.tables.ridealongs import reflections, ridealongs
from bot.storage.tables.safeguards import safeguard_secrets, safeguards

__all__ = [
    "aggregates",
    "asked_questions",
    "calendar_meetings",
    "calendars",
    "channel_nudges",
    "checkins",
    "coaching_moments",
    "commitments",
    "contributors",
    "deals",
    "deliveries",
    "disclosures",
    "doors",
    "draft_answers",
    "engine_pulse",
    "feedback_answers",
    "feedback_rounds",
    "former_ids",
    "installations",
    "leases",
    "metadata",
    "oauth_states",
    "own_answers",
    "own_content",
    "pauses",
    "people",
    "pictures",
    "practices",
    "pressure_weeks",
    "programme_runs",
    "reflections",
    "removals",
    "ridealongs",
    "safeguard_secrets",
    "safeguards",
    "schedules",
    "seen",
    "selfchecks",
    "skillchecks",
    "team_members",
    "webhook_events",
    "webhooks",
    "workspaces",
]
