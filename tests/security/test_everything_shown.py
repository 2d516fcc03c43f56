"""The search looks at every use case that tells somebody something."""

from inspect import getmembers, isfunction

from bot.services.services import Services
from tests.security.everything_shown import BY_HAND, DRAWN, OF_ONESELF, OF_TWO

# Acts, which only answer about what the person just did; and what no person asks for.
ACTS = {
    "access": "changed",
    "allowances": "use",
    "calendar": "save",
    "channel_upkeep": "pause resume shared",
    "channels": "set_up stop",
    "checkins": "add_details answer settle_commitment",
    "commitments": "answer rewrite share",
    "deals": "ended",
    "integrations": "issue revoke",
    "drafts": "forget tap",
    "feedback": "answer invite",
    "id_exchange": "exchange_due finished started stop tick",
    "identities": "exchange former learn look_back look_first",
    "leader_invitations": "decline invite",
    "lifecycle": "began ended waits",
    "moments": "save",
    "onboarding": "not_for_me opened_home position start stop",
    "custom_content": "retire save set_mode",
    "custom_files": "import_data import_uploaded",
    "pauses": "pause pause_between pause_until resume status_changed",
    "people": "changed meet_all permitted profile_changed profile_of_known refresh",
    "pictures": "known placed",
    "pressure": "mark mark_typed set_calendar",
    "privacy": "forget named",  # an operator asks how many answers name somebody
    "programmes": "start stop",
    "prompts": "answer daily_again later reply take_back",
    "records": "asked",
    "reflections": "note nothing_to_add write",
    "requests": "begin done forget is_new leave",
    "retention": "set set_typed to_confirm",
    "ridealong_end": "not_held over",
    "ridealongs": "cancel change confirm plan",
    "selfchecks": "save",
    "settings": "change save set_country set_prompt_time",
    "skillchecks": "save",
    "teams": "accept decline name prompt_on",
    "webhooks": "keep remove set_up",
}
# Queries by the id of something that two people share or the asker owns; and those that reveal nothing.
OF_ONE_THING = {
    "admin": "glance",  # Home shows it
    "calendar": "plan_form",
    "channel_trials": "trial",
    "channel_upkeep": "get",
    "channels": "may_set_up read",
    "checkins": "answered",
    "commitments": "facts",
    "integrations": "calendar_for file numbers_for",
    "drafts": "answers",
    "home": "facts_as_known of_nobody",
    "leader_invitations": "may_invite",
    "moments": "start",
    "onboarding": "welcome_to",
    "custom_content": "scope_of writer",
    "pauses": "are_days form",
    "people": "locale_tag",
    "reflections": "facts",
    "ridealong_end": "facts",
    "ridealongs": "change_form is_timed",
    "selfchecks": "result",
    "sent": "of_brief of_checkin of_plan of_reflection of_step",
    "settings": "are_settings read",
    "skillchecks": "start",
}


def named(listed: dict[str, str]) -> set[str]:
    return {f"{subject}.{method}" for subject, methods in listed.items() for method in methods.split()}


def test_every_use_case_is_a_sight_or_an_act(services: Services) -> None:
    every = {
        f"{subject}.{name}"
        for subject in dir(services)
        if not subject.startswith("_")
        for name, _ in getmembers(type(getattr(services, subject)), isfunction)
        if not name.startswith("_")
    }
    seen = {*OF_ONESELF, *OF_TWO, *BY_HAND}
    assert every == seen | named(ACTS) | named(OF_ONE_THING)
    assert not seen & (named(ACTS) | named(OF_ONE_THING))
    assert {name for name, _ in DRAWN} <= seen
