"""One table of who may do what. Guests and people who left may do nothing.

Somebody who stopped us may still ask for things: stopping only concerns what we send unasked.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.people import Person, PersonStatus
from bot.errors import Problem


class Permission(StrEnum):
    """What somebody asks for."""

    PRACTISE = "practise"
    CHECK_IN = "check_in"
    SELF_CHECK = "self_check"
    GIVE_FEEDBACK = "give_views"
    ASK_FOR_FEEDBACK = "ask_for_views"
    READ_INSIGHTS = "read_insights"
    READ_LETTERS = "read_letters"
    TAKE_PROGRAMME = "take_programme"
    CHANGE_SETTINGS = "change_settings"
    KEEP_CALENDAR = "keep_calendar"
    READ_ANSWERS = "read_answers"
    PLAN_RIDEALONG = "plan_ridealong"
    CHANGE_RIDEALONG = "change_ridealong"
    NAME_TEAM = "name_team"
    DECLINE_TEAM = "decline_team"
    READ_HISTORY = "read_history"
    SAVE_COACHING_MOMENT = "save_coaching_moment"
    SET_CHANNEL_NUDGE = "set_channel_nudge"
    REMOVE_CHANNEL_NUDGE = "remove_channel_nudge"
    MARK_PRESSURE_WEEK = "mark_pressure_week"
    SEE_ADMIN = "see_admin"
    CHANGE_WORKSPACE = "change_workspace"
    INSTALL_AGAIN = "install_again"
    WRITE_CONTENT = "write_content"
    WRITE_FOR_TEAM = "write_for_team"


class Role(StrEnum):
    """In what capacity somebody asks: anybody taking part, the owner, their leader, any leader, or an admin."""

    ANYBODY = "anybody"
    OWNER = "owner"
    THEIR_LEADER = "their_leader"
    LEADER = "leader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Rule:
    """Any one of `roles` is enough; `in_channel` also requires channel membership. `refusal` is a key in `content`."""

    roles: frozenset[Role]
    refusal: str = "permissions.nobody"
    in_channel: bool = False


ANYBODY = Rule(frozenset({Role.ANYBODY}))
OWN = Rule(frozenset({Role.OWNER}), "permissions.not_yours")
LEADERS = Rule(frozenset({Role.LEADER, Role.ADMIN}), "permissions.leaders_only")
ADMINS = Rule(frozenset({Role.ADMIN}), "permissions.admins_only")

RULES: dict[Permission, Rule] = {
    Permission.PRACTISE: ANYBODY,
    Permission.CHECK_IN: ANYBODY,
    Permission.SELF_CHECK: ANYBODY,
    Permission.GIVE_FEEDBACK: ANYBODY,  # if their leader asked them
    Permission.ASK_FOR_FEEDBACK: Rule(frozenset({Role.LEADER}), "permissions.leaders_only"),
    Permission.READ_INSIGHTS: ANYBODY,  # of their own check-ins
    Permission.READ_LETTERS: ANYBODY,  # about their own quarter
    Permission.TAKE_PROGRAMME: LEADERS,
    Permission.CHANGE_SETTINGS: OWN,
    Permission.KEEP_CALENDAR: OWN,
    Permission.READ_ANSWERS: OWN,  # even an admin sees only aggregates (product rule 7)
    Permission.PLAN_RIDEALONG: ANYBODY,  # a salesperson may ask a leader
    Permission.CHANGE_RIDEALONG: OWN,
    Permission.NAME_TEAM: LEADERS,
    Permission.DECLINE_TEAM: OWN,
    Permission.READ_HISTORY: Rule(frozenset({Role.OWNER, Role.THEIR_LEADER}), "permissions.not_yours"),
    Permission.SAVE_COACHING_MOMENT: Rule(frozenset({Role.THEIR_LEADER}), "permissions.their_leader_only"),
    Permission.SET_CHANNEL_NUDGE: Rule(LEADERS.roles, LEADERS.refusal, in_channel=True),
    Permission.REMOVE_CHANNEL_NUDGE: Rule(frozenset({Role.OWNER, Role.ADMIN}), "permissions.setter_or_admin"),
    Permission.MARK_PRESSURE_WEEK: LEADERS,
    Permission.SEE_ADMIN: ADMINS,
    Permission.CHANGE_WORKSPACE: ADMINS,
    Permission.WRITE_CONTENT: ADMINS,  # the organisation's own prompts and questions
    Permission.WRITE_FOR_TEAM: Rule(frozenset({Role.LEADER}), "permissions.leaders_only"),
    Permission.INSTALL_AGAIN: Rule(
        frozenset({Role.OWNER, Role.ADMIN}), ADMINS.refusal
    ),  # the person who installed it owns that
}


def refusal(
    person: Person, act: Permission, *, own: bool = False, leads_them: bool = False, in_channel: bool = False
) -> Problem | None:
    """Why `person` may not do `act`, as a Problem to show or raise; None if they may.

    `own`: it is about the person themselves or their own (they set the channel nudge, they are one of the two on the
    ride-along). `leads_them`: the salesperson it is about is on the person's team. `in_channel`: they are a member of
    the channel. Anything left out counts as no.
    """
    if person.status is PersonStatus.GONE:
        return Problem("permissions.gone")
    if person.is_guest:
        return Problem("permissions.guest")
    holds = {
        Role.ANYBODY: True,
        Role.OWNER: own,
        Role.THEIR_LEADER: leads_them,
        Role.LEADER: person.is_leader,
        Role.ADMIN: person.is_admin,
    }
    rule = RULES[act]
    if not any(holds[role] for role in rule.roles):
        return Problem(rule.refusal)
    if rule.in_channel and not in_channel:
        return Problem("permissions.not_in_channel")
    return None


def may(
    person: Person, act: Permission, *, own: bool = False, leads_them: bool = False, in_channel: bool = False
) -> bool:
    """Whether `person` may do `act`; the arguments are those of `refusal`."""
    return refusal(person, act, own=own, leads_them=leads_them, in_channel=in_channel) is None


def may_upgrade(person: Person, upgrade: Upgrade) -> bool:
    """Whether this person can grant the missing scopes: an admin, or the one who installed the app."""
    return may(person, Permission.INSTALL_AGAIN, own=person.user_id == upgrade.installer_id)
