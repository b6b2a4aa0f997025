"""What browsers would meet: links that do not open, and files that open for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.finding import Level
from wizard.services.known import Known
from wizard.text import Text

_W, _I = Level.WARNING, Level.INFO

ADDRESSES: Final[Mapping[str, Known]] = {
    "s3.link": Known(_W,
        Text("a temporary link does not open (status {status}): `Storage::temporaryUrl()` is of no use",
             "link sementara tidak terbuka (status {status}): `Storage::temporaryUrl()` tidak berguna"),
        Text("Look at the bucket's policy and at any proxy: both must let signed links through",
             "Periksa policy bucket dan proxy-nya: keduanya harus meloloskan link yang ditandatangani")),
    "s3.link-host": Known(_W,
        Text("a temporary link opens at the endpoint but not at `{host}`, the disk's `temporary_url` ({reason})",
             "link sementara terbuka di endpoint tapi tidak di `{host}`, `temporary_url` disk ini ({reason})"),
        Text("The signature covers the host name: let the proxy at `{host}` pass the endpoint's own Host header on",
             "Tanda tangannya mencakup nama host: proxy di `{host}` harus meneruskan header Host milik endpoint")),
    "s3.public-list": Known(_W,
        Text("everybody may list the files of bucket `{bucket}`, without any key",
             "siapa pun boleh melihat daftar file bucket `{bucket}`, tanpa key"),
        Text("Take s3:ListBucket away from `*` in the bucket's policy or ACL; reading a file by its URL does not need it",
             "Cabut s3:ListBucket untuk `*` dari policy atau ACL bucket; membuka file lewat URL tidak membutuhkannya")),
    "s3.not-public": Known(_W,
        Text("the disk stores files as public, but without a key they are refused (status {status}): pictures do not open",
             "disk ini menyimpan file sebagai public, tapi tanpa key ditolak (status {status}): gambar tidak terbuka"),
        Text("Allow s3:GetObject on `{bucket}/*` for `*` in the bucket's policy, or use temporary links",
             "Izinkan s3:GetObject di `{bucket}/*` untuk `*` di policy bucket, atau pakai link sementara")),
    "s3.url-private": Known(_I,
        Text("the public URL refuses a file without a key (status {status}): `Storage::url()` opens only what is public",
             "URL publik menolak file tanpa key (status {status}): `Storage::url()` hanya membuka yang public"),
        Text("Right for private files. For pictures of a site: allow s3:GetObject on `{bucket}/*` for `*`, or for the CDN",
             "Benar untuk file privat. Untuk gambar situs: izinkan s3:GetObject di `{bucket}/*` untuk `*`, atau untuk CDN")),
    "s3.url-wrong": Known(_W,
        Text("a file of the bucket is not to be found at the public URL (status {status})",
             "file di bucket tidak ditemukan di URL publik (status {status})"),
        Text("Let AWS_URL lead to this bucket: Laravel puts the file's path straight behind it",
             "Arahkan AWS_URL ke bucket ini: Laravel menaruh path file tepat di belakangnya")),
    "s3.url-bucket": Known(_W,
        Text("the public URL lacks the bucket: Laravel puts the file's path straight behind it",
             "URL publik tidak memuat nama bucket: Laravel menaruh path file tepat di belakangnya"),
        Text("End AWS_URL with `/{bucket}`", "Akhiri AWS_URL dengan `/{bucket}`")),
    "s3.url-redirect": Known(_I,
        Text("the public URL redirects to `{to}`: each picture costs a second request",
             "URL publik mengalihkan ke `{to}`: setiap gambar butuh dua request"),
        Text("Put that address in AWS_URL", "Pakai alamat itu di AWS_URL")),
    "s3.url-unreachable": Known(_W,
        Text("the public URL has no answer: {reason}", "URL publik tidak menjawab: {reason}"),
        Text("Mend AWS_URL; where it is meant to be reachable only elsewhere, open it there",
             "Perbaiki AWS_URL; kalau memang hanya bisa diakses dari tempat lain, buka dari sana")),
    "s3.cors": Known(_W,
        Text("the bucket does not let a page of `{origin}` upload: Livewire sends files from the browser straight to it",
             "bucket menolak upload dari halaman `{origin}`: Livewire mengirim file dari browser langsung ke bucket"),
        Text("Add a CORS rule: origin `{origin}`, methods GET and PUT, headers `*`",
             "Tambahkan aturan CORS: origin `{origin}`, method GET dan PUT, header `*`")),
}  # fmt: skip
