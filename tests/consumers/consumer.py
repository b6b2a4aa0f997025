"""A worker in Python: takes one JSON message at a time, and acknowledges it when the work is done."""

import json
import os
import signal
import ssl
import sys
import threading
from typing import Any

import pika

QUEUE = os.environ.get("PUBLISHER_QUEUE", "laravel_cms_messages")
ENDING = threading.Event()


def work(kind: str, body: dict[str, object], correlation_id: str) -> None:
    print(json.dumps({"type": kind, "body": body, "correlation_id": correlation_id}), flush=True)


def on_message(channel: Any, method: Any, properties: Any, raw: bytes) -> None:
    done, again = False, False
    try:
        body = json.loads(raw)
        again = not method.redelivered  # what fails comes once more; what is never readable does not
        work(properties.type, body, properties.correlation_id)
        done = True
    except Exception as error:  # noqa: BLE001  whatever it was, the next message is due
        print(f"{properties.message_id} failed: {error!r}", file=sys.stderr)
    if ENDING.is_set():
        channel.stop_consuming()  # before the answer, which would bring the next message
    if done:
        channel.basic_ack(method.delivery_tag)
    else:
        channel.basic_nack(method.delivery_tag, requeue=again)  # else away, or to a dead letter queue


def tls(host: str) -> pika.SSLOptions | None:
    if os.environ.get("RABBITMQ_SECURE", "") in ("", "0", "false"):
        return None
    return pika.SSLOptions(ssl.create_default_context(cafile=os.environ.get("RABBITMQ_SSL_CAFILE") or None), host)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: ENDING.set())  # finish what is at hand, take no more
    credentials = pika.PlainCredentials(os.environ["RABBITMQ_USER"], os.environ["RABBITMQ_PASSWORD"])
    where = os.environ["RABBITMQ_HOST"], int(os.environ.get("RABBITMQ_PORT", "5672"))
    vhost = os.environ.get("RABBITMQ_VHOST", "/")
    parameters = pika.ConnectionParameters(*where, vhost, credentials, ssl_options=tls(where[0]))
    connection = pika.BlockingConnection(parameters)
    channel = connection.channel()
    channel.queue_declare(QUEUE, durable=True)  # in the same words as config/publisher.php
    channel.basic_qos(prefetch_count=1)
    channel.basic_consume(QUEUE, on_message)
    while channel.is_open and channel.consumer_tags and not ENDING.is_set():
        connection.process_data_events(time_limit=1)
    connection.close()


if __name__ == "__main__":
    main()
