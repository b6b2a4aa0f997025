"""App key: one key for all nodes, or whoever signed in on one is a stranger on the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from wizard.changes import Change, On, Phase, Run, Set, SetEnv
from wizard.finding import Finding, Invalid, Level, Stop
from wizard.formats import env
from wizard.laravel import version
from wizard.laravel.config import EnvKey
from wizard.laravel.encrypter import DEFAULT_CIPHER, Key, proves
from wizard.project import EXAMPLE, Project
from wizard.question import Answer, Line, Option, Toggle
from wizard.section import Answers, Section, Sharing, ask
from wizard.text import Text, same

_LINE = re.compile(r"^[ \t\ufeff]*(?:export\s+)?['\"]?APP_KEY['\"]?[ \t]*=.*$", re.MULTILINE)
_ASKS = re.compile(r"(?i)some.?random|change.?(me|this)|replace|your.?(app|key|secret)|example|placeholder")
_BARE = re.compile(r"APP_KEY=[A-Za-z0-9+/=:]+(?:\s|$)")


def _key(raw: str) -> str:
    """Accept a key of either length; which one is right depends on the cipher, which the project has."""
    text = raw.strip()
    for cipher in ("AES-128-CBC", DEFAULT_CIPHER):
        try:
            return Key.parse(text, cipher).text
        except Invalid as error:
            reason = error
    raise reason


def _environment(raw: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,39}", raw):
        raise Invalid(Text("Use letters, digits, `_` and `-`. Example: `production`",
                           "Pakai huruf, angka, `_` dan `-`. Contoh: `production`"))  # fmt: skip
    return raw


class AppKey(Section):
    """The key that cookies and encrypted values are sealed with, and how the application runs."""

    name: ClassVar[str] = "app"
    title: ClassVar[Text] = same("App key")
    problem: ClassVar[Text] = Text(
        "A node cannot open the cookies that another one sealed with another APP_KEY. One character of difference, "
        "and users are signed out at random.",
        "Node tidak bisa membuka cookie yang dienkripsi node lain dengan APP_KEY berbeda. Beda satu karakter "
        "saja, user logout tiba-tiba.",
    )
    solution: ClassVar[Text] = Text(
        "Make the key once, here, and carry exactly the same one to all nodes.",
        "Buat key satu kali, di sini, lalu pasang yang sama persis di semua node.",
    )
    apart: ClassVar[Text] = Text("its own key", "key sendiri")
    shared: ClassVar[Text] = Text("the same key", "key yang sama")
    sharing: ClassVar[Sharing] = Sharing.SAME

    key: str | None = ask(Line(
        label=same("APP_KEY"),
        help=Text("A valid one is kept. `generate` makes one where there is none; never run key:generate on the nodes.",
                  "Yang valid dipertahankan. `generate` membuatnya kalau belum ada; jangan key:generate di node."),
        setting="app.key", key="APP_KEY", secret=True, public=False, accept=_key,
        words=(
            Option("generate", Text("Make a key", "Buat key"),
                   Text("only where there is no valid one; a valid one is kept",
                        "hanya kalau belum ada yang valid; yang valid dipertahankan")),
            Option("rotate", Text("Replace the key", "Ganti key"),
                   Text("Laravel 11+: the old one still opens what it sealed",
                        "Laravel 11+: key lama tetap bisa membuka data lama")),
        ),
    ))  # fmt: skip
    env: str = ask(Line(
        label=same("APP_ENV"),
        help=Text("What you have now is kept. Behind a balancer it is `production`.",
                  "Yang sekarang dipertahankan. Di belakang load balancer: `production`."),
        setting="app.env", key="APP_ENV", example="production", default="production", accept=_environment,
    ))  # fmt: skip
    debug: bool = ask(Toggle(
        label=same("APP_DEBUG"),
        help=Text("What you have now is kept. In production no: an error page would show passwords.",
                  "Yang sekarang dipertahankan. Di production jawab tidak: halaman error bisa menampilkan password."),
        setting="app.debug", key="APP_DEBUG", example="false", default=False,
    ))  # fmt: skip

    def local(self, name: str, value: Answer, project: Project) -> Text | None:
        """A key that Laravel would refuse is no answer."""
        if name != "key":
            return super().local(name, value, project)
        try:
            Key.parse(str(value), _cipher(project), project.version)
        except Invalid as error:
            return error.text
        return None

    def draw(self, name: str, word: str, project: Project) -> str:
        """Make a key; `generate` keeps a valid one, `rotate` needs one and Laravel 11."""
        present = _present(project)
        if word == "rotate":
            if not version.previous_keys(project.version):
                raise Invalid(_NO_ROTATION)
            if present is None:
                raise Invalid(Text("There is no valid key to replace: say `generate`",
                                   "Belum ada key valid untuk diganti: pakai `generate`"))  # fmt: skip
        elif present is not None:
            return present.text
        return Key.generate(_cipher(project), project.version).text

    def changes(self, answers: Answers, project: Project) -> Iterator[Change]:
        yield Set(setting="app.key", value=self.key, key="APP_KEY", public=False)
        yield Set(setting="app.env", value=self.env, key="APP_ENV", pinned=True, example="production")
        yield Set(setting="app.debug", value=self.debug, key="APP_DEBUG", pinned=True, example="false")
        reading, old = project.configs.read("app.previous_keys"), self._replaced(project)
        if old is not None and isinstance(reading, EnvKey):
            kept = reading.value if isinstance(reading.value, tuple) else ()
            keys = [old.text, *(str(k) for k in kept if k and k not in (old.text, self.key))]
            yield SetEnv(key=reading.key, value=",".join(keys), public=False)
        yield Run(command="",
            why=Text("Bring the new `.env` to every node, or its values as secrets of the platform: the same on all of "
                     "them, APP_KEY to the letter. No node and no image build may run `key:generate`",
                     "Bawa `.env` yang baru ke semua node, atau nilainya sebagai secret platform: sama di semua node, "
                     "APP_KEY persis sampai hurufnya. Jangan ada node atau build image yang menjalankan `key:generate`"),
            phase=Phase.FILES, on=On.EVERY)  # fmt: skip

    def advise(self, answers: Answers, project: Project) -> Iterator[Finding]:
        if self.key is not None:
            yield from self._about_key(self.key, project)
        if self.env != "production":
            yield self._finding("env", Level.WARNING, "APP_ENV",
                Text("`{env}` is not production: Laravel and packages behave otherwise, and `migrate` does not ask "
                     "before it runs",
                     "`{env}` bukan production: perilaku Laravel dan package berbeda, dan `migrate` jalan "
                     "tanpa bertanya").fill(env=self.env),
                Text("Answer `production` on the nodes behind the balancer",
                     "Jawab `production` untuk node di belakang load balancer"))  # fmt: skip
        if self.debug:
            yield self._finding("debug", Level.WARNING, "APP_DEBUG",
                Text("error pages show code, queries and environment values to everybody",
                     "halaman error memperlihatkan kode, query, dan isi environment ke semua orang"),
                Text("Answer no for production", "Untuk production, jawab tidak"))  # fmt: skip

    def _about_key(self, text: str, project: Project) -> Iterator[Finding]:
        try:
            key = Key.parse(text, _cipher(project), project.version)
        except Invalid as error:
            yield self._finding("key-invalid", Level.ERROR, "APP_KEY", error.text,
                Text("Give a key that fits, or say `generate`", "Beri key yang cocok, atau pakai `generate`"))  # fmt: skip
            return
        if not proves(key):
            yield self._finding("key-unproven", Level.ERROR, "APP_KEY",
                Text("what this key encrypts it cannot decrypt", "yang dienkripsi key ini tidak bisa dibuka lagi"),
                Text("Say `generate`", "Pakai `generate`"))  # fmt: skip
            return
        yield self._finding("key-fingerprint", Level.INFO, "APP_KEY",
            Text("this key works, and its fingerprint is `{fingerprint}`",
                 "key ini berfungsi, fingerprint-nya `{fingerprint}`").fill(fingerprint=key.fingerprint),
            Text("It must be the same on every node", "Harus sama di setiap node"))  # fmt: skip
        if _is_published(key, project):
            yield self._about_published(project)
        replaced = self._replaced(project)
        if replaced is not None:
            yield self._about_rotation(project)
            if _is_published(replaced, project) and version.previous_keys(project.version):
                yield self._finding("key-published-opens", Level.WARNING, "APP_PREVIOUS_KEYS",
                    Text("the old key is no secret, and what anybody seals with it is still opened",
                         "key lama bukan rahasia lagi, dan apa pun yang dienkripsi dengannya masih diterima"),
                    Text("Take it out as soon as encrypted data is written anew",
                         "Hapus segera setelah data terenkripsi ditulis ulang"))  # fmt: skip
        elif self.key == project.configs.value("app.key") and not _is_bare(project.env_text or ""):
            yield self._finding("key-not-bare", Level.WARNING, project.env_path,
                Text("the line of APP_KEY has quotes, blanks or `export`: `key:generate` would not find it",
                     "baris APP_KEY memakai kutip, spasi, atau `export`: `key:generate` tidak akan menemukannya"),
                Text("Write it as `APP_KEY=base64:...` at the start of its line",
                     "Tulis sebagai `APP_KEY=base64:...` di awal baris"))  # fmt: skip

    def _about_published(self, project: Project) -> Finding:
        known = Text("this key is no secret: whoever has the repository, or has read about this application, knows it",
                     "key ini bukan rahasia lagi: siapa pun yang punya repo, atau pernah membaca tentang aplikasi "
                     "ini, mengetahuinya")  # fmt: skip
        fresh = Text("While nothing is sealed with it yet, empty APP_KEY in `{path}` and say `generate`",
                     "Kalau belum ada yang dienkripsi dengannya, kosongkan APP_KEY di `{path}` lalu pakai `generate`")
        later = Text("else say `rotate`", "kalau sudah, pakai `rotate`")
        if not version.previous_keys(project.version):
            later = Text("else upgrade to Laravel 11 first, which has `rotate`",
                         "kalau sudah, upgrade dulu ke Laravel 11, yang punya `rotate`")  # fmt: skip
        remedy = Text("{a}; {b}", "{a}; {b}").fill(a=fresh.fill(path=project.env_path), b=later)
        return self._finding("key-published", Level.WARNING, "APP_KEY", known, remedy)

    def _about_rotation(self, project: Project) -> Finding:
        if not version.previous_keys(project.version):
            return self._finding("key-replaced", Level.ERROR, "APP_KEY", _NO_ROTATION,
                Text("Leave the key alone, or upgrade to Laravel 11 first",
                     "Biarkan key-nya, atau upgrade dulu ke Laravel 11"))  # fmt: skip
        if not isinstance(project.configs.read("app.previous_keys"), EnvKey):
            return self._finding("no-previous-keys", Level.ERROR, project.config_path("app"),
                Text("`previous_keys` in this file reads no env key: the old key would open nothing",
                     "`previous_keys` di file ini tidak membaca env key: key lama tidak bisa membuka apa pun"),
                Text("Put this line in, then start again", "Masukkan baris ini, lalu jalankan lagi"),
                "'previous_keys' => [...array_filter(explode(',', (string) env('APP_PREVIOUS_KEYS', '')))],")  # fmt: skip
        return self._finding("key-rotated", Level.WARNING, "APP_PREVIOUS_KEYS",
            Text("the key is replaced and the old one kept to open what it sealed; queued closures do not survive it, "
                 "and users may be signed out once",
                 "key diganti dan yang lama disimpan untuk membuka data lama; closure yang masih di queue tidak "
                 "bisa dibuka lagi, dan user bisa logout satu kali"),
            Text("Deploy to all nodes at one time, with the queue empty",
                 "Deploy ke semua node bersamaan, saat queue kosong"))  # fmt: skip

    def _replaced(self, project: Project) -> Key | None:
        """Return the valid key that the answer replaces, None when it replaces none."""
        present = _present(project)
        return present if present is not None and self.key not in (None, present.text) else None

    def _finding(self, code: str, level: Level, where: str, why: Text, remedy: Text, paste: str = "") -> Finding:
        return Finding(f"app.{code}", level, where, why, remedy, self.name, paste)


_NO_ROTATION = Text("before Laravel 11 an old key opens nothing: a new one signs everybody out and makes encrypted data "
                    "unreadable",
                    "sebelum Laravel 11 key lama tidak bisa membuka apa pun: key baru membuat semua orang logout dan "
                    "data terenkripsi tak terbaca")  # fmt: skip


def _cipher(project: Project) -> str:
    cipher = project.configs.value("app.cipher")
    return cipher if isinstance(cipher, str) and cipher else DEFAULT_CIPHER


def _present(project: Project) -> Key | None:
    value = project.configs.value("app.key")
    try:
        return Key.parse(value, _cipher(project), project.version) if isinstance(value, str) else None
    except Invalid:
        return None


def _is_published(key: Key, project: Project) -> bool:
    """Tell whether a key stands in the project's example, or is a sentence that asks to be replaced."""
    try:
        example = env.read(project.text(EXAMPLE) or "", project.rules).get("APP_KEY")
    except Stop:  # Laravel never loads it, so a broken line there is nobody's fault here
        example = None
    return key.text == example or (not key.text.startswith("base64:") and bool(_ASKS.search(key.text)))


def _is_bare(env_text: str) -> bool:
    """Tell whether `artisan key:generate` would find the key: bare, at column 0 (ENV.md §5)."""
    lines = _LINE.findall(env_text)
    return not lines or _BARE.match(lines[-1]) is not None
