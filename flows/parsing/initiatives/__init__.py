"""Named operations, projects, teams, boards and services."""
