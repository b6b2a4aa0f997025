<?php

// What `config()` says inside a really booted application, live and again after `config:cache`.
//
// Arguments: the file that loads Laravel, the project. Prints {"version", "live": {...}, "cached": {...}}.

namespace {
    require $argv[1];
}

namespace Lab {
    use Illuminate\Database\Connectors\SQLiteConnector;
    use Illuminate\Support\ServiceProvider;

    // A cache on `mysql::write` connects while an application of the classic layout boots: nobody's server is
    // asked, whoever wants MySQL gets an empty SQLite.
    class NoServer extends SQLiteConnector
    {
        public function connect(array $config)
        {
            return parent::connect(['database' => ':memory:']);
        }
    }

    // Stands in for the provider of the RabbitMQ package, whose config lies in the project's vendor folder.
    class LabProvider extends ServiceProvider
    {
        public function register()
        {
            $this->app->bind('db.connector.mysql', NoServer::class);
            $this->app->bind('db.connector.mariadb', NoServer::class);
            $this->mergeConfigFrom(base_path('vendor/lab/rabbitmq.php'), 'queue.connections.rabbitmq');
        }
    }
}

namespace {
    use Illuminate\Contracts\Console\Kernel;
    use Illuminate\Foundation\Application;
    use Illuminate\Support\Facades\Facade;

    /** As composer's loader does for "App\\": "app/". */
    function load_classes_of(string $project): void
    {
        spl_autoload_register(function (string $class) use ($project) {
            $file = $project.'/app/'.str_replace('\\', '/', substr($class, 4)).'.php';
            if (strncmp($class, 'App\\', 4) === 0 && is_file($file)) {
                require $file;
            }
        });
    }

    function booted(string $project): Application
    {
        Facade::clearResolvedInstances();
        $app = require "$project/bootstrap/app.php";
        $app->make(Kernel::class)->bootstrap();

        return $app;
    }

    /** The same value in words that JSON knows. */
    function plain($value)
    {
        if (is_array($value)) {
            return array_map('plain', $value);
        }
        if (is_object($value)) {
            return '@object:'.get_class($value);
        }

        return is_string($value) && ! mb_check_encoding($value, 'UTF-8') ? '@bytes:'.base64_encode($value) : $value;
    }

    function config_of(Application $app, bool $cached): array
    {
        if ($app->configurationIsCached() !== $cached) {
            throw new LogicException($cached ? 'the config is not cached' : 'the config is cached already');
        }

        return plain($app->make('config')->all());
    }

    $project = $argv[2];
    load_classes_of($project);

    $app = booted($project);
    $live = config_of($app, false);
    if ($app->make(Kernel::class)->call('config:cache') !== 0) {
        throw new RuntimeException('config:cache has failed');
    }
    $cached = config_of(booted($project), true);

    $told = ['version' => $app->version(), 'live' => $live, 'cached' => $cached];
    echo json_encode($told, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION | JSON_UNESCAPED_UNICODE);
}
