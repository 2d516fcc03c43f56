"""What is mutated, and which tests have to notice: those that mirror it, and those that prove the rule."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tests.code import ROOT

if TYPE_CHECKING:
    from tests.mutation.changes import Mutant


@dataclass(frozen=True, slots=True)
class Area:
    """A name, the files (or folders) that are mutated, and the tests, each by its path from the root.

    `only`: in these files, change only lines that contain one of these words.
    """

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]
    _: KW_ONLY
    only: tuple[str, ...] = ()

    def files(self) -> list[str]:
        """The files that are mutated, in order."""
        return [str(path.relative_to(ROOT)) for place in self.code for path in _python(ROOT / place)]

    def mutants(self, files: Collection[str]) -> "list[Mutant]":
        """Every mutant of these files."""
        from tests.mutation.changes import all_mutants, mutants_of  # noqa: PLC0415 - libcst takes most of a second

        if not self.only:
            return all_mutants(files)
        about = [mutant for file in files for mutant in mutants_of(file, saying=self.only)]
        return [mutant for mutant in about if any(word in mutant.was for word in self.only)]


def _python(place: Path) -> Iterator[Path]:
    yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


AREAS = (
    Area(
        "claims and leases",
        ("bot/storage/delivery_store.py", "bot/storage/outbox/leases.py", "bot/storage/outbox/pulse.py",
         "bot/storage/outbox/ahead.py", "bot/storage/outbox/sender_lock.py", "bot/storage/outbox/results.py",
         "bot/storage/outbox/waiting.py", "bot/storage/outbox/witness.py", "bot/domain/deliveries.py"),
        ("tests/delivery", "tests/domain/test_deliveries.py", "tests/storage/base/test_private_files.py",
         "tests/storage/stores/test_outbox.py"),
    ),
    Area(
        "outbox",
        ("bot/storage/outbox/outbox.py", "bot/storage/statements/deliveries.py", "bot/storage/outbox/schedules.py",
         "bot/storage/outbox/integrations.py", "bot/storage/base/turns.py", "bot/storage/base/prebuilt.py"),
        ("tests/storage/stores", "tests/storage/base/test_prebuilt.py", "tests/services/planning",
         "tests/services/prompts", "tests/services/checkins", "tests/services/installations/test_lifecycle.py",
         "tests/services/integrations", "tests/delivery/test_planner.py", "tests/delivery/test_outages.py",
         "tests/delivery/test_next_slots.py", "tests/delivery/test_changed_rules.py",
         "tests/security/test_isolation.py"),
    ),
    Area("delivery", ("bot/delivery",), ("tests/delivery", "tests/services/ridealongs/test_rule_changes.py")),
    Area(
        "Slack's answers",
        ("bot/slack/outcomes.py", "bot/slack/codes.py", "bot/slack/fence.py", "bot/slack/messenger.py",
         "bot/slack/history.py", "bot/slack/posting.py"),
        ("tests/slack/test_codes.py", "tests/slack/test_fence.py", "tests/slack/test_history.py",
         "tests/slack/test_messenger.py", "tests/slack/test_posting.py"),
    ),
    Area(
        "schedule",
        ("bot/domain/time/schedule.py", "bot/domain/time/localtime.py"),
        ("tests/domain/time/test_schedule.py", "tests/domain/time/test_weekly.py",
         "tests/domain/time/test_localtime.py"),
    ),
    Area("streaks", ("bot/domain/prompts/streaks.py", "bot/services/prompts/streaks.py"),
         ("tests/domain/prompts/test_streaks.py", "tests/services/prompts/test_streaks.py")),
    Area("permissions", ("bot/domain/people/permissions.py",), ("tests/domain/people/test_permissions.py",)),
    Area(
        "where permissions are asked",
        ("bot/services",),
        ("tests/services/test_permissions.py", "tests/services/test_home.py",
         "tests/services/channels/test_channels.py", "tests/services/checkins/test_commitments.py",
         "tests/services/people/test_teams.py", "tests/services/people/test_leader_invitations.py",
         "tests/services/prompts/test_custom_content.py", "tests/services/ridealongs/test_moments.py",
         "tests/services/ridealongs/test_ridealongs.py", "tests/services/selfchecks/test_feedback.py",
         "tests/scenarios/test_integrations.py", "tests/services/integrations"),
        only=("Permission.", "refusal(", "may("),
    ),
    Area(
        "aggregates",
        ("bot/domain/aggregates.py", "bot/domain/selfchecks/feedback.py",
         "bot/storage/stores/aggregates.py", "bot/storage/stores/feedback.py", "bot/services/checkins/aggregates.py",
         "bot/services/selfchecks/feedback.py"),
        ("tests/domain/test_aggregates.py", "tests/domain/selfchecks/test_feedback.py",
         "tests/domain/selfchecks/test_comparison.py", "tests/storage/stores", "tests/services/selfchecks",
         "tests/services/checkins", "tests/services/prompts/test_answers.py", "tests/services/test_kept_aside.py"),
    ),
    Area(
        "erasure",
        ("bot/storage/privacy", "bot/storage/maintenance/housekeeping.py", "bot/storage/outbox/removals.py",
         "bot/domain/people/removals.py", "bot/domain/people/surfaces.py", "bot/slack/remover.py",
         "bot/services/people/privacy.py", "bot/services/people/removals.py", "bot/services/people/removal_queue.py",
         "bot/services/people/retention.py", "bot/services/people/erased.py", "bot/storage/stores/safeguards.py",
         "bot/domain/people/safeguards.py", "bot/storage/base/batches.py", "bot/services/people/leavers.py",
         "bot/domain/people/leaving.py"),
        ("tests/storage/privacy", "tests/storage/stores/test_safeguards.py",
         "tests/storage/stores/test_feedback_and_calendars.py", "tests/services/people/test_colleague_messages.py",
         "tests/services/people/test_leavers.py", "tests/services/people/test_looks_for_leavers.py",
         "tests/storage/maintenance/test_housekeeping.py", "tests/storage/maintenance/test_batches.py",
         "tests/storage/maintenance/test_written_anew.py", "tests/domain/people/test_removals.py",
         "tests/domain/people/test_leaving.py", "tests/domain/people/test_surfaces.py",
         "tests/services/people/test_removal_kinds.py", "tests/services/people/test_removal_pace.py",
         "tests/services/people/test_removal_limits.py", "tests/services/people/test_removal_steps.py",
         "tests/services/people/test_removed_names.py", "tests/slack/test_remover.py",
         "tests/slack/test_remover_reads.py", "tests/services/people/test_privacy.py",
         "tests/services/people/test_deletion.py", "tests/services/people/test_retention.py",
         "tests/services/people/test_removal_queue.py", "tests/services/people/test_plan_removals.py",
         "tests/services/people/test_plan_of_messages.py", "tests/services/people/test_naming.py",
         "tests/services/people/test_restored_promises.py", "tests/services/people/test_home_anew.py",
         "tests/services/test_off_the_loop.py", "tests/services/test_pictures.py", "tests/nudges/test_contract.py",
         "tests/test_readme.py"),
    ),
    Area(
        "what somebody asks for about their data",
        ("bot/cli/people.py", "handlers/export.py", "handlers/views/privacy.py",
         "bot/services/installations/lifecycle.py", "bot/domain/people/disclosures.py",
         "bot/storage/stores/disclosures.py"),
        ("tests/cli/test_people.py", "tests/scenarios/test_privacy.py",
         "tests/services/installations/test_lifecycle.py", "tests/services/installations/test_coming_back.py",
         "tests/services/installations/test_keeping_house.py", "tests/domain/people/test_disclosures.py",
         "tests/storage/stores/test_disclosures.py"),
    ),
    Area("integrations",
         ("bot/services/integrations/integrations.py", "bot/services/integrations/webhooks.py",
          "bot/domain/integrations/access_keys.py", "bot/web/integrations.py"),
         ("tests/services/integrations", "tests/storage/stores/test_integrations.py", "tests/web/test_integrations.py",
          "tests/scenarios/test_integrations.py", "tests/services/people/test_asked_again.py",
          "tests/services/people/test_allowances.py")),
    Area("signature", ("bot/web/signature.py", "bot/web/slack.py", "bot/web/guard.py"),
         ("tests/web/test_signature.py", "tests/web/test_refused.py", "tests/web/test_server.py",
          "tests/web/test_slow.py", "tests/web/test_guard.py")),
    Area("who may install", ("bot/web/install.py", "bot/slack/authorize.py"),
         ("tests/web/test_install.py", "tests/slack/test_authorize.py")),
    Area("what a text can do", ("bot/blocks/written.py", "bot/domain/codec.py"),
         ("tests/blocks/test_written.py", "tests/domain/test_codec.py")),
    Area("what a log hides", ("bot/log.py",), ("tests/test_log.py",),
         only=("re.compile", "hide_secrets", "format_exc_info", "sub(", "noisy")),
    Area("cipher", ("bot/storage/base/cipher.py", "bot/storage/base/keys.py", "bot/storage/maintenance/rekey.py",
                    "bot/storage/maintenance/key_check.py"),
         ("tests/storage/base/test_cipher.py", "tests/storage/base/test_keys.py",
          "tests/storage/base/test_key_file.py", "tests/storage/maintenance/test_key_check.py",
          "tests/storage/maintenance/test_rekey.py")),
    Area(
        "requests",
        ("bot/storage/stores/processed_requests.py", "bot/services/requests.py", "bot/storage/base/store.py",
         "bot/storage/base/committed.py", "bot/storage/base/request_cache.py", "bot/web/dispatch.py",
         "bot/web/ack.py", "handlers/fair_scheduler.py", "handlers/submissions.py", "handlers/recent_requests.py",
         "handlers/parse.py"),
        ("tests/handlers/test_submissions.py", "tests/handlers/test_decisions.py", "tests/handlers/test_binding.py",
         "tests/handlers/test_fair_scheduler.py", "tests/handlers/test_recent_requests.py",
         "tests/handlers/test_parse.py", "tests/handlers/test_let_again.py", "tests/handlers/test_slow.py",
         "tests/storage/base/test_request_cache.py", "tests/storage/base/test_committed.py",
         "tests/web/test_dispatch.py", "tests/services/test_requests.py", "tests/storage/stores"),
    ),
    Area(
        "planning",
        ("bot/services/planning/recurring.py", "bot/services/planning/letters.py"),
        ("tests/services/planning", "tests/services/checkins/test_letters.py",
         "tests/services/channels/test_channels.py", "tests/services/people/test_dropped_weekday.py"),
    ),
    Area("working days", ("bot/services/planning/working_days.py",), ("tests/services/planning/test_holidays.py",)),
    Area("weeks", ("bot/domain/time/weeks.py",),
         ("tests/domain/time/test_weeks.py", "tests/domain/time/test_located.py")),
    Area("what a webhook hears", ("bot/services/planning/announcements.py",),
         ("tests/services/integrations/test_webhooks.py", "tests/services/checkins/test_aggregates.py")),
    Area(
        "exchanged ids",
        ("bot/services/people/identities.py", "bot/domain/people/identities.py"),
        ("tests/domain/people/test_identities.py", "tests/services/people/test_identities.py",
         "tests/services/installations/test_lifecycle.py", "tests/scenarios/test_grid_migration.py",
         "tests/storage/privacy/test_former_ids.py", "tests/storage/privacy/test_renaming.py"),
    ),
    Area(
        "limits",
        ("bot/web/person_rate_limit.py", "bot/web/address_rate_limit.py", "bot/services/people/allowances.py",
         "bot/domain/people/allowances.py"),
        ("tests/web/test_person_rate_limit.py", "tests/web/test_address_rate_limit.py",
         "tests/services/people/test_allowances.py", "tests/domain/people/test_allowances.py"),
    ),
    Area(
        "databases that fail",
        ("bot/storage/base/away.py", "bot/storage/base/place.py"),
        ("tests/storage/base/test_away.py", "tests/storage/base/test_place.py", "tests/storage/base/test_unusable.py",
         "tests/storage/base/test_lost_commit.py"),
    ),
    Area("backup", ("bot/storage/maintenance/backup.py", "bot/cli/backup.py"),
         ("tests/storage/maintenance/test_backup.py", "tests/cli/test_backup.py", "tests/cli/test_backup_words.py",
          "tests/cli/test_restore_interrupted.py", "tests/storage/base/test_elsewhere.py")),
    Area("what comes late", ("bot/services/outdated_messages.py", "bot/services/late_homes.py", "bot/finishing.py"),
         ("tests/services/outdated_messages", "tests/services/test_late_homes.py", "tests/test_finishing.py")),
    Area("where we connect to", ("bot/calendar/addresses.py", "bot/calendar/fetch.py", "bot/webhooks/sender.py"),
         ("tests/calendar/test_addresses.py", "tests/calendar/test_fetch.py", "tests/calendar/test_resolver.py",
          "tests/webhooks/test_sender.py")),
    Area("where our token goes", ("bot/slack/files.py",), ("tests/slack/test_files.py", "tests/slack/test_site.py"),
         only=("url", "most", "response.status", "response.content", "data", "there")),
    Area(
        "budget",
        ("bot/domain/budget.py", "bot/nudges/nudge.py"),
        ("tests/domain/test_budget.py", "tests/nudges/test_contract.py", "tests/nudges/test_nudge.py",
         "tests/nudges/test_kept_back.py", "tests/delivery/test_composing.py",
         "tests/delivery/test_postponement.py", "tests/services/test_facts.py"),
    ),
    Area("what the budget goes by", ("bot/services/facts.py",), ("tests/services/test_facts.py",),
         only=("in_budget", "day", "held", "before")),
    Area(
        "colleagues' messages",
        ("bot/services/people/colleague_messages.py", "bot/services/people/invitations.py",
         "bot/services/people/leader_invitations.py", "bot/services/people/teams.py"),
        ("tests/services/people/test_colleague_messages.py", "tests/services/people/test_teams.py",
         "tests/services/people/test_invitations.py", "tests/services/people/test_team_answers.py",
         "tests/services/people/test_taken_back.py", "tests/services/people/test_who_leads.py",
         "tests/services/people/test_room.py", "tests/services/people/test_limits_at_the_form.py",
         "tests/services/people/test_leader_invitations.py", "tests/services/people/test_allowances.py",
         "tests/services/people/test_colleague_messages_by_the_day.py", "tests/services/people/test_onboarding.py"),
    ),
    Area(
        "numbers",
        ("bot/domain/integrations/numbers.py", "bot/domain/visibility.py", "bot/domain/prompts/what_works.py",
         "bot/services/prompts/what_works.py", "bot/services/checkins/custom_questions.py",
         "bot/services/admin/counts.py", "bot/domain/admin"),
        ("tests/domain/integrations", "tests/domain/test_visibility.py", "tests/domain/prompts/test_what_works.py",
         "tests/services/prompts/test_what_works.py", "tests/services/prompts/test_custom_content.py",
         "tests/services/checkins/test_custom_questions.py", "tests/services/admin", "tests/blocks/test_admin.py",
         "tests/services/test_kept_aside.py"),
    ),
)  # fmt: skip


def sharing_tests(areas: Iterable[Area]) -> list[list[Area]]:
    """The areas, grouped by shared tests: a process runs all of its tests once before it begins."""
    groups: list[list[Area]] = []
    for area in areas:
        shared = [group for group in groups if any(set(area.tests) & set(other.tests) for other in group)]
        groups = [group for group in groups if group not in shared]
        groups.append([*chain.from_iterable(shared), area])
    return groups
