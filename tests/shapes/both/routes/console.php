<?php

use Illuminate\Support\Facades\Artisan;

Artisan::command('hello', function () {
    $this->comment('The shop is open.');
});
