"""The Faust application of a hop: every setting of Faust that keeps messages safe, in one place."""

import faust
from faust.app.base import BootStrategy
from faust.types.auth import CredentialsT

from wirewatch import kafka
from wirewatch.hop import Hop
from wirewatch.settings import Settings


class _ConsumerOnly(BootStrategy):
    """Starts no producer of Faust's: everything leaves by the outbox."""

    enable_kafka_producer = False
    enable_web = False
    enable_sensors = False


class _App(faust.App):
    BootStrategy = _ConsumerOnly


def faust_app(hop: Hop, settings: Settings) -> faust.App:
    """Make the application; its id is the consumer group. It creates no topic, serves no HTTP, elects no leader."""
    datadir = settings.home / "faust" / settings.namespace / hop.name
    datadir.mkdir(parents=True, exist_ok=True)
    return _App(
        id=kafka.group_id(settings, hop.name),
        broker=[f"kafka://{server}" for server in settings.kafka.split(",")],
        broker_credentials=_credentials(settings),
        datadir=datadir,
        autodiscover=False,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        processing_guarantee="at_least_once",
        key_serializer="raw",
        value_serializer="raw",
        stream_wait_empty=True,
        stream_buffer_maxsize=settings.batch_size,
        broker_max_poll_records=settings.batch_size,
        broker_commit_interval=settings.commit_interval_s,
        broker_session_timeout=settings.session_timeout_s,
        broker_heartbeat_interval=settings.session_timeout_s / 4,
        broker_request_timeout=max(90.0, settings.session_timeout_s),
        consumer_group_instance_id=settings.instance and f"{hop.name}-{settings.instance}",
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=2 * hop.source.max_message_bytes,
        producer_acks=-1,
        producer_request_timeout=60.0,
        stream_processing_timeout=settings.watchdog_s,
    )


def _credentials(settings: Settings) -> CredentialsT | None:
    """Return what Faust's connections enter the cluster with: the same as all other clients."""
    context = kafka.ssl_context(settings)
    if settings.kafka_security.startswith("SASL"):
        return faust.SASLCredentials(
            username=settings.kafka_user,
            password=kafka.kafka_password(settings),
            mechanism=settings.kafka_mechanism,
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context else None
