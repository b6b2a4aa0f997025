<?php

// Publishes with the rendered class on real php-amqplib, made by Laravel's own container as for a controller.
//
// Reads {"autoload": file, "class": file, "name": class, "settings": {...}, "messages": [[type, body, correlation id]], "undeclared": bool}
// and prints a list with one {"id": "..."} or {"error": class, "said": "...", "seconds": n} a message.
// With "undeclared" the queue is not declared: it may be missing when the message comes.

// As Laravel does: a warning is an exception.
error_reporting(E_ALL);
set_error_handler(function (int $level, string $message, string $file, int $line) {
    if (error_reporting() & $level) {
        throw new ErrorException($message, 0, $level, $file, $line);
    }
});

$request = json_decode(stream_get_contents(STDIN), true);
require $request['autoload'];

$app = new Illuminate\Container\Container();
$app->instance('config', new Illuminate\Config\Repository(['publisher' => $request['settings']]));
Illuminate\Container\Container::setInstance($app);

if (! function_exists('config')) {
    function config(string $name)
    {
        return Illuminate\Container\Container::getInstance()->make('config')->get($name);
    }
}

require $request['class'];

if ($request['undeclared'] ?? false) {
    class_alias($request['name'], 'Publisher');
    eval('class Silent extends Publisher { protected function declareQueue($channel): void {} }');
}
$publisher = $request['undeclared'] ?? false ? new Silent() : $app->make($request['name']);
$answers = [];
foreach ($request['messages'] as [$type, $body, $correlation]) {
    $start = microtime(true);
    try {
        $body = $body === 'broken' ? ['text' => "\xff"] : $body;
        $answers[] = ['id' => $publisher->publish($type, $body, $correlation)];
    } catch (Exception $error) {
        $answers[] = [
            'error' => get_class($error),
            'said' => (string) $error,
            'seconds' => microtime(true) - $start,
        ];
    }
}
echo json_encode($answers);
