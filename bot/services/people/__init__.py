"""Use cases of people: meeting them, settings, pauses, teams, invitations, onboarding, privacy."""
