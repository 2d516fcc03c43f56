"""What we send unasked: one file per nudge, all of them in `NUDGES`. Pure: facts in, a message out."""

from typing import Any

from bot.nudges.channels import channel_paused, channel_set_up, digest, prompt_channel
from bot.nudges.checkins import checkin, checkin_reminder, commitment_follow_up, quarter_report, quarterly_letter
from bot.nudges.installations import token_lost
from bot.nudges.nudge import Nudge
from bot.nudges.people import leader_invitation, pause_offer, team_invitation, welcome
from bot.nudges.prompts import programme_summary, prompt_later, prompt_person
from bot.nudges.ridealongs import (
    calendar_offer,
    calendar_stopped,
    reflections,
    ridealong_brief,
    ridealong_closed,
    ridealong_invitation,
    ridealong_news,
    ridealong_reveal,
)
from bot.nudges.selfchecks import feedback_request, feedback_result

NUDGES: tuple[Nudge[Any], ...] = (
    prompt_channel.NUDGE,
    prompt_person.NUDGE,
    prompt_later.NUDGE,
    checkin.NUDGE,
    checkin_reminder.NUDGE,
    digest.NUDGE,
    welcome.NUDGE,
    team_invitation.NUDGE,
    leader_invitation.NUDGE,
    pause_offer.NUDGE,
    channel_set_up.NUDGE,
    channel_paused.NUDGE,
    ridealong_invitation.NUDGE,
    ridealong_news.NUDGE,
    ridealong_brief.NUDGE,
    reflections.LEADER,
    reflections.SALESPERSON,
    reflections.REMINDER,
    ridealong_closed.NUDGE,
    ridealong_reveal.NUDGE,
    commitment_follow_up.NUDGE,
    programme_summary.NUDGE,
    quarterly_letter.NUDGE,
    quarter_report.NUDGE,
    calendar_offer.NUDGE,
    calendar_stopped.NUDGE,
    feedback_request.NUDGE,
    feedback_result.NUDGE,
    token_lost.NUDGE,
)
BY_KEY = {nudge.key: nudge for nudge in NUDGES}

# Keys that use cases refer to by name.
CALENDAR_OFFER = calendar_offer.NUDGE.key
CALENDAR_STOPPED = calendar_stopped.NUDGE.key
CHANNEL_PAUSED = channel_paused.NUDGE.key
CHANNEL_SET_UP = channel_set_up.NUDGE.key
CHECKIN = checkin.NUDGE.key
CHECKIN_REMINDER = checkin_reminder.NUDGE.key
COMMITMENT_FOLLOW_UP = commitment_follow_up.NUDGE.key
DIGEST = digest.NUDGE.key
LEADER_INVITATION = leader_invitation.NUDGE.key
PAUSE_OFFER = pause_offer.NUDGE.key
PROGRAMME_SUMMARY = programme_summary.NUDGE.key
PROMPT_CHANNEL = prompt_channel.NUDGE.key
PROMPT_PERSON = prompt_person.NUDGE.key
PROMPT_LATER = prompt_later.NUDGE.key
QUARTERLY_LETTER = quarterly_letter.NUDGE.key
QUARTER_REPORT = quarter_report.NUDGE.key
RIDEALONG_INVITATION = ridealong_invitation.NUDGE.key
RIDEALONG_NEWS = ridealong_news.NUDGE.key
RIDEALONG_BRIEF = ridealong_brief.NUDGE.key
REFLECTION_LEADER = reflections.LEADER.key
REFLECTION_REMINDER = reflections.REMINDER.key
REFLECTION_SALESPERSON = reflections.SALESPERSON.key
RIDEALONG_CLOSED = ridealong_closed.NUDGE.key
RIDEALONG_REVEAL = ridealong_reveal.NUDGE.key
FEEDBACK_REQUEST = feedback_request.NUDGE.key
FEEDBACK_RESULT = feedback_result.NUDGE.key
TEAM_INVITATION = team_invitation.NUDGE.key
TOKEN_LOST = token_lost.NUDGE.key
WELCOME = welcome.NUDGE.key

# Nudges that come because their reader answered something, or did not: how many did not arrive would give that away.
AFTER_ANSWERS = frozenset(
    {
        CHECKIN_REMINDER,
        COMMITMENT_FOLLOW_UP,
        FEEDBACK_RESULT,
        PROGRAMME_SUMMARY,
        PROMPT_LATER,
        QUARTERLY_LETTER,
        REFLECTION_REMINDER,
        RIDEALONG_CLOSED,
        RIDEALONG_REVEAL,
    }
)
# The daily prompt comes less often to somebody who ignores it: how many did not arrive would give that away, too.
# Everybody who wants it gets it at least once a week, so admins may see whom Slack refuses it to.
NOT_COUNTED = AFTER_ANSWERS | {PROMPT_PERSON}
