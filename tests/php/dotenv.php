<?php
// Reads .env files with the real phpdotenv found under a folder, many files in one process.
// argv[1]: the folder that holds Dotenv/, PhpOption/ and GrahamCampbell/.
// stdin: a line {"text": base64, "environ": {name: value}} a file; stdout: a line of JSON a file:
// {"values": {base64 name: base64 value or null}} or {"refused": true}.

declare(strict_types=1);

$root = $argv[1];
spl_autoload_register(static function (string $class) use ($root): void {
    $file = $root . '/' . strtr($class, '\\', '/') . '.php';
    if (is_file($file)) {
        require $file;
    }
});

function values(string $text, array $environ): array
{
    $converted = Dotenv\Util\Str::utf8($text)->success()->get();
    $adapter = Dotenv\Repository\Adapter\ArrayAdapter::create()->get();
    foreach ($environ as $name => $value) {
        $adapter->write((string) $name, $value);
    }
    $repository = Dotenv\Repository\RepositoryBuilder::createWithNoAdapters()->addAdapter($adapter)->make();
    $entries = (new Dotenv\Parser\Parser())->parse($converted);
    $loader = new Dotenv\Loader\Loader();
    $found = [];
    foreach ($entries as $entry) {
        $loader->load($repository, [$entry]);
        $name = $entry->getName();
        $value = $entry->getValue()->isDefined() ? $repository->get($name) : null;
        $found[base64_encode($name)] = $value === null ? null : base64_encode($value);
    }

    return $found;
}

while (($line = fgets(STDIN)) !== false) {
    $asked = json_decode($line, true, 16, JSON_THROW_ON_ERROR);
    try {
        $answer = ['values' => (object) values(base64_decode($asked['text']), $asked['environ'])];
    } catch (Dotenv\Exception\InvalidFileException) {
        $answer = ['refused' => true];
    }
    echo json_encode($answer, JSON_THROW_ON_ERROR), "\n";
}
