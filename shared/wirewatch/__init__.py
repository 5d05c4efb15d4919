"""What every wirewatch service speaks: the types, the wire format, the topics, and the one safe way between two topics."""

__version__ = "0.1.0"
