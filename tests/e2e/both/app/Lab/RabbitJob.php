<?php

namespace App\Lab;

use Illuminate\Container\Container;
use Illuminate\Contracts\Queue\Job as JobContract;
use Illuminate\Queue\Jobs\Job;
use PhpAmqpLib\Message\AMQPMessage;

// One message of RabbitMQ, acknowledged when it is done with.
final class RabbitJob extends Job implements JobContract
{
    private RabbitQueue $rabbit;

    private AMQPMessage $message;

    public function __construct(Container $container, RabbitQueue $rabbit, AMQPMessage $message, $connection, $queue)
    {
        $this->container = $container;
        $this->rabbit = $rabbit;
        $this->message = $message;
        $this->connectionName = $connection;
        $this->queue = $queue;
    }

    public function getJobId()
    {
        return $this->payload()['uuid'] ?? null;
    }

    public function getRawBody()
    {
        return $this->message->getBody();
    }

    public function attempts()
    {
        $headers = $this->message->get('application_headers')->getNativeData();

        return $headers['laravel']['attempts'] + 1;
    }

    public function delete()
    {
        parent::delete();
        $this->message->ack();
    }

    public function release($delay = 0)
    {
        parent::release($delay);
        $this->rabbit->pushRaw($this->getRawBody(), $this->queue, ['attempts' => $this->attempts()]);
        $this->message->ack();
    }
}
