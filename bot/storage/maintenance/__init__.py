"""Housekeeping of the whole database: old rows go, and texts are sealed with a new key."""
