"""Everything held about a person: exported and erased."""
