"""The words of the screens, in English and Indonesian."""

from __future__ import annotations

from wizard.text import Text, same
from wizard.walk import words as walk

# Every screen
BACK = Text("‹ Back", "‹ Kembali")
NEXT = Text("Next ›", "Lanjut ›")
TO_REVIEW = Text("Review ›", "Tinjau ›")
CLOSE = Text("Close", "Tutup")
KEY_HELP = Text("Help", "Bantuan")
KEY_QUIT = Text("Quit", "Keluar")
KEY_REVIEW = Text("Review", "Tinjau")
KEY_SECTION = Text("Section", "Bagian")
KEY_GO = Text("Go on", "Lanjut")
KEY_BACK = Text("Back", "Kembali")
KEY_CHOOSE = Text("Choose", "Pilih")
KEY_OPEN = Text("Open", "Buka")
KEY_SCROLL = Text("Scroll", "Gulir")
KEY_CHANGE = Text("Change", "Perubahan")
KEY_TEST = Text("Test", "Tes")
KEY_LANGUAGE = Text("Bahasa", "English")
YES = Text("yes", "ya")
NO = Text("no", "tidak")

# Start
FOUND = Text("Found in this project", "Yang ditemukan di proyek ini")
APPLICATION = Text("Laravel {version}, {layout} layout", "Laravel {version}, tata letak {layout}")
GIT = Text("git: branch {branch}, {files} changed", "git: branch {branch}, {files} berubah")
STATE_NOW = Text("State kept on this server now", "State di server ini sekarang")
NEED_CHANGE = Text("{count} of {total} need a change", "{count} dari {total} perlu diubah")
NOT_SET = Text("not set", "kosong")
WAYS = Text("How do you want to go on?", "Mau lanjut lewat mana?")
RECOMMENDED_WAY = Text("Recommended", "Disarankan")
GUESSED_BUT = Text(
    "all answers as found, then straight to the review. {answers} cannot be guessed: nothing else is asked.",
    "semua dari yang ditemukan, lalu langsung tinjau. {answers} tidak bisa ditebak: hanya itu yang ditanya.",
)
ALL_GUESSED = Text("all answers as found, then straight to the review. Nothing is missing.",
                   "semua dari yang ditemukan, lalu langsung tinjau. Tidak ada yang kurang.")  # fmt: skip
STEPS_WAY = Text("Step by step", "Per bagian")
STEPS_WHY = Text("{sections} sections, about {questions} questions, most with a default",
                 "{sections} bagian, sekitar {questions} pertanyaan, umumnya ada default")  # fmt: skip
FILE_WAY = Text("Answers file…", "Berkas jawaban…")
FILE_WHY = Text("load stateless.toml or another one, then review", "muat stateless.toml atau lainnya, lalu tinjau")
STATE_WAY = Text("State here now", "State sekarang")
STATE_WHY = Text("what each section keeps here, and what that breaks",
                 "apa yang disimpan di sini, dan akibatnya")  # fmt: skip
SAME_WITHOUT = Text("Same without questions:", "Sama, tanpa pertanyaan:")
PROMISE = Text(
    "Nothing is written before you press Write on the review screen.",
    "Tidak ada yang ditulis sebelum Anda menekan Tulis di layar tinjauan.",
)

# What keeps state on this server now
PIECE_NOW = Text("Now", "Sekarang")
PIECE_BREAKS = Text("Breaks", "Akibat")
PIECE_WILL = Text("Will be", "Nanti")
FINE_AS_IS = Text("Fine as it is: every server finds the same.", "Sudah benar: semua server menemukan yang sama.")
NOT_THERE_YET = Text("Nothing of it is in the project yet.", "Belum ada di proyek.")
ONLY_YOU = Text("{label}: only you know, it is asked", "{label}: hanya bisa diisi sendiri, akan ditanya")
MARK_WRONG = Text("needs a change", "perlu diubah")
MARK_FINE = Text("fine", "sudah benar")
MARK_NEW = Text("new", "baru")
KEY_SECTION_OPEN = Text("Open section", "Buka bagian")

# An answers file
LOAD = Text("Load answers from a file", "Muat jawaban dari berkas")
LOAD_WHY = Text(
    "Its answers go before what the project has now; then comes the review. The path starts at the project, or with ~.",
    "Jawabannya mengalahkan isi proyek sekarang; lalu ke tinjauan. Path dihitung dari proyek, atau diawali ~.",
)
LOAD_BUT = Text("What was typed here goes before the file.", "Yang sudah diketik di sini mengalahkan berkas.")
LOAD_GO = Text("Load", "Muat")
LOAD_NOT = Text("No answers were loaded", "Jawaban tidak dimuat")

# The answers that only a person knows
ONLY_OPEN = Text("{number} of {total} answers only you know", "{number} dari {total} yang wajib diisi")

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
ANSWER_IS = Text("Now {value} ({source}).", "Sekarang {value} ({source}).")
NO_DEFAULT = Text("No default: this one needs an answer.", "Tanpa default: ini wajib dijawab.")
WAS_IS = Text("Was {value}.", "Tadinya {value}.")
WAS_BUT = Text("Was {value}: {why}.", "Tadinya {value}: {why}.")
REVEAL = Text("^r shows it for 10 seconds.", "^r menampilkannya 10 detik.")
DRAWN = Text("made just now, kept in memory until you write", "baru dibuat, hanya di memori sampai ditulis")
NOTHING_TO_UNDO = Text("Nothing to undo in this field", "Tidak ada yang bisa di-undo di isian ini")
DROPPED = Text("Control characters in what was pasted were left out.", "Karakter kontrol di teks tempelan dibuang.")
FIRST_LINE = Text("Only the first line was pasted: a field holds one line.",
                  "Hanya baris pertama yang ditempel: isian cuma satu baris.")  # fmt: skip
NOTHING_TYPED = Text("Nothing typed here to reveal", "Belum ada ketikan untuk dilihat")
SIDEBAR_HELP = Text("↑↓ or a digit, then Enter. ✓ seen  ~ changed by you  ✗ needs you  ○ not seen yet. "
                    "At the right: the last test (^t): ok, warn, fail.",
                    "↑↓ atau angka, lalu Enter. ✓ dilihat  ~ Anda ubah  ✗ perlu Anda  ○ belum dilihat. "
                    "Di kanan: tes terakhir (^t): ok, awas, gagal.")  # fmt: skip

# Pasted lines
PASTED = Text("Lines with `KEY=value` were pasted", "Yang ditempel adalah baris `KEY=nilai`")
PASTED_NONE = Text("None of them fills a field.", "Tidak ada yang mengisi isian.")
ALREADY = Text("as it is already: {keys}", "sudah sama: {keys}")
FILL = Text("Fill {fields}", "Isi {fields}")
FIRST_ONLY = Text("Only the first line, here", "Baris pertama saja, di sini")
CANCEL = Text("Cancel", "Batal")
FILLED = Text("{fields} filled. Nothing is written yet.", "{fields} terisi. Belum ada yang ditulis.")

# Live diff
KEY_PREVIEW = Text("Preview", "Pratinjau")
PREVIEW = Text("Live diff", "Diff langsung")
PREVIEW_LIVE = Text("live", "langsung")
PREVIEW_FILE = Text("whole file", "seluruh berkas")
PREVIEW_SPLIT = Text("side by side", "berdampingan")
PREVIEW_WRAP = Text("wrapped", "dilipat")
PREVIEW_NEW = Text("new", "baru")
PREVIEW_MORE = Text("… and {count} more files", "… dan {count} berkas lain")
PREVIEW_NOTHING = Text("This answer changes no file: the project already has it so.",
                       "Jawaban ini tidak mengubah berkas: di proyek memang sudah begitu.")  # fmt: skip
PREVIEW_NOT_WRITTEN = Text("{key}: {why}: not written", "{key}: {why}: tidak ditulis")
PREVIEW_HELP = Text("What will be written, live; secrets stay hidden. n p: next, previous change. s: side by side. "
                    "w: break long lines. f: whole file, d: diff. Esc: back to the field. ^o: show, hide.",
                    "Yang akan ditulis, langsung; rahasia tetap tersembunyi. n p: perubahan berikut, sebelumnya. "
                    "s: berdampingan. w: lipat baris panjang. f: seluruh berkas, d: diff. Esc: ke isian. "
                    "^o: tampil, sembunyi.")  # fmt: skip

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
ROW_DECIDE = Text("Decide ({count}): know this before you write", "Putuskan ({count}): perlu diketahui sebelum menulis")
ROW_KNOW = Text("Good to know ({count})", "Baik untuk diketahui ({count})")
LEFT_OUT = Text("left out", "dilewati")
LEFT_OUT_SAID = Text("`{path}` is left out this time. The next plan has it again. Space takes it in.",
                     "`{path}` dilewati kali ini. Rencana berikutnya memuatnya lagi. Spasi memasukkannya.")  # fmt: skip
TAKEN_IN = Text("`{path}` is written with the others.", "`{path}` ikut ditulis.")
NOT_LEFT_OUT = Text("`{path}` cannot be left out: the settings of this plan rest on it.",
                    "`{path}` tidak bisa dilewati: setting di rencana ini bergantung padanya.")  # fmt: skip
CHANGED_ON_DISK = Text("changed on disk", "berubah di disk")
PLAN_WAS = Text("plan {id}, was {old}: the project was changed on disk meanwhile",
                "rencana {id}, tadinya {old}: proyek sementara itu berubah di disk")  # fmt: skip
PLAN_SAME = Text("plan {id} as before: what changed on disk does not touch it",
                 "rencana {id} tetap: yang berubah di disk tidak menyentuhnya")  # fmt: skip
UNIFIED = Text("unified  [s] split", "menyatu  [s] berdampingan")
SPLIT = Text("split  [s] unified", "berdampingan  [s] menyatu")
WHOLE = Text("whole file  [d] diff", "berkas utuh  [d] diff")
WRAP = Text("[w] wrap", "[w] lipat")
UNWRAP = Text("[w] no wrap", "[w] jangan lipat")
FILE = Text("[f] file", "[f] utuh")
KEY_IN_OUT = Text("In/out", "Ikut/lewati")
KEY_EDITOR = same("Editor")
KEY_NEXT = Text("Next", "Berikutnya")
KEY_THERE = Text("Go there", "Ke sana")
NO_EDITOR = Text("No editor was found. Name one in VISUAL or EDITOR.",
                 "Tidak ada editor. Sebutkan di VISUAL atau EDITOR.")  # fmt: skip
NO_FILE_HERE = Text("Stand on a file to open its result.", "Pilih berkas dulu untuk membuka hasilnya.")
EDITOR_NOT_HERE = Text("This terminal cannot make room for an editor.", "Terminal ini tidak bisa memberi tempat untuk editor.")
EDITOR_BROKEN = Text("The editor `{name}` could not be started.", "Editor `{name}` tidak bisa dijalankan.")
EDITOR_FAILED = Text("The editor `{name}` ended with exit code {code}.", "Editor `{name}` selesai dengan exit code {code}.")
EDITOR_READ = Text("That was a copy for reading: changes in it are not taken over.",
                   "Itu salinan untuk dibaca: perubahan di sana tidak diambil.")  # fmt: skip
EDITOR_CHANGED = Text("You changed the copy: that is not taken over. The file is written as it is shown here.",
                      "Salinannya diubah: itu tidak diambil. Berkas ditulis seperti yang tampil di sini.")  # fmt: skip
EDITOR_OPENS = Text("A copy of {path} for reading, secrets masked: what is changed there is not taken over.",
                    "Salinan {path} untuk dibaca, rahasia ditutup: perubahan di sana tidak diambil.")  # fmt: skip
ROW_CHECKLIST = Text("Checklist ({count}): what to run yourself after writing",
                     "Daftar ({count}): yang dijalankan sendiri setelah menulis")  # fmt: skip
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
                 "{width}x{height} terlalu kecil: perlu {least}x{lines}. `--plain` bertanya sama per baris.")  # fmt: skip

# Finding things
GO_TO = Text("Go to a section, a field or an env key", "Ke bagian, isian, atau env key")
COMMANDS = Text("Commands", "Perintah")
PICK_HINT = Text("type a few letters", "ketik beberapa huruf")
PICK_KEYS = Text("↑↓ PgUp/PgDn move  Enter take  Esc close", "↑↓ PgUp/PgDn pindah  Enter pilih  Esc tutup")
PICK_NONE = Text("Nothing matches.", "Tidak ada yang cocok.")
IN_SECTIONS = Text("in a section", "di dalam bagian")
IN_FIELD = Text("in a field", "di isian")
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
KEYS_EVERYWHERE = Text("Everywhere", "Di mana saja")
KEYS_SECTIONS = Text("In the sections", "Di bagian")
KEYS_REVIEW = Text("On the review", "Di tinjauan")
KEYS_START = Text("On the first screen", "Di layar awal")
KEY_GROUPS: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...] = (
    (KEYS_EVERYWHERE, (
        ("F1  ?", Text("this help", "bantuan ini")),
        ("^g  F9", Text("go to any section, field or env key", "ke bagian, isian, atau env key mana pun")),
        ("^p", Text("all commands", "semua perintah")),
        ("F5", Text("the command line that does the same without questions",
                    "baris perintah yang sama, tanpa pertanyaan")),
        ("F3", Text("language: English, Indonesian", "bahasa: Indonesia, Inggris")),
        ("Tab  Shift+Tab", Text("next, previous field or button", "isian atau tombol berikutnya, sebelumnya")),
        ("↑ ↓", Text("the same; inside a list: move in it", "sama; di dalam daftar: pindah baris")),
        ("Enter", Text("accept the field, go to the next; press a button",
                       "terima isian, ke berikutnya; tekan tombol")),
        ("Esc", Text("stop a running test; close; field back to what it was; then the sidebar",
                     "hentikan tes; tutup; isian kembali semula; lalu daftar bagian")),
        ("1–9", Text("in lists and on the start screen: choose", "di daftar dan layar awal: pilih")),
        ("^s", Text("review", "tinjauan")),
        ("^l", Text("draw the screen again", "gambar ulang layar")),
        ("^z", Text("suspend; `fg` comes back", "tunda; `fg` untuk kembali")),
        ("^c  ^q", Text("quit; ^c twice: at once", "keluar; ^c dua kali: langsung")),
    )),
    (KEYS_SECTIONS, (
        ("PgDn  PgUp", Text("next, previous section: always allowed (F8, F7)",
                            "bagian berikutnya, sebelumnya: selalu boleh (F8, F7)")),
        ("Space", Text("choose, yes or no", "pilih, ya atau tidak")),
        ("^u", Text("clear the field: use the default", "kosongkan isian: pakai default")),
        ("^y", Text("undo in this field, step by step", "undo di isian ini, langkah demi langkah")),
        ("^r", Text("reveal a typed secret for 10 seconds", "lihat rahasia yang diketik selama 10 detik")),
        ("^t", Text("test this section's servers; how it went stands in the sidebar",
                    "tes server bagian ini; hasilnya ada di daftar bagian")),
        ("^o  F4", Text("live diff on or off", "diff langsung: tampil atau tidak")),
        ("F2", Text("why: unfold the lesson of the section, fold it again",
                    "kenapa: buka penjelasan bagian ini, lipat lagi")),
    )),
    (KEYS_REVIEW, (
        ("PgDn  PgUp", Text("scroll, wherever the cursor is", "gulir, di mana pun kursornya")),
        ("n  p", Text("next, previous change", "perubahan berikutnya, sebelumnya")),
        ("s", Text("split: old at the left, new at the right", "belah: lama di kiri, baru di kanan")),
        ("w", Text("wrap long lines, or cut them", "lipat baris panjang, atau potong")),
        ("e", Text("open the result in $EDITOR", "buka hasilnya di $EDITOR")),
        ("Space", Text("leave a file out, take it in again", "keluarkan berkas, masukkan lagi")),
    )),
    (KEYS_START, (
        ("1–4", Text("take a way on", "pilih cara lanjut")),
        ("PgDn", Text("step by step, from the first section", "per bagian, dari yang pertama")),
    )),
)  # fmt: skip
KEY_LIST = tuple(entry for _, entries in KEY_GROUPS for entry in entries)
NAME = same("stateless-wizard")


def fields(count: int) -> Text:
    """So many fields."""
    return Text("1 field" if count == 1 else f"{count} fields", f"{count} isian")


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
