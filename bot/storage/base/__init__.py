"""What every store stands on: column types, rows, sealed texts, and the SQLite driver."""
