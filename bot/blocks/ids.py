"""Every `action_id` and `callback_id`, once. A test proves that each has a handler and each handler an id."""

from enum import StrEnum


class Action(StrEnum):
    """Buttons and menus that the bot listens to."""

    START = "start"
    STOP = "stop"
    LEAD_TEAM = "lead_team"
    NAME_TEAM = "name_team"
    TEAM_ACCEPT = "team_accept"
    TEAM_DECLINE = "team_decline"
    SETTINGS = "settings_open"
    PROMPT_ON = "prompt_on"
    RESUME = "resume"
    PAUSE_ACCEPT = "pause_accept"
    PAUSE_DECLINE = "pause_decline"
    PROMPT_DONE = "prompt_done"
    PROMPT_REFLECT = "prompt_reflect"
    PROMPT_LATER = "prompt_later"
    PROMPT_NOT_FOR_ME = "prompt_not_for_me"
    PROMPT_WHY = "prompt_why"
    PROMPT_UNDO = "prompt_undo"
    DAILY_AGAIN = "daily_again"
    CHANNEL_NEW = "channel_new"
    CHANNEL_STOP = "channel_stop"
    SELFCHECK_OPEN = "selfcheck_open"
    SELFCHECK_RESULT = "selfcheck_result"
    RIDEALONG_CONFIRM = "ridealong_confirm"
    RIDEALONG_CHANGE = "ridealong_change"
    RIDEALONG_CANCEL = "ridealong_cancel"
    TAKEOVER_NONE = "takeover_none"
    TAKEOVER_SALESPERSON_ASKED = "takeover_salesperson_asked"
    TAKEOVER_CUSTOMER_ASKED = "takeover_customer_asked"
    TAKEOVER_NOBODY_ASKED = "takeover_nobody_asked"
    REFLECTION_OPEN = "reflection_open"
    COMMITMENT_KEPT = "commitment_kept"
    COMMITMENT_PARTLY = "commitment_partly"
    COMMITMENT_NOT_YET = "commitment_not_yet"
    COMMITMENT_DROPPED = "commitment_dropped"
    COMMITMENT_SMALLER = "commitment_smaller"


class Modal(StrEnum):
    """Modals that the bot receives a submission of."""

    SETTINGS = "settings"
    TEAM = "team"
    CHANNEL_NUDGE = "channel_nudge"
    PROMPT_REFLECTION = "prompt_reflection"
    RIDEALONG = "ridealong"
    RIDEALONG_CHANGE = "ridealong_change_form"
    REFLECTION = "reflection"
    COMMITMENT = "commitment"
    SELFCHECK = "selfcheck"
    COACHING_MOMENT = "coaching_moment_form"


class Shortcut(StrEnum):
    """Shortcuts in the menu of a message; their names stand in the words of the manifest."""

    COACHING_MOMENT = "coaching_moment"
