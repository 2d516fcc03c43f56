"""The composition roots: one for a process that only sends, and one for everything."""
