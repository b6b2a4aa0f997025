<?php

namespace App\Http\Middleware;

use Illuminate\Foundation\Http\Middleware\PreventRequestsDuringMaintenance as Middleware;

class PreventRequestsDuringMaintenance extends Middleware
{
    /**
     * What still answers while the shop is closed.
     *
     * @var array<int, string>
     */
    protected $except = [
        //
    ];
}
