"""What is wrong with a disk's settings, seen before or at the first contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.finding import Level
from wizard.services.known import Known
from wizard.text import Text

_E, _W = Level.ERROR, Level.WARNING

SETTINGS: Final[Mapping[str, Known]] = {
    "s3.cannot-tell": Known(_W,
        Text("it cannot be told from here which bucket Laravel will use: {settings} is made by code, or sends "
             "requests another way",
             "dari sini tidak bisa dipastikan bucket mana yang dipakai Laravel: {settings} dihitung oleh kode, atau "
             "mengarahkan request lewat jalan lain"),
        Text("Try it in the application: `php artisan tinker`, then `Storage::put('check.txt', 'x')`",
             "Coba di aplikasinya: `php artisan tinker`, lalu `Storage::put('check.txt', 'x')`")),
    "s3.bucket-unset": Known(_E,
        Text("the disk has no bucket: every upload throws an exception",
             "disk ini tidak punya bucket: setiap upload kena exception"),
        Text("Set AWS_BUCKET, or the env key that the disk's `bucket` reads",
             "Isi AWS_BUCKET, atau env key yang dibaca `bucket` disk ini")),
    "s3.bucket-name": Known(_E,
        Text("`{bucket}` is no name for a bucket", "`{bucket}` bukan nama bucket yang sah"),
        Text("Give the name alone: 3 to 63 small letters, digits, dots or dashes; no `s3://`, no folder, no blank",
             "Isi namanya saja: 3 sampai 63 huruf kecil, angka, titik, atau tanda hubung; tanpa `s3://`, folder, spasi")),
    "s3.region-unset": Known(_E,
        Text("the disk has no region, and no request can be signed without one",
             "disk ini tidak punya region, padahal tanda tangan request butuh region"),
        Text("Set AWS_DEFAULT_REGION: the bucket's region on Amazon, `auto` on R2, `us-east-1` on MinIO",
             "Isi AWS_DEFAULT_REGION: region bucket di Amazon, `auto` di R2, `us-east-1` di MinIO")),
    "s3.region-unknown": Known(_E,
        Text("`{region}` is not the name of a region", "`{region}` bukan nama region"),
        Text("Mend AWS_DEFAULT_REGION, like `ap-southeast-1`; for MinIO, R2 or GCS set AWS_ENDPOINT too",
             "Perbaiki AWS_DEFAULT_REGION, seperti `ap-southeast-1`; untuk MinIO, R2, atau GCS isi juga AWS_ENDPOINT")),
    "s3.path-style": Known(_E,
        Text("`use_path_style_endpoint` is a text: the SDK takes true or false only, and throws an exception",
             "`use_path_style_endpoint` berisi teks: SDK hanya menerima true atau false, selain itu exception"),
        Text("Write AWS_USE_PATH_STYLE_ENDPOINT=true or false; `1`, `yes` and an empty value are texts",
             "Tulis AWS_USE_PATH_STYLE_ENDPOINT=true atau false; `1`, `yes`, dan nilai kosong adalah teks")),
    "s3.half-a-key": Known(_E,
        Text("only one of key ID and secret is set: Laravel then uses neither",
             "hanya salah satu dari ID key dan secret yang terisi: Laravel tidak memakai keduanya"),
        Text("Set both, or neither where the machine has an instance role",
             "Isi keduanya, atau kosongkan keduanya kalau mesinnya punya instance role")),
    "s3.key-form": Known(_E,
        Text("the key ID or the token holds a sign that no key has: a blank, a line break or a quote of a word processor",
             "ID key atau token berisi karakter yang tidak ada di kunci mana pun: spasi, baris baru, atau kutip dari word "
             "processor"),
        Text("Copy it again, as one word", "Salin ulang sebagai satu kata")),
    "s3.endpoint": Known(_E,
        Text("the endpoint is no URL: the SDK throws an exception",
             "endpoint-nya bukan URL: SDK melempar exception"),
        Text("Write it whole: `https://minio.example.com:9000`", "Tulis lengkap: `https://minio.example.com:9000`")),
    "s3.host-name": Known(_W,
        Text("the host `{host}` holds a `_`, which no host name may: PHP takes it, many S3 clients do not, nor does this "
             "check, so the bucket is not tested",
             "host `{host}` berisi `_`, yang tidak sah di nama host: PHP menerimanya, banyak client S3 tidak, check ini "
             "juga tidak, jadi bucket-nya tidak dites"),
        Text("Give the server a name with letters, digits, `-` and dots, like a Compose alias",
             "Beri server itu nama dengan huruf, angka, `-`, dan titik, misalnya lewat alias Compose")),
    "s3.endpoint-bucket": Known(_E,
        Text("the endpoint holds the bucket `{bucket}`, and the SDK puts it in again",
             "endpoint-nya sudah berisi bucket `{bucket}`, dan SDK menambahkannya lagi"),
        Text("Take the bucket out of the endpoint: it belongs in AWS_BUCKET, and at the end of AWS_URL",
             "Keluarkan nama bucket dari endpoint: tempatnya di AWS_BUCKET, dan di akhir AWS_URL")),
    "s3.url-empty": Known(_W,
        Text("the public URL is set but empty: `Storage::url()` returns a path on the site itself, a 404",
             "URL publik ada tapi kosong: `Storage::url()` menghasilkan path di situs sendiri, yaitu 404"),
        Text("Give AWS_URL a value, or remove its line from the env file",
             "Isi AWS_URL, atau hapus barisnya dari berkas env")),
    "s3.url": Known(_W,
        Text("the public URL has no `https://`: browsers take it for a path on the site, a 404",
             "URL publik tidak diawali `https://`: browser menganggapnya path di situs sendiri, yaitu 404"),
        Text("Write AWS_URL whole: `https://cdn.example.com`", "Tulis AWS_URL lengkap: `https://cdn.example.com`")),
    "s3.loopback": Known(_E,
        Text("`{host}` is each node itself: every node would keep its own uploads",
             "`{host}` adalah masing-masing node itu sendiri: tiap node menyimpan upload-nya sendiri"),
        Text("Set AWS_ENDPOINT to a server that every node and every browser reaches",
             "Isi AWS_ENDPOINT dengan server yang terjangkau semua node dan semua browser")),
    "s3.url-loopback": Known(_W,
        Text("browsers look for `{host}` on their own machine: no picture opens",
             "browser mencari `{host}` di mesinnya sendiri: gambar tidak terbuka"),
        Text("Put an address in AWS_URL that browsers reach", "Isi AWS_URL dengan alamat yang terjangkau browser")),
    "s3.scheme-http": Known(_E,
        Text("the endpoint says https, but port {port} of `{host}` speaks plain HTTP",
             "endpoint-nya https, tapi port {port} di `{host}` berbicara HTTP polos"),
        Text("Write `http://` in the endpoint, or give the server a certificate",
             "Tulis `http://` di endpoint, atau pasang sertifikat di servernya")),
    "s3.scheme-https": Known(_E,
        Text("the endpoint says http, but port {port} of `{host}` wants TLS",
             "endpoint-nya http, tapi port {port} di `{host}` minta TLS"),
        Text("Write `https://` in the endpoint", "Tulis `https://` di endpoint")),
    "s3.bucket-host": Known(_E,
        Text("with the bucket in front of the endpoint's host, no name server knows `{host}`",
             "dengan nama bucket di depan host endpoint, tidak ada name server yang mengenal `{host}`"),
        Text("Set AWS_USE_PATH_STYLE_ENDPOINT=true, or make a wildcard DNS entry for that host",
             "Isi AWS_USE_PATH_STYLE_ENDPOINT=true, atau buat DNS wildcard untuk host itu")),
}  # fmt: skip
