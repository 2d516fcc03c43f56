"""Export and erasure of everything held about a person."""
