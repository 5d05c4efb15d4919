"""Which clauses speak of an incident, and of which type."""
