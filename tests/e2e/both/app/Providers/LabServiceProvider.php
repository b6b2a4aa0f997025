<?php

namespace App\Providers;

use App\Lab\Bucket;
use App\Lab\BucketOfFlysystem1;
use App\Lab\BucketOfFlysystem3;
use App\Lab\RabbitConnector;
use Illuminate\Filesystem\FilesystemAdapter;
use Illuminate\Support\ServiceProvider;
use League\Flysystem\Filesystem;

// Two drivers that Composer would bring, in place of its packages, and under the same config keys.
class LabServiceProvider extends ServiceProvider
{
    public function register()
    {
        $this->mergeConfigFrom(
            base_path('vendor/vladimir-yuldashev/laravel-queue-rabbitmq/config/rabbitmq.php'),
            'queue.connections.rabbitmq'
        );
    }

    public function boot()
    {
        $this->loadRoutesFrom(base_path('routes/lab.php'));

        $this->app->make('queue')->addConnector('rabbitmq', function () {
            return new RabbitConnector;
        });

        $this->app->make('filesystem')->extend('s3', function ($app, array $config) {
            $bucket = new Bucket($config);

            if (interface_exists('League\Flysystem\AdapterInterface')) {
                return new Filesystem(new BucketOfFlysystem1($bucket));
            }

            $adapter = new BucketOfFlysystem3($bucket);

            return new FilesystemAdapter(new Filesystem($adapter, $config), $adapter, $config);
        });
    }
}
