"""Health: a light route above the catch-alls, proxies trusted where this Laravel looks, one maintenance mode."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import judge, shapes
from tests.sections import applied
from wizard.finding import Invalid, Level
from wizard.formats import php
from wizard.question import parse
from wizard.sections.health import Health
from wizard.sections.health.balancer import CLOUDFLARE
from wizard.sections.health.proxies import MIDDLEWARE

SECTIONS = (Health,)
ROUTES = "routes/web.php"
RANGE = {"health.proxies": "10.1.0.0/16,10.2.0.9"}


def major(shape: str) -> int:
    return int(shape.partition("-")[2])


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_the_route_is_there_once_and_above_what_would_catch_it(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    applied.written(folder, SECTIONS, RANGE)
    found = php.routes((folder / ROUTES).read_text())
    paths = [route.path for route in found]
    assert paths.count("/health") == 1
    health = found[paths.index("/health")]
    assert "withoutMiddleware" in health.chained
    assert all(route.span.start > health.span.start for route in found if route.catches_all)
    assert "'server' => gethostname()" in (folder / ROUTES).read_text()


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_proxies_and_maintenance_are_what_laravel_reads(shape: str, tmp_path: Path) -> None:
    folder = shapes.make(shape, tmp_path)
    applied.written(folder, SECTIONS, RANGE)
    config = applied.config(folder)
    assert judge.dotted(config, "trustedproxy.proxies") == "10.1.0.0/16,10.2.0.9"
    if major(shape) > 8:
        assert judge.dotted(config, "app.maintenance.driver") == "cache"
        assert judge.dotted(config, "app.maintenance.store") is None


@pytest.mark.parametrize("route", ["Route::get('/health', fn () => 'ok')", 'Route::get("health", fn () => 1)'])
def test_a_route_that_is_there_is_left_alone(route: str, tmp_path: Path) -> None:
    text = f"<?php\n\nuse Illuminate\\Support\\Facades\\Route;\n\n{route};\n"
    folder = shapes.make("slim-12", tmp_path, files={ROUTES: text})
    done = applied.written(folder, SECTIONS, RANGE)
    assert (folder / ROUTES).read_text() == text
    assert "health.route-has-session" in applied.codes(done)


def test_our_own_route_is_not_spoken_of(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    applied.written(folder, SECTIONS, RANGE)
    assert "health.route-has-session" not in applied.codes(applied.planned(folder, SECTIONS, {}))


def test_a_file_without_the_import_gets_the_full_name(tmp_path: Path) -> None:
    text = "<?php\n\nRoute::get('/', fn () => 'home');\n"
    folder = shapes.make("classic-8", tmp_path, files={ROUTES: text})
    applied.written(folder, SECTIONS, RANGE)
    assert "\\Illuminate\\Support\\Facades\\Route::get('/health'" in (folder / ROUTES).read_text()
    applied.config(folder)


def test_another_address_is_taken_as_typed(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    done = applied.written(folder, SECTIONS, {**RANGE, "health.uri": "status/live", "health.balancer": "alb"})
    assert "/status/live" in [route.path for route in php.routes((folder / ROUTES).read_text())]
    assert any("--health-check-path /status/live" in command for command in applied.commands(done))


@pytest.mark.parametrize("bad", ["/", "/a b", "/a'b", "/../x", "/{any}", "https://x/health", "/" + "a" * 200])
def test_an_address_that_is_no_plain_path_is_refused(bad: str) -> None:
    with pytest.raises(Invalid):
        parse(Health.questions()["uri"], bad)


@pytest.mark.parametrize(
    ("balancer", "proxies"),
    [
        ("nginx", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"),
        ("alb", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"),
        ("cloudflare", ",".join(CLOUDFLARE)),
        ("other", None),
    ],
)
def test_each_balancer_proposes_its_networks_and_its_steps(
    balancer: str, proxies: str | None, tmp_path: Path
) -> None:
    done = applied.planned(shapes.make("slim-12", tmp_path), SECTIONS, {"health.balancer": balancer})
    assert done.resolution.answers[Health].proxies == proxies
    assert (("health", "proxies") in done.missing) == (proxies is None)
    assert "/health" in applied.steps(done)


def test_the_published_networks_are_networks() -> None:
    assert parse(Health.questions()["proxies"], ",".join(CLOUDFLARE)) == ",".join(CLOUDFLARE)
    assert (len(CLOUDFLARE), len(set(CLOUDFLARE))) == (22, 22)


@pytest.mark.parametrize("version", ["8.54.0", "8.83.2", "9.0.0", "9.3.0"])
def test_where_only_the_property_counts_the_property_is_set(version: str, tmp_path: Path) -> None:
    shape = f"classic-{version[0]}"
    folder = shapes.make(shape, tmp_path, packages={"laravel/framework": version})
    applied.written(folder, SECTIONS, RANGE)
    assert "protected $proxies = ['10.1.0.0/16', '10.2.0.9'];" in (folder / MIDDLEWARE).read_text()
    assert not (folder / "config/trustedproxy.php").exists()
    applied.written(folder, SECTIONS, {"health.proxies": "*"})
    assert "protected $proxies = '*';" in (folder / MIDDLEWARE).read_text()
    applied.config(folder)


def test_fideloper_reads_the_config_even_there(tmp_path: Path) -> None:
    text = shapes.project("classic-8")[MIDDLEWARE].replace("Illuminate\\Http\\Middleware\\T", "Fideloper\\Proxy\\T")
    folder = shapes.make("classic-8", tmp_path, packages={"laravel/framework": "8.60.0"}, files={MIDDLEWARE: text})
    applied.written(folder, SECTIONS, RANGE)
    assert (folder / MIDDLEWARE).read_text() == text
    assert judge.dotted(applied.config(folder), "trustedproxy.proxies") == "10.1.0.0/16,10.2.0.9"


def test_a_property_that_beats_the_config_is_kept(tmp_path: Path) -> None:
    text = shapes.project("classic-10")[MIDDLEWARE].replace("$proxies;", "$proxies = ['10.0.0.1'];")
    folder = shapes.make("classic-10", tmp_path, files={MIDDLEWARE: text})
    done = applied.written(folder, SECTIONS, {})
    assert "health.proxies-kept" in applied.codes(done)
    assert not (folder / "config/trustedproxy.php").exists()


@pytest.mark.parametrize("call", ["trustProxies(at: '*')", "trustProxies(\n    at: ['10.0.0.1'],\n)", "trustProxies('*')",
                                  "trustProxies(headers: A | B, at: '*')", "trustProxies($list)", "trustProxies(RANGES)",
                                  "trustProxies(config('x.y'))", "trustProxies(...$given)"])  # fmt: skip
def test_bootstrap_that_beats_the_config_is_kept(call: str, tmp_path: Path) -> None:
    text = shapes.project("slim-12")["bootstrap/app.php"].replace("//\n", f"$middleware->{call};\n", 1)
    folder = shapes.make("slim-12", tmp_path, files={"bootstrap/app.php": text})
    done = applied.written(folder, SECTIONS, {})
    assert "health.proxies-kept" in applied.codes(done)
    assert not (folder / "config/trustedproxy.php").exists()


def test_a_provider_that_beats_the_config_is_kept(tmp_path: Path) -> None:
    path = "app/Providers/EdgeServiceProvider.php"
    call = "\\Illuminate\\Http\\Middleware\\TrustProxies::at('*');"
    text = f"<?php\n\nclass EdgeServiceProvider\n{{\n    public function boot()\n    {{\n        {call}\n    }}\n}}\n"
    done = applied.written(shapes.make("slim-12", tmp_path / "a", files={path: text}), SECTIONS, {})
    assert [f.where for f in done.plan.findings if f.code == "health.proxies-kept"] == [path]
    assert "config/trustedproxy.php" not in [file.path for file in done.plan.files]
    silent = shapes.make("slim-12", tmp_path / "b", files={path: text.replace(call, f"// {call}")})
    assert "health.proxies-kept" not in applied.codes(applied.planned(silent, SECTIONS, RANGE))


@pytest.mark.parametrize("call", ["trustProxies(headers: 1); // trustProxies(at: '*')",
                                  "trustProxies(headers: A | B)->trustHosts(subdomains: true, at: ['a.test']);",
                                  "trustProxies(/* '*' */ at: null, headers: 1);", "trustProxies();"])  # fmt: skip
def test_bootstrap_that_names_headers_only_is_not_in_the_way(call: str, tmp_path: Path) -> None:
    text = shapes.project("slim-12")["bootstrap/app.php"].replace("//\n", f"$middleware->{call}\n", 1)
    folder = shapes.make("slim-12", tmp_path, files={"bootstrap/app.php": text})
    applied.written(folder, SECTIONS, RANGE)
    assert (folder / "config/trustedproxy.php").exists()


@pytest.mark.parametrize("body", ["'proxies' => null, // nobody yet", "'proxies' => env('OMNI_PROXIES'),",
                                  "'headers' => 30,"])  # fmt: skip
def test_a_config_that_is_there_is_used(body: str, tmp_path: Path) -> None:
    files = {"config/trustedproxy.php": f"<?php\n\nreturn [\n    {body}\n];\n"}
    folder = shapes.make("classic-10", tmp_path, files=files)
    applied.written(folder, SECTIONS, RANGE)
    assert judge.dotted(applied.config(folder), "trustedproxy.proxies") == "10.1.0.0/16,10.2.0.9"


def test_a_list_in_the_config_is_the_answer_and_stays(tmp_path: Path) -> None:
    text = "<?php\n\nreturn [\n    'proxies' => ['10.0.0.1', '10.0.0.2'],\n];\n"
    folder = shapes.make("classic-10", tmp_path, files={"config/trustedproxy.php": text})
    done = applied.written(folder, SECTIONS, {})
    assert done.resolution.answers[Health].proxies == "10.0.0.1,10.0.0.2"
    assert (folder / "config/trustedproxy.php").read_text() == text
    applied.written(folder, SECTIONS, RANGE)
    assert judge.dotted(applied.config(folder), "trustedproxy.proxies") == "10.1.0.0/16,10.2.0.9"


def test_a_star_is_a_warning(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("slim-13", tmp_path), SECTIONS, {"health.proxies": "*"})
    assert "health.proxies-star" in applied.codes(done)
    assert not done.plan.blocked


def test_laravel_eight_has_no_shared_maintenance(tmp_path: Path) -> None:
    done = applied.planned(shapes.make("classic-8", tmp_path), SECTIONS, RANGE)
    assert "config/app.php" not in [file.path for file in done.plan.files]
    assert "on every node: each keeps the state" in applied.steps(done)


def test_a_shared_store_that_is_set_already_stays(tmp_path: Path) -> None:
    env = {"APP_MAINTENANCE_DRIVER": "cache", "APP_MAINTENANCE_STORE": "redis"}
    folder = shapes.make("slim-12", tmp_path, env=env)
    applied.written(folder, SECTIONS, RANGE)
    assert judge.dotted(applied.config(folder), "app.maintenance.store") == "redis"


def test_no_to_shared_maintenance_takes_it_back(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path, env={"APP_MAINTENANCE_DRIVER": "cache"})
    applied.written(folder, SECTIONS, {**RANGE, "health.maintenance": "no"})
    assert judge.dotted(applied.config(folder), "app.maintenance.driver") == "file"


def test_maintenance_is_added_where_an_old_nine_has_none(tmp_path: Path) -> None:
    text = shapes.project("classic-9")["config/app.php"]
    start, end = text.index("    'maintenance' => ["), text.index("    'providers'")
    folder = shapes.make("classic-9", tmp_path, files={"config/app.php": text[:start] + text[end:]})
    applied.written(folder, SECTIONS, RANGE)
    assert judge.dotted(applied.config(folder), "app.maintenance.driver") == "cache"


def test_no_leaves_maintenance_as_it_is(tmp_path: Path) -> None:
    folder = shapes.make("slim-12", tmp_path)
    applied.written(folder, SECTIONS, {**RANGE, "health.maintenance": "no"})
    assert judge.dotted(applied.config(folder), "app.maintenance.driver") == "file"


def test_the_rendered_config_is_seen_by_a_second_run(tmp_path: Path) -> None:
    folder = shapes.make("slim-11", tmp_path)
    applied.written(folder, SECTIONS, RANGE)
    again = applied.planned(folder, SECTIONS, {})
    assert again.resolution.answers[Health].proxies == "10.1.0.0/16,10.2.0.9"
    assert again.resolution.origins["health", "proxies"].key == "TRUSTED_PROXIES"


@pytest.mark.parametrize("route", ["health/{metric?}", "/health/{metric?}/{view?}"])
def test_a_page_with_optional_parameters_would_be_hidden_and_that_is_said(route: str, tmp_path: Path) -> None:
    page = f"Route::get('{route}', 'Sensors@index');"
    text = f"<?php\n\nRoute::middleware(['auth'])->group(function () {{\n    {page}\n}});\n"
    folder = shapes.make("slim-12", tmp_path, files={ROUTES: text})
    done = applied.written(folder, SECTIONS, RANGE)
    found = next(f for f in done.plan.findings if f.code == "health.route-hidden")
    assert found.level is Level.WARNING
    assert f"`{route}`" in found.why.en
    assert "--health-uri" in found.remedy.en
    assert "health.route-hidden" in applied.codes(applied.planned(folder, SECTIONS, {}))
    other = applied.planned(folder, SECTIONS, {"health.uri": "/health-check"})
    assert "health.route-hidden" not in applied.codes(other)


@pytest.mark.parametrize("route", ["health/{metric}", "healthy/{metric?}", "{page?}", "health/{metric?}/edit"])
def test_a_page_that_does_not_match_the_address_alone_is_not_spoken_of(route: str, tmp_path: Path) -> None:
    text = f"<?php\n\nRoute::get('{route}', 'Sensors@index');\n"
    done = applied.planned(shapes.make("slim-12", tmp_path, files={ROUTES: text}), SECTIONS, RANGE)
    assert "health.route-hidden" not in applied.codes(done)


def test_a_check_of_the_applications_own_hides_nothing(tmp_path: Path) -> None:
    text = "<?php\n\nRoute::get('health', 'Check@index');\nRoute::get('health/{metric?}', 'Sensors@index');\n"
    done = applied.planned(shapes.make("slim-12", tmp_path, files={ROUTES: text}), SECTIONS, RANGE)
    assert "health.route-hidden" not in applied.codes(done)
