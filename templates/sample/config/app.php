<?php

return [

    /*
    | The name that mails, page titles and prefixes are made from.
    */

    'name' => env('APP_NAME', 'Laravel'),

    // Where this copy runs: on a desk, in a rehearsal, for real.
    'env' => env('APP_ENV', 'production'),

    'debug' => (bool) env('APP_DEBUG', false),

    'url' => env('APP_URL', 'http://localhost'),

    'timezone' => 'UTC',

    'locale' => env('APP_LOCALE', 'en'),

    'fallback_locale' => env('APP_FALLBACK_LOCALE', 'en'),

    'faker_locale' => env('APP_FAKER_LOCALE', 'en_US'),

    /*
    | The secret behind cookies and encrypted values: 32 random bytes.
    | Keys that were used before can still open what they closed.
    */

    'cipher' => 'AES-256-CBC',

    'key' => env('APP_KEY'),

    'previous_keys' => [
        ...array_filter(
            explode(',', (string) env('APP_PREVIOUS_KEYS', ''))
        ),
    ],

    /*
    | How "php artisan down" tells the other processes.
    |
    | Known drivers: "file", "cache"
    */

    'maintenance' => [
        'driver' => env('APP_MAINTENANCE_DRIVER', 'file'),
        'store' => env('APP_MAINTENANCE_STORE', 'database'),
    ],

];
