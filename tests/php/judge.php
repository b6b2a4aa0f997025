<?php

// The judge: what real PHP, phpdotenv and Laravel's own `env()` make of a project's config.
//
// Reads {"base": {major: folder}, "rabbitmq": {"lazy": file, "plain": file}, "projects": [folder], "environ": {}}
// and prints a list with one {"config": {...}} or {"error": "..."} a project.
// Its one argument is the folder that holds `Illuminate/`.

set_include_path($argv[1]);
require __DIR__.'/stubs.php';
require 'Illuminate/autoload.php';

use Dotenv\Dotenv;
use Illuminate\Config\Repository;
use Illuminate\Support\Env;

// Laravel turns warnings into exceptions; its deprecations it only logs.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
set_error_handler(function (int $level, string $message) {
    if (error_reporting() & $level) {
        throw new ErrorException($message);
    }
});

/** Start each project with these environment variables and no others. */
function begin(array $environ): void
{
    foreach (array_keys(getenv()) as $name) {
        putenv($name);
    }
    $_ENV = [];
    $_SERVER = ['argv' => [], 'argc' => 0];
    foreach ($environ as $name => $value) {
        putenv("$name=$value");
        $_ENV[$name] = $_SERVER[$name] = $value;
    }
    Env::enablePutenv();
}

/** As Bootstrap\LoadEnvironmentVariables does. */
function load_env(string $project): void
{
    $environment = Env::get('APP_ENV');
    $file = $environment && is_file("$project/.env.$environment") ? ".env.$environment" : '.env';
    Dotenv::create(Env::getRepository(), $project, $file)->safeLoad();
}

/** The version of each package that composer has locked. */
function locked(string $project): array
{
    $lock = json_decode(file_get_contents("$project/composer.lock"), true);

    return array_map(fn ($version) => ltrim($version, 'v'), array_column($lock['packages'], 'version', 'name'));
}

/** Dotted name => file, as Bootstrap\LoadConfiguration finds them. */
function config_files(string $folder, string $prefix = ''): array
{
    $files = [];
    foreach (glob("$folder/*.php") as $path) {
        $files[$prefix.basename($path, '.php')] = $path;
    }
    foreach (glob("$folder/*", GLOB_ONLYDIR) as $nested) {
        $files += config_files($nested, $prefix.basename($nested).'.');
    }
    ksort($files, SORT_NATURAL);

    return $files;
}

function read_config(string $path)
{
    try {
        return (static fn () => require $path)();
    } catch (Throwable $error) {
        $where = basename(dirname($path)).'/'.basename($path);
        throw new RuntimeException("$where: ".get_class($error).': '.$error->getMessage());
    }
}

/** Laravel 11 and newer lay the application's config over the framework's: LARAVEL.md, section 2. */
function merged(string $name, array $base, array $config): array
{
    $by_name = [
        'auth' => ['guards', 'providers', 'passwords'],
        'broadcasting' => ['connections'],
        'cache' => ['stores'],
        'database' => ['connections'],
        'filesystems' => ['disks'],
        'logging' => ['channels'],
        'mail' => ['mailers'],
        'queue' => ['connections'],
    ];
    $config = array_merge($base, $config);
    foreach ($by_name[$name] ?? [] as $key) {
        if (isset($config[$key])) {
            $config[$key] = array_merge($base[$key] ?? [], $config[$key]);
        }
    }

    return $config;
}

/** The folder of the framework's own config, or null where this application is not merged with it. */
function base_folder(string $project, string $version, array $own): ?string
{
    $major = (int) $version;
    $bootstrap = "$project/bootstrap/app.php";
    $refuses = is_file($bootstrap)
        && str_contains(php_strip_whitespace($bootstrap), 'dontMergeFrameworkConfiguration');
    if ($major < 11 || $refuses) {
        return null;
    }
    $vendor = "$project/vendor/laravel/framework/config";

    return is_dir($vendor) ? $vendor : $own[$major];
}

function whole_config(string $project, array $packages, array $own): Repository
{
    $files = config_files("$project/config");
    $folder = base_folder($project, $packages['laravel/framework'], $own);
    if ($folder === null && ! isset($files['app'])) {
        throw new RuntimeException('config/app.php is missing');
    }
    $base = array_map('read_config', $folder === null ? [] : config_files($folder));

    $config = new Repository($base);
    foreach ($files as $name => $path) {
        $read = read_config($path);
        $config->set($name, isset($base[$name]) ? merged($name, $base[$name], $read) : $read);
    }

    return $config;
}

/** What `mergeConfigFrom()` of the RabbitMQ package does. */
function with_rabbitmq(Repository $config, array $packages, array $own): void
{
    $version = $packages['vladimir-yuldashev/laravel-queue-rabbitmq'] ?? null;
    if ($version === null) {
        return;
    }
    $brought = read_config($own[version_compare($version, '13.3', '<') ? 'lazy' : 'plain']);
    $key = 'queue.connections.rabbitmq';
    $config->set($key, array_merge($brought, $config->get($key, [])));
}

/** The same value in words that JSON knows. */
function plain($value)
{
    if (is_array($value)) {
        $keys = array_map(fn ($key) => is_string($key) ? plain($key) : $key, array_keys($value));

        return array_combine($keys, array_map('plain', array_values($value)));
    }
    if (is_object($value)) {
        return '@object:'.get_class($value);
    }
    if (is_string($value) && ! mb_check_encoding($value, 'UTF-8')) {
        return '@bytes:'.base64_encode($value);
    }
    if (is_float($value) && ! is_finite($value)) {
        return '@float:'.$value;
    }

    return $value;
}

function judged(string $project, array $request): array
{
    ob_start();
    try {
        begin($request['environ']);
        load_env($project);
        $packages = locked($project);
        $config = whole_config($project, $packages, $request['base']);
        with_rabbitmq($config, $packages, $request['rabbitmq']);

        return ['config' => plain($config->all())];
    } catch (Throwable $error) {
        return ['error' => get_class($error).': '.$error->getMessage()];
    } finally {
        ob_end_clean();
    }
}

$request = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$answers = array_map(fn ($project) => judged($project, $request), $request['projects']);
echo json_encode($answers, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION | JSON_UNESCAPED_UNICODE);
