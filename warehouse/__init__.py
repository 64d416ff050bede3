"""The floor: folders, the only way into DuckDB, the landing tables, the journal, publishing."""
