"""Nudges that ask salespeople for feedback on a self-check, and tell the leader about it."""
