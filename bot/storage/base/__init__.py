"""What every store builds on: column types, rows, sealed texts, and the database drivers."""
