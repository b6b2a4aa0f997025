"""What may be found at a RabbitMQ broker, and what to do about it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Final

from wizard.finding import Finding, Level
from wizard.laravel.broker import Broker
from wizard.services.known import Known
from wizard.text import Text

_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO

_CONFIG: Final = {
    "rabbitmq.unknown": Known(_W,
        Text("`{setting}` is made by code: which broker it means cannot be told, so it was not asked",
             "`{setting}` dibuat oleh kode: broker mana yang dimaksud tidak bisa diketahui, jadi tidak dicek"),
        Text("Read it from an env key, or ask that broker yourself: `rabbitmq-diagnostics ping`",
             "Baca dari env key, atau cek sendiri broker itu: `rabbitmq-diagnostics ping`")),
    "rabbitmq.no-host": Known(_E,
        Text("`{setting}` is empty: there is no broker to connect to",
             "`{setting}` kosong: tidak ada broker yang bisa dihubungi"),
        Text("Set RABBITMQ_HOST to the broker that every node reaches",
             "Isi RABBITMQ_HOST dengan broker yang bisa diakses semua node")),
    "rabbitmq.port": Known(_E,
        Text("`{setting}` holds no port", "isi `{setting}` bukan port"),
        Text("Set `{setting}` to 1 to 65535, usually 5672 (5671 with TLS)",
             "Isi `{setting}` dengan 1 sampai 65535, biasanya 5672 (5671 kalau TLS)")),
    "rabbitmq.host-form": Known(_E,
        Text("`{setting}` holds no host name: it is not shown, since there may be a password in it",
             "isi `{setting}` bukan nama host: tidak ditampilkan, karena mungkin ada password di dalamnya"),
        Text("Write the host alone; port, user, password and vhost have keys of their own",
             "Tulis host-nya saja; port, user, password, dan vhost punya key sendiri")),
    "rabbitmq.name-form": Known(_E,
        Text("the name in {key} cannot be sent: it has more than 255 bytes, or bytes outside UTF-8",
             "nama di {key} tidak bisa dikirim: lebih dari 255 byte, atau ada byte di luar UTF-8"),
        Text("Give it a shorter name, in UTF-8", "Beri nama yang lebih pendek, dalam UTF-8")),
    "rabbitmq.loopback": Known(_E,
        Text("`{host}` is each node itself: a job put in on one node is seen by no worker elsewhere",
             "`{host}` adalah node itu sendiri, di setiap node: job dari satu node tidak terlihat worker di tempat lain"),
        Text("Set RABBITMQ_HOST to the central broker; right only when a proxy to it listens there on every node",
             "Isi RABBITMQ_HOST dengan broker pusat; benar hanya kalau di tiap node ada proxy ke sana")),
    "rabbitmq.no-heartbeat": Known(_I,
        Text("no heartbeat is asked for: behind a balancer or NAT an idle worker's connection is cut without its notice",
             "heartbeat tidak dipakai: di belakang balancer atau NAT, koneksi worker yang diam bisa putus tanpa ketahuan"),
        Text("Set `options.heartbeat` of the `rabbitmq` connection to 60",
             "Isi `options.heartbeat` koneksi `rabbitmq` dengan 60")),
}  # fmt: skip

_DOOR: Final = {
    "rabbitmq.tls-wanted": Known(_E,
        Text("`{host}` speaks TLS on port {port}, the application does not",
             "`{host}` memakai TLS di port {port}, aplikasinya tidak"),
        Text("Set `secure` to true in the `rabbitmq` connection (RABBITMQ_SECURE for the publisher)",
             "Isi `secure` dengan true di koneksi `rabbitmq` (RABBITMQ_SECURE untuk publisher)")),
    "rabbitmq.no-tls": Known(_E,
        Text("the application speaks TLS, but `{host}` has none on port {port}",
             "aplikasinya memakai TLS, tapi `{host}` tidak di port {port}"),
        Text("Set RABBITMQ_PORT to the port of TLS, usually 5671", "Isi RABBITMQ_PORT dengan port TLS, biasanya 5671")),
    "rabbitmq.protocol-version": Known(_E,
        Text("the broker speaks AMQP {version}, Laravel's package speaks AMQP 0-9-1",
             "broker memakai AMQP {version}, package Laravel memakai AMQP 0-9-1"),
        Text("Name a RabbitMQ broker; for others take another queue driver",
             "Sebut broker RabbitMQ; untuk yang lain pakai driver queue lain")),
    "rabbitmq.guest": Known(_E,
        Text("`guest` is refused: a broker lets it in from its own machine only, or its password was changed",
             "`guest` ditolak: broker hanya menerimanya dari mesinnya sendiri, atau password-nya sudah diganti"),
        Text("On the broker: `rabbitmqctl add_user NAME PASSWORD`, `rabbitmqctl set_permissions -p {there} NAME '.*' '.*' "
             "'.*'`; then RABBITMQ_USER and RABBITMQ_PASSWORD",
             "Di broker: `rabbitmqctl add_user NAMA PASSWORD`, `rabbitmqctl set_permissions -p {there} NAMA '.*' '.*' "
             "'.*'`; lalu RABBITMQ_USER dan RABBITMQ_PASSWORD")),
    "rabbitmq.guest-open": Known(_W,
        Text("the broker lets `guest` in from other machines, and everybody knows that name",
             "broker menerima `guest` dari mesin lain, padahal semua orang tahu nama itu"),
        Text("Make a user for this application, then on the broker: `rabbitmqctl delete_user guest`",
             "Buat user khusus aplikasi ini, lalu di broker: `rabbitmqctl delete_user guest`")),
    "rabbitmq.login": Known(_E,
        Text("the broker refuses the password of user `{user}`, or knows no such user",
             "broker menolak password user `{user}`, atau tidak mengenal user itu"),
        Text("Mend RABBITMQ_USER and RABBITMQ_PASSWORD; on the broker: `rabbitmqctl authenticate_user {who} PASSWORD`",
             "Perbaiki RABBITMQ_USER dan RABBITMQ_PASSWORD; di broker: `rabbitmqctl authenticate_user {who} PASSWORD`")),
    "rabbitmq.no-vhost": Known(_E,
        Text("there is no virtual host `{vhost}` on the broker", "tidak ada virtual host `{vhost}` di broker"),
        Text("Mend RABBITMQ_VHOST, or on the broker: `rabbitmqctl add_vhost {there}`",
             "Perbaiki RABBITMQ_VHOST, atau di broker: `rabbitmqctl add_vhost {there}`")),
    "rabbitmq.vhost-refused": Known(_E,
        Text("user `{user}` may not enter the virtual host `{vhost}`",
             "user `{user}` tidak boleh masuk ke virtual host `{vhost}`"),
        Text("On the broker: `rabbitmqctl set_permissions -p {there} {who} '.*' '.*' '.*'`",
             "Di broker: `rabbitmqctl set_permissions -p {there} {who} '.*' '.*' '.*'`")),
    "rabbitmq.limit": Known(_E,
        Text("the broker takes no more connections to `{vhost}` by user `{user}`: a limit is reached",
             "broker menolak koneksi lagi ke `{vhost}` dari user `{user}`: batasnya tercapai"),
        Text("On the broker: `rabbitmqctl list_vhost_limits`, `rabbitmqctl list_user_limits`; raise `max-connections`",
             "Di broker: `rabbitmqctl list_vhost_limits`, `rabbitmqctl list_user_limits`; naikkan `max-connections`")),
    "rabbitmq.error": Known(_E,
        Text("the broker ends the talk with error {number}", "broker memutus koneksi dengan error {number}"),
        Text("Look at the broker's log at this time", "Lihat log broker di sekitar waktu ini")),
}  # fmt: skip

_WORK: Final = {
    "rabbitmq.no-configure": Known(_E,
        Text("user `{user}` may not make queues like `{queue}`: the first job fails",
             "user `{user}` tidak boleh membuat queue seperti `{queue}`: job pertama gagal"),
        Text("On the broker: `rabbitmqctl set_permissions -p {there} {who} '.*' '.*' '.*'` (the first is configure)",
             "Di broker: `rabbitmqctl set_permissions -p {there} {who} '.*' '.*' '.*'` (yang pertama configure)")),
    "rabbitmq.no-delayed": Known(_W,
        Text("user `{user}` may not make queues beside `{queue}`, as Laravel does for each delayed job and each retry",
             "user `{user}` tidak boleh membuat queue di samping `{queue}`, seperti yang Laravel lakukan untuk "
             "delayed job dan retry"),
        Text("Let the configure right on the broker match `{queue}.*`, too",
             "Buat hak configure di broker juga cocok dengan `{queue}.*`")),
    "rabbitmq.no-write": Known(_E,
        Text("user `{user}` may not publish to the default exchange: no job gets in",
             "user `{user}` tidak boleh publish ke default exchange: tidak ada job yang masuk"),
        Text("Let the write right on the broker match `amq.default`, and `{queue}`",
             "Buat hak write di broker cocok dengan `amq.default`, juga `{queue}`")),
    "rabbitmq.no-read": Known(_E,
        Text("user `{user}` may not read from queues like `{queue}`: no worker gets a job",
             "user `{user}` tidak boleh membaca queue seperti `{queue}`: worker tidak mendapat job"),
        Text("Let the read right on the broker match `{queue}`", "Buat hak read di broker cocok dengan `{queue}`")),
    "rabbitmq.blocked": Known(_E,
        Text("the broker takes no messages: it is short of memory or disk",
             "broker tidak menerima pesan: memori atau disk-nya hampir habis"),
        Text("On the broker: `rabbitmq-diagnostics alarms`; empty queues nobody reads, add disk, or raise the watermark",
             "Di broker: `rabbitmq-diagnostics alarms`; kosongkan queue yang tidak dibaca siapa pun, tambah disk, "
             "atau naikkan watermark")),
    "rabbitmq.rejected": Known(_E,
        Text("the broker rejects a message to a queue like `{queue}`: a policy limits its length",
             "broker menolak pesan ke queue seperti `{queue}`: ada policy yang membatasi panjangnya"),
        Text("On the broker: `rabbitmqctl list_policies -p {there}`; raise `max-length`",
             "Di broker: `rabbitmqctl list_policies -p {there}`; naikkan `max-length`")),
    "rabbitmq.lost": Known(_E,
        Text("a message that the broker confirmed is not in the queue: a policy or a proxy drops it",
             "pesan yang sudah dikonfirmasi broker tidak ada di queue: ada policy atau proxy yang membuangnya"),
        Text("On the broker: `rabbitmqctl list_policies -p {there}`; look for `message-ttl` and `max-length`",
             "Di broker: `rabbitmqctl list_policies -p {there}`; cari `message-ttl` dan `max-length`")),
    "rabbitmq.queue-arguments": Known(_W,
        Text("the queue `{queue}` is there with another `{argument}` than the application asks for: whoever declares it "
             "anew is refused",
             "queue `{queue}` sudah ada dengan `{argument}` yang berbeda dari permintaan aplikasi: yang mendeklarasikannya "
             "lagi akan ditolak"),
        Text("Let it run empty and delete it on the broker, or name another queue: {key}",
             "Biarkan sampai kosong lalu hapus di broker, atau sebut queue lain: {key}")),
    "rabbitmq.queue-locked": Known(_E,
        Text("the queue `{queue}` is another connection's own (exclusive): nobody else may use it",
             "queue `{queue}` milik satu koneksi lain (exclusive): yang lain tidak boleh memakainya"),
        Text("End the program that holds it, or name another queue: {key}",
             "Hentikan program yang memegangnya, atau sebut queue lain: {key}")),
}  # fmt: skip

FINDINGS: Final[Mapping[str, Known]] = {**_CONFIG, **_DOOR, **_WORK}


def found(code: str, where: str, broker: Broker, **values: object) -> Finding:
    """Return what was found at a broker; names in commands are quoted for a shell."""
    return FINDINGS[code].at(
        code, where, host=broker.host, user=broker.user, vhost=broker.vhost,
        who=shlex.quote(broker.user), there=shlex.quote(broker.vhost), **values,
    )  # fmt: skip
