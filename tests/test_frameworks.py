"""The Laravels that judge us are real, and are the versions they claim to be."""

from __future__ import annotations

import json

import pytest

from tests.frameworks import NAMES, framework
from tests.lab_apt import LAB

_BOOT = r"""
require $argv[1];
$message = new ReflectionClass(PhpAmqpLib\Message\AMQPMessage::class);
$app = new Illuminate\Foundation\Application(sys_get_temp_dir());
echo json_encode([
    'version' => $app->version(),
    'files' => array_merge([$message->getFileName()], get_included_files()),
    'lacking' => array_values(array_filter(
        ['pdo_mysql', 'pdo_sqlite', 'redis', 'curl', 'mbstring', 'simplexml', 'openssl', 'pcntl'],
        fn ($name) => ! extension_loaded($name)
    )),
]);
"""


@pytest.mark.parametrize("name", NAMES)
def test_each_laravel_boots_from_its_own_files_and_has_what_services_need(name: str) -> None:
    laravel = framework(name)
    seen = json.loads(laravel.run("-r", _BOOT, "--", str(laravel.autoload)))
    assert seen["version"] == laravel.version
    assert laravel.major >= 13 if name == "13" else laravel.major == int(name)
    assert seen["lacking"] == []
    assert [file for file in seen["files"] if not file.startswith(f"{LAB}/")] == []


def test_the_newest_laravel_merges_a_config_of_its_own() -> None:
    config = framework("13").config
    assert config is not None
    assert {"cache.php", "session.php", "database.php"} <= {file.name for file in config.glob("*.php")}
    assert framework("8").config is framework("10").config is None
