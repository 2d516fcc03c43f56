"""Nudges about a person's own affairs: the welcome, team invitations, offers of a pause."""
