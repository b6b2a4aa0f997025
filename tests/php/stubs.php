<?php

// What a project's config may lean on and Debian's Illuminate 8 does not have.

namespace {
    // A fixed place, so that two copies of one project evaluate to the same config.
    const PROJECT = '/project';

    function project_path(string $folder, string $path): string
    {
        return rtrim(PROJECT.'/'.$folder, '/').($path === '' ? '' : '/'.$path);
    }

    function base_path($path = '')
    {
        return project_path('', $path);
    }

    function app_path($path = '')
    {
        return project_path('app', $path);
    }

    function config_path($path = '')
    {
        return project_path('config', $path);
    }

    function database_path($path = '')
    {
        return project_path('database', $path);
    }

    function lang_path($path = '')
    {
        return project_path('lang', $path);
    }

    function public_path($path = '')
    {
        return project_path('public', $path);
    }

    function resource_path($path = '')
    {
        return project_path('resources', $path);
    }

    function storage_path($path = '')
    {
        return project_path('storage', $path);
    }
}

namespace Illuminate\Support {
    // `defaultProviders()` came with Laravel 10.
    abstract class ServiceProvider
    {
        public static function defaultProviders()
        {
            return new Collection(['Illuminate\Foundation\Providers\FoundationServiceProvider']);
        }
    }
}

namespace Illuminate\Support\Facades {
    // `defaultAliases()` came with Laravel 9.
    abstract class Facade
    {
        public static function defaultAliases()
        {
            return new \Illuminate\Support\Collection(['App' => 'Illuminate\Support\Facades\App']);
        }
    }
}

namespace Pdo {
    // PHP 8.4 brought the class; before, its constants lived in PDO itself.
    if (! class_exists(Mysql::class)) {
        class Mysql
        {
            const ATTR_SSL_CA = \PDO::MYSQL_ATTR_SSL_CA;
        }
    }
}
