"""Channels: where a notice goes. Each is one module; a channel says what became of it, the dispatcher what follows."""
