"""A worker in Python: takes one JSON message at a time, and acknowledges it when the work is done."""

import json
import os
import signal
import sys
from typing import Any

import pika

QUEUE = os.environ.get("PUBLISHER_QUEUE", "laravel_cms_messages")


def work(kind: str, body: dict[str, object], correlation_id: str) -> None:
    print(json.dumps({"type": kind, "body": body, "correlation_id": correlation_id}), flush=True)


def on_message(channel: Any, method: Any, properties: Any, raw: bytes) -> None:
    try:
        body = json.loads(raw)
    except ValueError:
        channel.basic_reject(method.delivery_tag, requeue=False)  # never readable: away, or to a dead letter queue
        return
    try:
        work(properties.type, body, properties.correlation_id)
    except Exception as error:  # noqa: BLE001  whatever it was, the next message is due
        print(f"{properties.message_id} failed: {error!r}", file=sys.stderr)
        channel.basic_nack(method.delivery_tag, requeue=not method.redelivered)  # once more, then away
    else:
        channel.basic_ack(method.delivery_tag)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # what is not acknowledged goes to another worker
    credentials = pika.PlainCredentials(os.environ["RABBITMQ_USER"], os.environ["RABBITMQ_PASSWORD"])
    where = os.environ["RABBITMQ_HOST"], int(os.environ.get("RABBITMQ_PORT", "5672"))
    vhost = os.environ.get("RABBITMQ_VHOST", "/")
    channel = pika.BlockingConnection(pika.ConnectionParameters(*where, vhost, credentials)).channel()
    channel.queue_declare(QUEUE, durable=True)  # in the same words as config/publisher.php
    channel.basic_qos(prefetch_count=1)
    channel.basic_consume(QUEUE, on_message)
    channel.start_consuming()


if __name__ == "__main__":
    main()
