"""What every wirewatch service speaks: types, wire format, topics, and the one safe way between two topics."""

__version__ = "0.1.0"
