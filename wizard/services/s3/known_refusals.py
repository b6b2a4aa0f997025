"""What a server that speaks S3, or does not, may refuse a request for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.finding import Level
from wizard.services.known import Known
from wizard.text import Text

_E, _I = Level.ERROR, Level.INFO

REFUSALS: Final[Mapping[str, Known]] = {
    "s3.not-s3": Known(_E,
        Text("a web server answers there, but not as S3 does (status {status})",
             "yang menjawab di sana web server, tapi bukan S3 (status {status})"),
        Text("Mend the port: MinIO's console, for one, is not its S3 port; or the proxy in front of it",
             "Perbaiki port-nya: console MinIO misalnya bukan port S3-nya; atau proxy di depannya")),
    "s3.redirect": Known(_E,
        Text("the endpoint redirects to `{to}`, and the SDK does not follow",
             "endpoint-nya mengalihkan ke `{to}`, dan SDK tidak mengikutinya"),
        Text("Put the address it leads to in the endpoint", "Pakai alamat tujuannya sebagai endpoint")),
    "s3.key": Known(_E,
        Text("the server does not know the access key ID", "server tidak mengenal access key ID itu"),
        Text("Copy the key ID again: it may be deleted, disabled, or one of another provider or account",
             "Salin ulang key ID-nya: mungkin sudah dihapus, nonaktif, atau milik provider atau akun lain")),
    "s3.secret": Known(_E,
        Text("the key ID is known, but the secret is not its own (or a proxy in front changes the request)",
             "key ID dikenal, tapi secret-nya bukan pasangannya (atau proxy di depannya mengubah request)"),
        Text("Copy the secret again, in quotes when it holds `#` or blanks; a proxy must pass the Host header on as it is",
             "Salin ulang secret-nya, pakai kutip kalau berisi `#` atau spasi; proxy harus meneruskan header Host apa adanya")),
    "s3.token": Known(_E,
        Text("the keys are temporary ones whose session is over or unknown",
             "key-nya key sementara yang session-nya sudah habis atau tidak dikenal"),
        Text("Use keys of an IAM user that last, or the machine's instance role; remove the token",
             "Pakai key IAM user yang permanen, atau instance role mesinnya; hapus token-nya")),
    "s3.no-bucket": Known(_E,
        Text("there is no bucket `{bucket}` at this endpoint", "tidak ada bucket `{bucket}` di endpoint ini"),
        Text("Make the bucket, or mend its name; look whether endpoint, account and path style are the right ones",
             "Buat bucket-nya, atau perbaiki namanya; periksa juga endpoint, akun, dan path style-nya")),
    "s3.region": Known(_E,
        Text("the bucket is in region `{right}`, the disk says `{region}`",
             "bucket-nya di region `{right}`, sedangkan disk ini `{region}`"),
        Text("Set AWS_DEFAULT_REGION={right}", "Isi AWS_DEFAULT_REGION={right}")),
    "s3.region-untold": Known(_E,
        Text("the server does not take the region `{region}`, and does not say which one it wants",
             "server menolak region `{region}`, dan tidak menyebut region yang benar"),
        Text("Look the bucket's region up in its console; R2 wants `auto`, MinIO `us-east-1` unless set otherwise",
             "Lihat region bucket di console-nya; R2 minta `auto`, MinIO `us-east-1` kecuali diatur lain")),
    "s3.clock": Known(_E,
        Text("this machine's clock is {seconds} s away from the server's: signed requests are refused",
             "jam mesin ini berbeda {seconds} detik dari jam server: request yang ditandatangani ditolak"),
        Text("Switch time synchronisation on (chrony, systemd-timesyncd), here and on every node",
             "Nyalakan sinkronisasi waktu (chrony, systemd-timesyncd), di sini dan di setiap node")),
    "s3.full": Known(_E,
        Text("the server has no room left for bucket `{bucket}`", "server sudah tidak punya ruang untuk bucket `{bucket}`"),
        Text("Make room: raise the bucket's quota or add disks", "Sediakan ruang: naikkan kuota bucket atau tambah disk")),
    "s3.busy": Known(_E,
        Text("the server fails with status {status}: it is overloaded or broken",
             "server gagal dengan status {status}: kelebihan beban atau rusak"),
        Text("Try again later, and look at the server's log", "Coba lagi nanti, dan lihat log server-nya")),
    "s3.refused": Known(_E,
        Text("the server refuses with status {status}, code `{word}`",
             "server menolak dengan status {status}, kode `{word}`"),
        Text("Look that code up in the provider's manual, and look at the server's log",
             "Cari kode itu di dokumentasi provider-nya, dan lihat log server-nya")),
    "s3.checksums": Known(_E,
        Text("the server refuses the checksum header that aws/aws-sdk-php sends from 3.337 on: every upload fails",
             "server menolak header checksum yang dikirim aws/aws-sdk-php sejak 3.337: setiap upload gagal"),
        Text("Add to the disk: `'request_checksum_calculation' => 'when_required', "
             "'response_checksum_validation' => 'when_required'`",
             "Tambahkan ke disk ini: `'request_checksum_calculation' => 'when_required', "
             "'response_checksum_validation' => 'when_required'`")),
    "s3.checksums-later": Known(_I,
        Text("the server refuses checksum headers; the installed SDK {version} sends none, but from 3.337 on it would",
             "server menolak header checksum; SDK {version} yang terpasang tidak mengirimnya, tapi mulai 3.337 mengirim"),
        Text("Before updating add to the disk: `'request_checksum_calculation' => 'when_required', "
             "'response_checksum_validation' => 'when_required'`",
             "Sebelum update tambahkan ke disk ini: `'request_checksum_calculation' => 'when_required', "
             "'response_checksum_validation' => 'when_required'`")),
}  # fmt: skip
