"""Maintenance of the whole database: removes old rows, tries keys, and seals texts with a new key."""
