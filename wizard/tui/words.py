"""The words of the screens, in English and Indonesian."""

from __future__ import annotations

from wizard.text import Text, same

# Every screen
BACK = Text("‹ Back", "‹ Kembali")
NEXT = Text("Next ›", "Lanjut ›")
TO_REVIEW = Text("Review ›", "Tinjau ›")
CLOSE = Text("Close", "Tutup")
KEY_HELP = Text("Help", "Bantuan")
KEY_QUIT = Text("Quit", "Keluar")
KEY_REVIEW = Text("Review", "Tinjau")
KEY_SECTION = Text("Section", "Bagian")
KEY_DEFAULT = Text("Default", "Default")
KEY_GO = Text("Go on", "Lanjut")
KEY_BACK = Text("Back", "Kembali")
KEY_CHOOSE = Text("Choose", "Pilih")
KEY_OPEN = Text("Open", "Buka")
KEY_SCROLL = Text("Scroll", "Gulir")
KEY_CHANGE = Text("Change", "Perubahan")
KEY_TEST = Text("Test", "Tes")
YES = Text("yes", "ya")
NO = Text("no", "tidak")

# Start
FOUND = Text("Found in this project", "Yang ditemukan di proyek ini")
APPLICATION = Text("Laravel {version}, {layout} layout", "Laravel {version}, tata letak {layout}")
NO_ENV = Text("no {path} yet: it will be made", "{path} belum ada: akan dibuat")
GIT = Text("git: branch {branch}, {files} changed", "git: branch {branch}, {files} berubah")
STATE_NOW = Text("State kept on this server now", "State yang sekarang ada di server ini")
NEED_CHANGE = Text("{count} of {total} need a change", "{count} dari {total} perlu diubah")
NOT_SET = Text("not set", "belum ada")
START = Text("Start with 1 {title} ›", "Mulai dari 1 {title} ›")
START_REVIEW = Text("Straight to review", "Langsung tinjau")
UNGUESSED = Text(
    "{answers} cannot be guessed; everything else has a default.",
    "{answers} tidak bisa ditebak; sisanya sudah ada default-nya.",
)
ALL_GUESSED = Text("Every question has an answer already.", "Semua pertanyaan sudah ada jawabannya.")
PROMISE = Text(
    "Nothing is written before you press Write on the review screen.",
    "Tidak ada yang ditulis sebelum Anda menekan Tulis di layar tinjauan.",
)
STEPS = Text("1–8 jump to a section, 9 to the review.",
             "1–8 langsung ke bagian, 9 ke tinjauan.")  # fmt: skip

# Sections
STEP = Text("{number} of {total}", "{number} dari {total}")
REVIEW_STEP = Text("Review & write", "Tinjau & tulis")
ELSEWHERE = Text("{part}: asked in {number} {title} ›", "{part}: ditanya di {number} {title} ›")
RECOMMENDED = Text("★ recommended", "★ disarankan")
IN_USE = Text("in use now: {why}", "dipakai sekarang: {why}")
KEPT_OPTION = Text("in use now: kept", "dipakai sekarang: dipertahankan")
WAS = Text("was", "tadinya")
REQUIRED = Text("required", "wajib")
FOR_EXAMPLE = Text("e.g.", "mis.")
EMPTY_IS = Text("Empty = {value} ({source}).", "Kosong = {value} ({source}).")
ANSWER_IS = Text("Now {value} ({source}).", "Sekarang {value} ({source}).")
NO_DEFAULT = Text("No default: this one needs an answer.", "Tanpa default: ini wajib dijawab.")
WAS_IS = Text("Was {value}.", "Tadinya {value}.")
WAS_BUT = Text("Was {value}: {why}.", "Tadinya {value}: {why}.")
REVEAL = Text("^r shows it for 10 seconds.", "^r menampilkannya 10 detik.")
DRAWN = Text("made just now, kept in memory until you write", "baru dibuat, hanya di memori sampai ditulis")
NOTHING_TYPED = Text("Nothing typed here to reveal", "Belum ada ketikan untuk dilihat")
SIDEBAR_HELP = Text("↑↓ or a digit, then Enter. ✓ seen  ~ changed by you  ✗ needs you  ○ not seen yet. "
                    "At the right: the last test (^t): ok, warn, fail.",
                    "↑↓ atau angka, lalu Enter. ✓ dilihat  ~ Anda ubah  ✗ perlu Anda  ○ belum dilihat. "
                    "Di kanan: tes terakhir (^t): ok, awas, gagal.")  # fmt: skip

# Live checks
TEST = Text("Test connection", "Tes koneksi")
TEST_HELP = Text(
    "Asks the servers themselves, with the answers as they stand, and cleans up after itself. Nothing is written "
    "to the project. A test that fails keeps nobody from writing.",
    "Bertanya langsung ke server dengan jawaban saat ini, lalu membersihkan bekasnya. Proyek tidak ditulisi. "
    "Tes yang gagal tidak menghalangi penulisan.",
)
ESC_STOPS = Text("Esc stops it", "Esc menghentikan")
SECONDS = Text("{seconds} s", "{seconds} dtk")
STOPPED = Text("stopped", "dihentikan")
TEST_STALE = Text("The answers have changed since this test.", "Jawaban berubah sejak tes ini.")

# Review
REVIEW = Text("Review", "Tinjauan")
PLAN = Text("plan {id}", "rencana {id}")
CREATED = Text("create", "buat")
CHANGED = Text("change", "ubah")
GO_THERE = Text("Enter = go there", "Enter = ke sana")
ROW_FINDINGS = Text("Findings ({count})", "Temuan ({count})")
ROW_CHECKLIST = Text("Checklist ({count}): what to run yourself after writing",
                     "Daftar ({count}): yang Anda jalankan sendiri setelah menulis")  # fmt: skip
NO_FINDINGS = Text("Nothing to say.", "Tidak ada catatan.")
NO_STEPS = Text("Nothing to run.", "Tidak ada yang perlu dijalankan.")
NOTHING_TO_WRITE = Text("nothing to write", "tidak ada yang perlu ditulis")
WRITE = Text("Write {files}", "Tulis {files}")
FINISH = Text("Finish", "Selesai")
FIRST_PROBLEM = Text("{problems}: go to the first", "{problems}: ke yang pertama")
SURE = Text("Write {files}?", "Tulis {files}?")
SURE_WHY = Text("Know this before you do:", "Ketahui ini dulu:")
SURE_BACKUP = Text("A backup is made first; the command that brings it back is shown afterwards.",
                   "Backup dibuat dulu; perintah untuk mengembalikannya ditampilkan setelahnya.")  # fmt: skip
NOT_WRITTEN = Text("It could not be written", "Tidak bisa ditulis")
CANNOT_GO_ON = Text("This cannot go on", "Ini tidak bisa dilanjutkan")
ANSWERS_SAFE = Text("Your answers are still here.", "Jawaban Anda masih ada.")
REBUILD = Text("Read the project again", "Baca ulang proyeknya")
STAY = Text("Stay", "Tetap di sini")

# Done
DONE = Text("Done", "Selesai")
DONE_COUNT = Text("{files} written", "{files} ditulis")
DONE_NOTHING = Text("Nothing had to be written", "Tidak ada yang perlu ditulis")
BACKUP = Text("Backup   {path}", "Backup      {path}")
RESTORE = Text("Restore  {command}", "Kembalikan  {command}")
PRINTED = Text("All of this is printed in your terminal when you close the wizard.",
               "Semua ini dicetak di terminal saat wizard ditutup.")  # fmt: skip

# Quit
LEAVE = Text("Leave the wizard?", "Keluar dari wizard?")
LEAVE_WHY = Text("{done} of {total} sections are done. Nothing has been written, and answers are not kept.",
                 "{done} dari {total} bagian selesai. Belum ada yang ditulis, dan jawaban tidak disimpan.")  # fmt: skip
QUIT = Text("Quit", "Keluar")
AGAIN = Text("^c again = quit", "^c sekali lagi = keluar")
QUIT_SAID = Text("Nothing was written.", "Tidak ada yang ditulis.")

# Help
KEYS = Text("Keys", "Tombol")
KEY_LIST: tuple[tuple[str, Text], ...] = (
    ("Enter", Text("accept the field, go to the next; press a button", "terima isian, ke berikutnya; tekan tombol")),
    ("Tab  Shift+Tab", Text("next, previous field", "isian berikutnya, sebelumnya")),
    ("↑ ↓", Text("the same; inside a list: move in it", "sama; di dalam daftar: pindah baris")),
    ("Space", Text("choose, yes or no", "pilih, ya atau tidak")),
    ("PgDn  PgUp", Text("next, previous section: always allowed (F8, F7)",
                        "bagian berikutnya, sebelumnya: selalu boleh (F8, F7)")),
    ("Esc", Text("stop a running test; close; field back to what it was; then the sidebar",
                 "hentikan tes; tutup; isian kembali semula; lalu daftar bagian")),
    ("1–9", Text("in the sidebar, on the start screen, in lists: jump", "di daftar bagian, layar awal, daftar: lompat")),
    ("^u", Text("clear the field: use the default", "kosongkan isian: pakai default")),
    ("^r", Text("reveal a typed secret for 10 seconds", "lihat rahasia yang diketik selama 10 detik")),
    ("^t", Text("test this section's servers; how it went stands in the sidebar",
                "tes server bagian ini; hasilnya ada di daftar bagian")),
    ("^s", Text("review", "tinjauan")),
    ("n  p", Text("review: next, previous change", "tinjauan: perubahan berikutnya, sebelumnya")),
    ("^l", Text("draw the screen again", "gambar ulang layar")),
    ("^z", Text("suspend; `fg` comes back", "tunda; `fg` untuk kembali")),
    ("^c  ^q", Text("quit; ^c twice: at once", "keluar; ^c dua kali: langsung")),
)  # fmt: skip
NAME = same("stateless-wizard")


def files(count: int) -> Text:
    """So many files."""
    return Text("1 file" if count == 1 else f"{count} files", f"{count} berkas")


def problems(count: int) -> Text:
    """So many problems."""
    return Text("1 problem" if count == 1 else f"{count} problems", f"{count} masalah")


def warnings(count: int) -> Text:
    """So many warnings."""
    return Text("1 warning" if count == 1 else f"{count} warnings", f"{count} peringatan")


def answers(count: int) -> Text:
    """So many answers."""
    return Text("1 answer" if count == 1 else f"{count} answers", f"{count} jawaban")
