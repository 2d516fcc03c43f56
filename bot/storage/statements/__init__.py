"""The most frequent statements, each built once, by the table that they read first."""
