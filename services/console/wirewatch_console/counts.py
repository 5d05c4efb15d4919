"""What the console counts of its work, as Prometheus reads it."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)


class Counts:
    """The counts of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "wirewatch_serve_requests", "Requests that were answered.", ("status",), registry=self._registry
        )
        self.seconds = Histogram(
            "wirewatch_serve_request_seconds",
            "How long an answer took, streams left out.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.readers = Gauge("wirewatch_serve_readers", "Readers of the stream.", registry=self._registry)
        self.dropped = Counter(
            "wirewatch_serve_readers_dropped",
            "Readers of the stream that fell too far behind.",
            registry=self._registry,
        )
        self.age = Histogram(
            "wirewatch_serve_event_age_seconds",
            "From a revision's write to Redis to the queues of the stream's readers.",
            buckets=_SECONDS,
            registry=self._registry,
        )

    def text(self) -> bytes:
        """Return all counts in Prometheus' text format."""
        return generate_latest(self._registry)
