"""The words of the screens, in English and Indonesian."""

from __future__ import annotations

from wizard.text import Text, same
from wizard.walk import words as walk

# Every screen
BACK = Text("‹ Back", "‹ Kembali")
NEXT = Text("Next ›", "Lanjut ›")
TO_REVIEW = same("Review ›")
CLOSE = Text("Close", "Tutup")
KEY_HELP = Text("Help", "Bantuan")
KEY_QUIT = Text("Quit", "Keluar")
KEY_REVIEW = same("Review")
KEY_SECTION = Text("Section", "Bagian")
KEY_GO = Text("Go on", "Lanjut")
KEY_GO_TO = Text("Go to", "Ke…")
KEY_BACK = Text("Back", "Kembali")
KEY_CHOOSE = Text("Choose", "Pilih")
KEY_OPEN = Text("Open", "Buka")
KEY_SCROLL = same("Scroll")
KEY_CHANGE = Text("Change", "Perubahan")
KEY_TEST = Text("Test", "Tes")
KEY_LANGUAGE = Text("Bahasa", "English")
YES = Text("yes", "ya")
NO = Text("no", "tidak")

# Start
FOUND = Text("Found in this project", "Yang ditemukan di proyek ini")
APPLICATION = Text("Laravel {version}, {layout} layout", "Laravel {version}, layout {layout}")
GIT = Text("git: branch {branch}, {files} changed", "git: branch {branch}, {files} berubah")
STATE_NOW = Text("State kept on this server now", "State di server ini sekarang")
NEED_CHANGE = Text("{count} of {total} need a change", "{count} dari {total} perlu diubah")
NOT_SET = Text("not set", "kosong")
WAYS = Text("How do you want to go on?", "Mau lanjut lewat mana?")
RECOMMENDED_WAY = Text("Recommended", "Disarankan")
GUESSED_BUT = Text(
    "all answers as found; only the sections with the {answers} that nobody can guess, then the review.",
    "pakai semua yang ditemukan; hanya bagian dengan {answers} yang tidak bisa ditebak, lalu review.",
)
ALL_GUESSED = Text("all answers as found, then straight to the review. Nothing is missing.",
                   "pakai semua yang ditemukan, lalu langsung review. Tidak ada yang kurang.")  # fmt: skip
STEPS_WAY = Text("Step by step", "Per bagian")
STEPS_WHY = Text("{sections} sections, about {questions} questions, most with a default",
                 "{sections} bagian, sekitar {questions} pertanyaan, kebanyakan sudah ada default-nya")  # fmt: skip
FILE_WAY = Text("Answers file…", "File jawaban…")
FILE_WHY = Text("load stateless.toml or another one, then review", "muat stateless.toml atau lainnya, lalu review")
STATE_WAY = Text("State here now", "State sekarang")
STATE_WHY = Text("what each section keeps here, and what that breaks",
                 "yang disimpan di sini per bagian, dan akibatnya")  # fmt: skip
SAME_WITHOUT = Text("Same without questions:", "Sama, tanpa pertanyaan:")
PROMISE = Text(
    "Nothing is written before you press Write on the review screen.",
    "Tidak ada yang ditulis sebelum Tulis ditekan di layar review.",
)

# What keeps state on this server now
PIECE_NOW = Text("Now", "Sekarang")
PIECE_BREAKS = Text("Breaks", "Akibat")
PIECE_WILL = Text("Will be", "Nanti")
FINE_AS_IS = Text("Fine as it is: every server finds the same.", "Sudah benar: semua server menemukan yang sama.")
NOT_THERE_YET = Text("Nothing of it is in the project yet.", "Belum ada di proyek.")
ONLY_YOU = Text("{label}: only you know, it is asked", "{label}: tidak bisa ditebak, akan ditanya")
MARK_WRONG = Text("needs a change", "perlu diubah")
MARK_FINE = Text("fine", "sudah benar")
MARK_NEW = Text("new", "baru")
KEY_SECTION_OPEN = Text("Open section", "Buka bagian")

# An answers file
LOAD = Text("Load answers from a file", "Muat jawaban dari file")
LOAD_WHY = Text(
    "Its answers go before what the project has now; then comes the review. The path starts at the project, or with ~.",
    "Jawabannya didahulukan dari isi proyek sekarang; lalu ke review. Path dihitung dari proyek, atau diawali ~.",
)
LOAD_BUT = Text("What was typed here goes before the file.", "Yang sudah diketik di sini didahulukan dari isi file.")
LOAD_GO = Text("Load", "Muat")
LOAD_NOT = Text("No answers were loaded", "Jawaban tidak dimuat")

# The answers that only a person knows
ONLY_OPEN = Text("{number} of {total} only you know", "{number} dari {total} yang wajib diisi")

# Sections
STEP = Text("{number} of {total}", "{number} dari {total}")
REVIEW_STEP = walk.REVIEW_STEP
ELSEWHERE = Text("{part}: asked in {number} {title} ›", "{part}: ditanya di {number} {title} ›")
WHY = Text("Why? (F2)", "Kenapa? (F2)")
RECOMMENDED = Text("★ recommended", "★ disarankan")
IN_USE = Text("in use now: {why}", "dipakai sekarang: {why}")
KEPT_OPTION = Text("in use now: kept", "dipakai sekarang: dipertahankan")
WAS = Text("was", "tadinya")
REQUIRED = Text("required", "wajib")
FOR_EXAMPLE = Text("e.g.", "mis.")
EMPTY_IS = Text("Empty = {value} ({source}).", "Kosong = {value} ({source}).")
ANSWER_IS = Text("Planned: {value} ({source}).", "Rencana: {value} ({source}).")
NO_DEFAULT = Text("No default: this one needs an answer.", "Tanpa default: ini wajib dijawab.")
WAS_IS = Text("Was {value}.", "Tadinya {value}.")
WAS_BUT = Text("Was {value}: {why}.", "Tadinya {value}: {why}.")
REVEAL = Text("^r shows it for 10 seconds.", "^r menampilkannya 10 detik.")
DRAWN = Text("made just now, kept in memory until you write", "baru dibuat, hanya di memori sampai ditulis")
NOTHING_TO_UNDO = Text("Nothing to undo in this field", "Tidak ada yang bisa di-undo di field ini")
DROPPED = Text("Control characters in what was pasted were left out.", "Karakter kontrol dari hasil paste dibuang.")
FIRST_LINE = Text("Only the first line was pasted: a field holds one line.",
                  "Hanya baris pertama yang di-paste: field cuma satu baris.")  # fmt: skip
NOTHING_TYPED = Text("Nothing typed here to reveal", "Belum ada ketikan untuk dilihat")
SIDEBAR_HELP = Text("↑↓ or a digit, then Enter. ✓ seen  ~ changed by you  ✗ needs you  ○ not seen yet. "
                    "At the right: the last test (^t): ok, warn, fail.",
                    "↑↓ atau angka, lalu Enter. ✓ dilihat  ~ diubah  ✗ perlu diisi  ○ belum dilihat. "
                    "Di kanan: tes terakhir (^t): ok, awas, gagal.")  # fmt: skip

# Pasted lines
PASTED = Text("Lines with `KEY=value` were pasted", "Yang di-paste berupa baris `KEY=nilai`")
PASTED_NONE = Text("None of them fills a field.", "Tidak ada yang cocok dengan field di sini.")
ALREADY = Text("as it is already: {keys}", "sudah sama: {keys}")
FILL = Text("Fill {fields}", "Isi {fields}")
FIRST_ONLY = Text("Only the first line, here", "Baris pertama saja, di sini")
CANCEL = Text("Cancel", "Batal")
FILLED = Text("{fields} filled. Nothing is written yet.", "{fields} terisi. Belum ada yang ditulis.")

# Live diff
KEY_PREVIEW = same("Preview")
PREVIEW = same("Live diff")
PREVIEW_LIVE = same("live")
PREVIEW_FILE = Text("whole file", "file utuh")
PREVIEW_SPLIT = Text("side by side", "berdampingan")
PREVIEW_WRAP = Text("wrapped", "wrap")
PREVIEW_NEW = Text("new", "baru")
PREVIEW_MORE = Text("… and {count} more files", "… dan {count} file lain")
PREVIEW_NOTHING = Text("This answer changes no file: the project already has it so.",
                       "Jawaban ini tidak mengubah file: di proyek memang sudah begitu.")  # fmt: skip
PREVIEW_NOT_WRITTEN = Text("{key}: {why}: not written", "{key}: {why}: tidak ditulis")
PREVIEW_HELP = Text("What will be written, live; secrets stay hidden. n p: next, previous change. s: side by side. "
                    "w: break long lines. f: whole file, d: diff. Esc: back to the field. ^o: show, hide.",
                    "Yang akan ditulis, live; secret tetap tersembunyi. n p: perubahan berikut, sebelumnya. "
                    "s: berdampingan. w: wrap baris panjang. f: file utuh, d: diff. Esc: ke field. "
                    "^o: tampil, sembunyi.")  # fmt: skip

# Live checks
TEST = Text("Test connection", "Tes koneksi")
TEST_HELP = Text(
    "Asks the servers themselves, with the answers as they stand, and cleans up after itself. Nothing is written "
    "to the project. A test that fails keeps nobody from writing.",
    "Mengetes langsung ke server dengan jawaban saat ini, lalu membersihkan bekasnya. Tidak ada yang ditulis ke proyek. "
    "Tes yang gagal tidak menghalangi penulisan.",
)
ESC_STOPS = Text("Esc stops it", "Esc menghentikan")
SECONDS = Text("{seconds} s", "{seconds} dtk")
STOPPED = Text("stopped", "dihentikan")
TEST_STALE = Text("The answers have changed since this test.", "Jawaban berubah sejak tes ini.")

# Review
REVIEW = same("Review")
PLAN = same("plan {id}")
CREATED = Text("create", "buat")
CHANGED = Text("change", "ubah")
GO_THERE = Text("Enter = go there", "Enter = ke sana")
ROW_DECIDE = Text("Decide ({count}): know this before you write", "Putuskan ({count}): perlu diketahui sebelum menulis")
ROW_KNOW = Text("Good to know ({count})", "Sekadar info ({count})")
LEFT_OUT = Text("left out", "dilewati")
LEFT_OUT_SAID = Text("`{path}` is left out this time. The next plan has it again. Space takes it in.",
                     "`{path}` dilewati kali ini. Plan berikutnya memuatnya lagi. Spasi memasukkannya.")  # fmt: skip
TAKEN_IN = Text("`{path}` is written with the others.", "`{path}` ikut ditulis.")
NOT_LEFT_OUT = Text("`{path}` cannot be left out: the settings of this plan rest on it.",
                    "`{path}` tidak bisa dilewati: setting di plan ini bergantung padanya.")  # fmt: skip
CHANGED_ON_DISK = Text("changed on disk", "berubah di disk")
PLAN_WAS = Text("plan {id}, was {old}: the project was changed on disk meanwhile",
                "plan {id}, tadinya {old}: sementara itu proyek berubah di disk")  # fmt: skip
PLAN_SAME = Text("plan {id} as before: what changed on disk does not touch it",
                 "plan {id} tetap: yang berubah di disk tidak menyentuhnya")  # fmt: skip
UNIFIED = Text("unified  [s] split", "unified  [s] berdampingan")
SPLIT = Text("split  [s] unified", "berdampingan  [s] unified")
WHOLE = Text("whole file  [d] diff", "file utuh  [d] diff")
WRAP = same("[w] wrap")
UNWRAP = Text("[w] no wrap", "[w] tanpa wrap")
FILE = Text("[f] file", "[f] utuh")
KEY_IN_OUT = Text("In/out", "Ikut/lewati")
KEY_EDITOR = same("Editor")
KEY_NEXT = Text("Next", "Berikutnya")
KEY_THERE = Text("Go there", "Ke sana")
NO_EDITOR = Text("No editor was found. Name one in VISUAL or EDITOR.",
                 "Editor tidak ditemukan. Isi VISUAL atau EDITOR.")  # fmt: skip
NO_FILE_HERE = Text("Stand on a file to open its result.", "Pilih file dulu untuk membuka hasilnya.")
EDITOR_NOT_HERE = Text("This terminal cannot make room for an editor.", "Terminal ini tidak bisa dipinjam untuk editor.")
EDITOR_NO_COPY = Text("A copy for the editor could not be made or taken away ({error})",
                      "Salinan untuk editor tidak bisa dibuat atau dihapus ({error})")  # fmt: skip
EDITOR_BROKEN = Text("The editor `{name}` could not be started.", "Editor `{name}` tidak bisa dijalankan.")
EDITOR_FAILED = Text("The editor `{name}` ended with exit code {code}.", "Editor `{name}` selesai dengan exit code {code}.")
EDITOR_READ = Text("That was a copy for reading: changes in it are not taken over.",
                   "Itu salinan untuk dibaca saja: perubahan di sana tidak dipakai.")  # fmt: skip
EDITOR_CHANGED = Text("You changed the copy: that is not taken over. The file is written as it is shown here.",
                      "Salinannya diubah: perubahannya tidak dipakai. File ditulis seperti yang tampil di sini.")  # fmt: skip
EDITOR_OPENS = Text("A copy of {path} for reading, secrets masked: what is changed there is not taken over.",
                    "Salinan {path} untuk dibaca saja, secret ditutup: perubahan di sana tidak dipakai.")  # fmt: skip
ROW_CHECKLIST = Text("Checklist ({count}): what to run yourself after writing",
                     "Checklist ({count}): yang dijalankan sendiri setelah menulis")  # fmt: skip
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
CANNOT_GO_ON = Text("This cannot go on", "Tidak bisa lanjut")
ANSWERS_SAFE = Text("Your answers are still here.", "Jawabannya masih ada.")
REBUILD = Text("Read the project again", "Baca ulang proyeknya")
STAY = Text("Stay", "Tetap di sini")

# Done
DONE = Text("Done", "Selesai")
DONE_COUNT = Text("{files} written", "{files} ditulis")
DONE_NOTHING = Text("Nothing had to be written", "Tidak ada yang perlu ditulis")
BACKUP = Text("Backup   {path}", "Backup      {path}")
RESTORE = Text("This puts everything back:", "Ini mengembalikan semuanya:")
PRINTED = Text("All of this is printed in your terminal when you close the wizard.",
               "Semua ini dicetak di terminal saat wizard ditutup.")  # fmt: skip

# Quit
LEAVE = Text("Leave the wizard?", "Keluar dari wizard?")
LEAVE_WHY = Text("{done} of {total} sections are done. Nothing has been written, and answers are not kept.",
                 "{done} dari {total} bagian selesai. Belum ada yang ditulis, dan jawaban tidak disimpan.")  # fmt: skip
QUIT = Text("Quit", "Keluar")
AGAIN = Text("^c again = quit", "^c sekali lagi = keluar")
QUIT_SAID = Text("Nothing was written.", "Tidak ada yang ditulis.")

# A terminal that is too small
TOO_SMALL = Text("{width}x{height} is too small: {least}x{lines} needed. `--plain` asks the same as lines.",
                 "{width}x{height} terlalu kecil: perlu {least}x{lines}. `--plain` bertanya per baris.")  # fmt: skip

# Finding things
GO_TO = Text("Go to a section, a field or an env key", "Ke bagian, field, atau env key")
COMMANDS = Text("Commands", "Perintah")
PICK_HINT = Text("type a few letters", "ketik beberapa huruf")
PICK_KEYS = Text("↑↓ PgUp/PgDn move  Enter take  Esc close", "↑↓ PgUp/PgDn pindah  Enter pilih  Esc tutup")
PICK_NONE = Text("Nothing matches.", "Tidak ada yang cocok.")
IN_SECTIONS = Text("in a section", "di dalam bagian")
IN_FIELD = Text("in a field", "di field")
ELSEWHERE_ONLY = Text("not on this screen", "tidak di layar ini")
READ_AT = Text("Read at {where}.", "Dibaca di {where}.")

# The equivalent command line
COMMAND = Text("The same without questions", "Sama, tanpa pertanyaan")
COMMAND_COPY = Text(
    "To copy it: select it with the mouse (in most terminals with Shift held). It is printed in the normal terminal, "
    "too, when the wizard closes.",
    "Cara menyalin: blok dengan mouse (umumnya sambil menahan Shift). Dicetak juga di terminal biasa saat wizard "
    "ditutup.",
)
COMMAND_COPY_ONLY = Text("To copy it: select it with the mouse (in most terminals with Shift held).",
                         "Cara menyalin: blok dengan mouse (umumnya sambil menahan Shift).")  # fmt: skip

# Help
KEYS = Text("Keys", "Tombol")
KEYS_OWN = Text("Your own, from config.toml", "Tombol sendiri, dari config.toml")
KEY_INSTEAD = Text("`{name}`, instead of {keys}", "`{name}`, pengganti {keys}")
KEYS_EVERYWHERE = Text("Everywhere", "Di mana saja")
KEYS_SECTIONS = Text("In the sections", "Di bagian")
KEYS_REVIEW = Text("On the review", "Di review")
KEYS_START = Text("On the first screen", "Di layar awal")
KEY_GROUPS: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...] = (
    (KEYS_EVERYWHERE, (
        ("F1  ?", Text("this help", "bantuan ini")),
        ("^g  F9", Text("go to any section, field or env key", "ke bagian, field, atau env key mana pun")),
        ("^p", Text("all commands", "semua perintah")),
        ("F5", Text("the command line that does the same without questions",
                    "perintah yang sama, tanpa pertanyaan")),
        ("F3", Text("language: English, Indonesian", "bahasa: Indonesia, Inggris")),
        ("Tab  Shift+Tab", Text("next, previous field or button", "field atau tombol berikutnya, sebelumnya")),
        ("↑ ↓", Text("the same; inside a list: move in it", "sama; di dalam daftar: pindah baris")),
        ("Enter", Text("accept the field, go to the next; press a button",
                       "terima isinya, lanjut ke berikutnya; tekan tombol")),
        ("Esc", Text("stop a running test; close; field back to what it was; then the sidebar",
                     "hentikan tes; tutup; isi field kembali; lalu ke daftar bagian")),
        ("1–9", Text("in lists and on the start screen: choose", "di daftar dan layar awal: pilih")),
        ("^s", Text("review", "buka review")),
        ("^l", Text("draw the screen again", "gambar ulang layar")),
        ("^z", Text("suspend; `fg` comes back", "suspend; `fg` untuk kembali")),
        ("^c  ^q", Text("quit; ^c twice: at once", "keluar; ^c dua kali: langsung")),
    )),
    (KEYS_SECTIONS, (
        ("PgDn  PgUp", Text("next, previous section: always allowed (F8, F7)",
                            "bagian berikutnya, sebelumnya: selalu boleh (F8, F7)")),
        ("Space", Text("choose, yes or no", "pilih, ya atau tidak")),
        ("^u", Text("clear the field: use the default", "kosongkan field: pakai default")),
        ("^y", Text("undo in this field, step by step", "undo di field ini, satu per satu")),
        ("^r", Text("reveal a typed secret for 10 seconds", "lihat secret yang diketik selama 10 detik")),
        ("^t", Text("test this section's servers; how it went stands in the sidebar",
                    "tes server bagian ini; hasilnya ada di daftar bagian")),
        ("^o  F4", Text("live diff on or off", "live diff: tampil atau tidak")),
        ("F2", Text("why: unfold the lesson of the section, fold it again",
                    "kenapa: buka penjelasan bagian ini, lipat lagi")),
    )),
    (KEYS_REVIEW, (
        ("PgDn  PgUp", Text("scroll, wherever the cursor is", "scroll, di mana pun kursornya")),
        ("n  p", Text("next, previous change", "perubahan berikutnya, sebelumnya")),
        ("s", Text("split: old at the left, new at the right", "berdampingan: lama di kiri, baru di kanan")),
        ("w", Text("wrap long lines, or cut them", "wrap baris panjang, atau potong")),
        ("e", Text("open the result in $EDITOR", "buka hasilnya di $EDITOR")),
        ("Space", Text("leave a file out, take it in again", "keluarkan file, masukkan lagi")),
    )),
    (KEYS_START, (
        ("1–4", Text("take a way on", "pilih cara lanjut")),
        ("PgDn", Text("step by step, from the first section", "per bagian, dari yang pertama")),
    )),
)  # fmt: skip
NAME = same("stateless-wizard")


def fields(count: int) -> Text:
    """So many fields."""
    return Text("1 field" if count == 1 else f"{count} fields", f"{count} field")


def files(count: int) -> Text:
    """So many files."""
    return Text("1 file" if count == 1 else f"{count} files", f"{count} file")


def problems(count: int) -> Text:
    """So many problems."""
    return Text("1 problem" if count == 1 else f"{count} problems", f"{count} masalah")


def warnings(count: int) -> Text:
    """So many warnings."""
    return Text("1 warning" if count == 1 else f"{count} warnings", f"{count} peringatan")


def answers(count: int) -> Text:
    """So many answers."""
    return Text("1 answer" if count == 1 else f"{count} answers", f"{count} jawaban")
