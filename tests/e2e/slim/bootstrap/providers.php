<?php

return [
    App\Providers\AppServiceProvider::class,
    App\Providers\LabServiceProvider::class,
];
