<?php

// Which servers Laravel's own ConnectionFactory would ask for each of these connections.
//
// Reads a list of connections and prints, for each, {"write": [...], "read": [...]}; `read` is null without a split.
// Its one argument is the folder that holds `Illuminate/`.

set_include_path($argv[1]);
require 'Illuminate/autoload.php';

use Illuminate\Container\Container;
use Illuminate\Database\Connectors\ConnectionFactory;
use Illuminate\Support\ConfigurationUrlParser;

error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);

/** One side is drawn by lot where it is a list: ask often enough to see all. */
function sides(object $factory, string $method, array $config): array
{
    $ask = new ReflectionMethod($factory, $method);
    $hosts = new ReflectionMethod($factory, 'parseHosts');
    $seen = [];
    for ($i = 0; $i < 60; $i++) {
        $side = $ask->invoke($factory, $config);
        foreach ($hosts->invoke($factory, $side) as $host) {
            $server = ['host' => $host];
            foreach (['port', 'database', 'username', 'password'] as $name) {
                $server[$name] = (string) ($side[$name] ?? '');
            }
            $seen[json_encode($server)] = $server;
        }
    }

    return array_values($seen);
}

$factory = new ConnectionFactory(new Container);
$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $config) {
    $config = (new ConfigurationUrlParser)->parseConfiguration($config) + ['prefix' => '', 'name' => 'mysql'];
    $split = isset($config['read']);
    $parse = fn (string $method) => sides($factory, $method, $config);
    $answers[] = $split
        ? ['write' => $parse('getWriteConfig'), 'read' => $parse('getReadConfig')]
        : ['write' => sides(new class(new Container) extends ConnectionFactory {
            protected function getAll(array $config): array { return $config; }
        }, 'getAll', $config), 'read' => null];
}
echo json_encode($answers);
