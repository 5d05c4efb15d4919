"""Which reports speak of the same event."""
