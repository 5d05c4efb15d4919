"""Where it happened: which of the places named is the place of an event."""
