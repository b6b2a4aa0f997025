<?php

use Illuminate\Http\Request;

define('LARAVEL_START', microtime(true));

if (file_exists($down = __DIR__.'/../storage/framework/maintenance.php')) {
    require $down;
}

require __DIR__.'/../vendor/autoload.php';

$app = require __DIR__.'/../bootstrap/app.php';

$app->handleRequest(Request::capture());
