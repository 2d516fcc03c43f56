"""Nudges that ask salespeople for feedback to a self-check, and tell the leader of it."""
