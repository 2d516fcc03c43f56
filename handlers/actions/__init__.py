"""Buttons and menus: one file a subject, every action id once."""

from bot.blocks.ids import Action
from handlers.actions import channels, onboarding, pauses, prompts, reflections, ridealongs, selfcheck, settings, teams
from handlers.command import Handler

ACTIONS: dict[Action, Handler] = {
    Action.START: onboarding.start,
    Action.STOP: onboarding.stop,
    Action.LEAD_TEAM: onboarding.lead,
    Action.NAME_TEAM: teams.open_,
    Action.TEAM_ACCEPT: teams.accept,
    Action.TEAM_DECLINE: teams.decline,
    Action.SETTINGS: settings.open_,
    Action.PROMPT_ON: teams.prompt_on,
    Action.RESUME: pauses.resume,
    Action.PAUSE_ACCEPT: pauses.accept,
    Action.PAUSE_DECLINE: pauses.decline,
    Action.PROMPT_DONE: prompts.done,
    Action.PROMPT_REFLECT: prompts.reflect,
    Action.PROMPT_LATER: prompts.later,
    Action.PROMPT_NOT_FOR_ME: prompts.not_for_me,
    Action.PROMPT_WHY: prompts.why,
    Action.PROMPT_UNDO: prompts.undo,
    Action.DAILY_AGAIN: prompts.daily_again,
    Action.CHANNEL_NEW: channels.new,
    Action.CHANNEL_STOP: channels.stop,
    Action.RIDEALONG_CONFIRM: ridealongs.confirm,
    Action.RIDEALONG_CHANGE: ridealongs.change,
    Action.RIDEALONG_CANCEL: ridealongs.cancel,
    Action.TAKEOVER_NONE: reflections.takeover,
    Action.TAKEOVER_SALESPERSON_ASKED: reflections.takeover,
    Action.TAKEOVER_CUSTOMER_ASKED: reflections.takeover,
    Action.TAKEOVER_NOBODY_ASKED: reflections.takeover,
    Action.REFLECTION_OPEN: reflections.open_,
    Action.SELFCHECK_OPEN: selfcheck.start,
    Action.SELFCHECK_RESULT: selfcheck.result,
}
