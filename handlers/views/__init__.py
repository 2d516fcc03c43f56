"""Submitted modals: one file a subject, every callback id once. Saved first, acknowledged after: nothing is lost."""

from bot.blocks.ids import Modal
from handlers.command import Handler
from handlers.views import (
    admin,
    calendar,
    channels,
    checkins,
    commitments,
    custom_content,
    moments,
    pauses,
    pressure,
    privacy,
    prompts,
    reflections,
    ridealongs,
    selfcheck,
    settings,
    teams,
)

VIEWS: dict[Modal, Handler] = {
    Modal.SETTINGS: settings.settings,
    Modal.TEAM: teams.team,
    Modal.INVITE: admin.invite,
    Modal.CHANNEL_NUDGE: channels.set_up,
    Modal.PROMPT_REFLECTION: prompts.reflection,
    Modal.RIDEALONG: ridealongs.plan,
    Modal.RIDEALONG_CHANGE: ridealongs.change,
    Modal.REFLECTION: reflections.reflection,
    Modal.CHECKIN: checkins.checkin,
    Modal.COMMITMENT: commitments.commitment,
    Modal.FISCAL: pressure.fiscal,
    Modal.SELFCHECK: selfcheck.selfcheck,
    Modal.SKILLCHECK: selfcheck.skillcheck,
    Modal.CALENDAR: calendar.calendar,
    Modal.FEEDBACK_REQUEST: selfcheck.save_feedback,
    Modal.COACHING_MOMENT: moments.coaching_moment,
    Modal.DELETE_ME: privacy.delete_me,
    Modal.PAUSE: pauses.pause,
    Modal.CONTENT: custom_content.content,
    Modal.CONTENT_FILE: custom_content.file,
}
