<?php

// One process that answers many small questions, a JSON line each: {"ask": name, ...} gives {"is": value} or
// {"error": class}. Strings travel as Base64 where they may be any bytes.

require __DIR__.'/stubs.php';
require 'Illuminate/autoload.php';

use Illuminate\Encryption\Encrypter;
use Illuminate\Support\Env;
use Illuminate\Support\Str;

// Laravel turns warnings into exceptions; its deprecations it only logs.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
set_error_handler(function (int $level, string $message) {
    if (error_reporting() & $level) {
        throw new ErrorException($message);
    }
});

function answer(array $question)
{
    switch ($question['ask']) {
        case 'str':
            return Str::{$question['method']}(...$question['arguments']);
        case 'config':
            $_SERVER = $_ENV = $question['env'];
            Env::enablePutenv();

            return eval('?>'.$question['code']);
        case 'decode':
            return base64_encode(base64_decode($question['text']));
        case 'encrypt':
            return (new Encrypter(base64_decode($question['key']), $question['cipher']))
                ->encryptString(base64_decode($question['text']));
        case 'decrypt':
            return base64_encode((new Encrypter(base64_decode($question['key']), $question['cipher']))
                ->decryptString($question['text']));
    }
}

// `Str::snake(false)` and `Str::snake('0')` share a place in its cache: no question may colour the next.
$cache = new ReflectionProperty(Str::class, 'snakeCache');
$cache->setAccessible(true);

while (($line = fgets(STDIN)) !== false) {
    $cache->setValue(null, []);
    try {
        $said = ['is' => answer(json_decode($line, true, 512, JSON_THROW_ON_ERROR))];
        $said = json_encode($said, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION);
    } catch (Throwable $error) {
        $said = json_encode(['error' => get_class($error)]);
    }
    echo $said, "\n";
}
