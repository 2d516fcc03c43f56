"""The foundation of every store: column types, rows, sealed texts, and the database drivers."""
