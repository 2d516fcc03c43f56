"""Export and erasure of everything that is kept about a person."""
