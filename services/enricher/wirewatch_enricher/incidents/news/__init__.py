"""Whether an event is the news, its background, or nothing that happened."""
