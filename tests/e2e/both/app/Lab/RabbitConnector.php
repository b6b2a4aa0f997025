<?php

namespace App\Lab;

use Illuminate\Queue\Connectors\ConnectorInterface;
use PhpAmqpLib\Connection\AMQPStreamConnection;

// Takes the config keys of the RabbitMQ package: `queue`, and `hosts` with host, port, user, password and vhost.
final class RabbitConnector implements ConnectorInterface
{
    public function connect(array $config)
    {
        $host = $config['hosts'][0];

        $connection = new AMQPStreamConnection(
            $host['host'], (int) $host['port'], $host['user'], $host['password'], $host['vhost']
        );

        return new RabbitQueue($connection->channel(), $config['queue']);
    }
}
