<?php

namespace App\Lab;

use Illuminate\Contracts\Queue\Queue as QueueContract;
use Illuminate\Queue\Queue;
use LogicException;
use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;

// Laravel's queue in RabbitMQ: durable queues, persistent messages, Laravel's own payload as the body.
final class RabbitQueue extends Queue implements QueueContract
{
    public function __construct(private AMQPChannel $channel, private string $default)
    {
    }

    public function size($queue = null)
    {
        return $this->declared($queue)[1];
    }

    public function pendingSize($queue = null)
    {
        return $this->size($queue);
    }

    public function delayedSize($queue = null)
    {
        return 0;
    }

    public function reservedSize($queue = null)
    {
        return 0;
    }

    public function creationTimeOfOldestPendingJob($queue = null)
    {
        return null;
    }

    public function push($job, $data = '', $queue = null)
    {
        $payload = $this->createPayload($job, $queue ?: $this->default, $data);

        return $this->enqueueUsing($job, $payload, $queue, null, function ($payload, $queue) {
            return $this->pushRaw($payload, $queue);
        });
    }

    public function pushRaw($payload, $queue = null, array $options = [])
    {
        [$name] = $this->declared($queue);
        $this->channel->basic_publish(new AMQPMessage($payload, [
            'content_type' => 'application/json',
            'delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT,
            'application_headers' => new AMQPTable(['laravel' => ['attempts' => $options['attempts'] ?? 0]]),
        ]), '', $name);

        return json_decode($payload, true)['uuid'] ?? null;
    }

    public function later($delay, $job, $data = '', $queue = null)
    {
        throw new LogicException('This queue has no delays.');
    }

    public function pop($queue = null)
    {
        [$name] = $this->declared($queue);
        $message = $this->channel->basic_get($name);

        return $message === null
            ? null
            : new RabbitJob($this->container, $this, $message, $this->connectionName, $name);
    }

    /** @return array{string, int} the queue's name, and how many messages wait in it */
    private function declared($queue): array
    {
        $name = $queue ?: $this->default;

        return [$name, $this->channel->queue_declare($name, false, true, false, false)[1]];
    }
}
