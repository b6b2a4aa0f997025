<?php

use Illuminate\Support\Str;

return [

    /*
    | Where a visitor's session is kept between two requests.
    |
    | Known drivers: "file", "cookie", "database", "apc",
    |                "memcached", "redis", "dynamodb", "array"
    */

    'driver' => env('SESSION_DRIVER', 'database'),

    /*
    | Minutes without a request after which the session is over.
    */

    'lifetime' => (int) env('SESSION_LIFETIME', 120),

    'expire_on_close' => env('SESSION_EXPIRE_ON_CLOSE', false),

    'encrypt' => env('SESSION_ENCRYPT', false),

    'files' => storage_path('framework/sessions'),

    /*
    | For "database" and "redis": which connection of config/database.php.
    */

    'connection' => env('SESSION_CONNECTION'),

    /*
    | For "database": the table that holds one row a visitor.
    */

    'table' => env('SESSION_TABLE', 'sessions'),

    'store' => env('SESSION_STORE'),

    // Two requests in a hundred sweep away what has expired.
    'lottery' => [2, 100],

    /*
    | The name under which browsers carry the session's number.
    */

    'cookie' => env(
        'SESSION_COOKIE',
        Str::slug((string) env('APP_NAME', 'laravel')).'-session'
    ),

    'path' => env('SESSION_PATH', '/'),

    'domain' => env('SESSION_DOMAIN'),

    'secure' => env('SESSION_SECURE_COOKIE'),

    'http_only' => env('SESSION_HTTP_ONLY', true),

    'same_site' => env('SESSION_SAME_SITE', 'lax'),

    'partitioned' => env('SESSION_PARTITIONED_COOKIE', false),

];
