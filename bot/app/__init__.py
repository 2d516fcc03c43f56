"""The composition roots: what a process that only sends is made of, and all of it."""
