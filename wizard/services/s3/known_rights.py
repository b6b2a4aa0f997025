"""What the keys of a disk may lack, or leave behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.finding import Level
from wizard.services.known import Known
from wizard.text import Text

_E, _W, _I = Level.ERROR, Level.WARNING, Level.INFO

RIGHTS: Final[Mapping[str, Known]] = {
    "s3.no-rights": Known(_E,
        Text("the keys may neither write to bucket `{bucket}` nor list it: it may be somebody else's",
             "key ini tidak boleh menulis ke bucket `{bucket}` maupun melihat isinya: mungkin milik akun lain"),
        Text("Mend the bucket's name, or give the keys s3:PutObject, s3:GetObject, s3:DeleteObject on "
             "`{bucket}/*` and s3:ListBucket on `{bucket}`",
             "Perbaiki nama bucket, atau beri key ini s3:PutObject, s3:GetObject, s3:DeleteObject di "
             "`{bucket}/*` dan s3:ListBucket di `{bucket}`")),
    "s3.no-write": Known(_E,
        Text("the keys may list bucket `{bucket}` but not write to it: no upload works",
             "key ini boleh melihat isi bucket `{bucket}` tapi tidak boleh menulis: upload gagal"),
        Text("Give them s3:PutObject on `{bucket}/*`", "Beri s3:PutObject di `{bucket}/*`")),
    "s3.no-read": Known(_E,
        Text("an object can be stored, but not read back: no right to read",
             "objek bisa disimpan, tapi tidak bisa dibaca: tidak ada hak baca"),
        Text("Give the keys s3:GetObject on `{bucket}/*`", "Beri key ini s3:GetObject di `{bucket}/*`")),
    "s3.no-list": Known(_W,
        Text("the keys may not list: `Storage::files()` and deleting folders fail, and a missing file is an error "
             "instead of a no",
             "key ini tidak boleh list: `Storage::files()` dan hapus folder gagal, dan file yang tidak ada jadi "
             "error, bukan `false`"),
        Text("Give them s3:ListBucket on `{bucket}`, without `/*`", "Beri s3:ListBucket di `{bucket}`, tanpa `/*`")),
    "s3.no-delete": Known(_W,
        Text("the keys may not delete: `Storage::delete()` fails, and our object `{object}` is left in the bucket",
             "key ini tidak boleh menghapus: `Storage::delete()` gagal, dan objek `{object}` tertinggal di bucket"),
        Text("Give them s3:DeleteObject on `{bucket}/*`, and delete that object with other keys",
             "Beri s3:DeleteObject di `{bucket}/*`, dan hapus objek itu dengan key lain")),
    "s3.left": Known(_W,
        Text("our object `{object}` could not be deleted: {reason}", "objek `{object}` tidak bisa dihapus: {reason}"),
        Text("Delete it by hand", "Hapus manual")),
    "s3.version-left": Known(_I,
        Text("the bucket keeps old versions, and the keys may not delete one: a version of `{object}`, "
             "{size} bytes, stays",
             "bucket ini menyimpan versi lama, dan key ini tidak boleh menghapusnya: satu versi `{object}`, "
             "{size} byte, tertinggal"),
        Text("Nothing to do where a lifecycle rule ends old versions; else delete it with other keys",
             "Biarkan kalau ada lifecycle rule untuk versi lama; kalau tidak, hapus dengan key lain")),
    "s3.no-acl-right": Known(_E,
        Text("the keys may write, but not with the ACL `{acl}` that Laravel sends with every upload",
             "key ini boleh menulis, tapi tidak dengan ACL `{acl}` yang dikirim Laravel di setiap upload"),
        Text("Give them s3:PutObjectAcl on `{bucket}/*`, or add to the disk `'options' => ['ACL' => '']`",
             "Beri s3:PutObjectAcl di `{bucket}/*`, atau tambahkan ke disk ini `'options' => ['ACL' => '']`")),
    "s3.acl": Known(_E,
        Text("the bucket takes no ACL, and Laravel sends `{acl}` with every upload",
             "bucket ini menolak ACL, padahal Laravel mengirim `{acl}` di setiap upload"),
        Text("Remove `'visibility' => 'public'` from the disk and open the bucket by a policy; where `private` is "
             "refused too, add `'options' => ['ACL' => '']`",
             "Hapus `'visibility' => 'public'` dari disk ini dan buka bucket lewat policy; kalau `private` pun "
             "ditolak, tambahkan `'options' => ['ACL' => '']`")),
    "s3.content": Known(_E,
        Text("what was read back from bucket `{bucket}` is not what was stored",
             "yang terbaca dari bucket `{bucket}` bukan yang disimpan"),
        Text("Look for a cache or proxy between here and the server that changes what passes",
             "Cari cache atau proxy di antara sini dan server yang mengubah isinya")),
    "s3.not-listed": Known(_W,
        Text("the object was stored, but the list of bucket `{bucket}` does not show it",
             "objeknya tersimpan, tapi daftar isi bucket `{bucket}` tidak menampilkannya"),
        Text("Count on no list right after an upload; look whether the endpoint is a cache",
             "Jangan mengandalkan daftar tepat setelah upload; periksa apakah endpoint-nya cache")),
}  # fmt: skip
