"""The Celery application: one task, whose only argument is the file of a launch. Used by the engine to send, by worker
machines to take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from couture_scheduler.config import Settings
from couture_scheduler.engine.launch import EDITION
from couture_scheduler.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from celery import Celery
    from kombu.entity import Queue

TASK = "couture.try"
LONGEST_TASK = 30 * 24 * 3600 * 1000  # milliseconds
UNUSED = 7 * 24 * 3600 * 1000  # milliseconds after which the broker removes a queue that nobody takes from or asks for
_PREFIX = "couture."  # of the queues' names: other applications may share the broker


def queue_of(queue: str) -> Queue:
    """The broker's queue for what operators call ``queue``, between engines and machines of our edition: what another
    one sends waits for a machine that understands it. RabbitMQ would break with a machine that takes longer than half
    an hour for a task; from 3.12 on a queue may say another time."""
    from kombu.entity import Queue

    name = f"{_PREFIX}{EDITION}.{queue}"
    arguments = {"x-consumer-timeout": LONGEST_TASK, "x-expires": UNUSED}
    made: Queue = Queue(name, routing_key=name, queue_arguments=arguments)  # type: ignore[no-untyped-call]
    return made


def make_app(settings: Settings) -> Celery:
    """The application. Raises ``UnavailableError`` without Celery, ``InvalidInputError`` without a broker."""
    try:
        from celery import Celery
    except ImportError as error:
        raise UnavailableError(
            "Worker machines need the package celery: pip install 'couture-jupyter[celery]'"
        ) from error
    if not settings.broker_url:
        raise InvalidInputError.at(
            "broker_url", "Say where the broker is, e.g. COUTURE_BROKER_URL=amqp://user:password@broker:5672//"
        )
    app = Celery("couture", broker=settings.broker_url, set_as_current=False, fixups=[])
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        # A message is the broker's until its try has ended: the broker gives no machine more than it has slots for, and
        # what a machine that dies had taken comes to another one. The claim keeps that from running twice.
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        # It would reduce how much is fetched after each loss of the connection, and hangs when it restores that.
        worker_enable_prefetch_count_reduction=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,  # whoever can write to the broker could end machines
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={"confirm_publish": True},
    )
    if settings.broker_ca_file:
        import ssl

        app.conf.broker_use_ssl = {"ca_certs": settings.broker_ca_file, "cert_reqs": ssl.CERT_REQUIRED}
    return app
