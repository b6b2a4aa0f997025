"""The words of the plain wizard, in English and Indonesian."""

from __future__ import annotations

from wizard.text import Text, same

# Beginning
HELLO = Text("stateless-wizard as plain lines, for {folder}.", "stateless-wizard baris demi baris, untuk {folder}.")
APPLICATION = Text("Laravel {version}, settings from {env}.", "Laravel {version}, setting dari {env}.")
NO_ENV = Text("Laravel {version}. There is no {env} yet: it will be made.",
              "Laravel {version}. {env} belum ada: akan dibuat.")  # fmt: skip
NOW = Text("State kept on this server now: {count} of {total} need a change.",
           "State yang sekarang ada di server ini: {count} dari {total} perlu diubah.")  # fmt: skip
FOUND_WRONG = Text("{number}. {title}: {value}. Needs a change.", "{number}. {title}: {value}. Perlu diubah.")
FOUND_FINE = Text("{number}. {title}: {value}. Fine.", "{number}. {title}: {value}. Sudah benar.")
FOUND_NOTHING = Text("{number}. {title}: not set.", "{number}. {title}: belum ada.")
NOT_SET = Text("not set", "belum ada")
UNGUESSED = Text("{count} cannot be guessed; everything else has a default.",
                 "{count} tidak bisa ditebak; sisanya sudah ada default-nya.")  # fmt: skip
ALL_GUESSED = Text("Every question has an answer already.", "Semua pertanyaan sudah ada jawabannya.")
PROMISE = Text("Nothing is written before you say yes in the review.",
               "Tidak ada yang ditulis sebelum dijawab ya di review.")  # fmt: skip
START: tuple[Text, ...] = (
    Text("Enter: from section 1, step by step", "Enter: dari bagian 1, satu per satu"),
    Text("a number: from that section", "angka: dari bagian itu"),
    Text("r: recommended, only what cannot be guessed, then the review",
         "r: disarankan, hanya yang tidak bisa ditebak, lalu review"),
    Text("!: straight to the review", "!: langsung ke review"),
    Text("q: leave", "q: keluar"),
)  # fmt: skip
START_ASK = Text("Start at [1]: ", "Mulai di [1]: ")
START_WRONG = Text("Type a number from 1 to {count}, r, ! or q.", "Ketik angka 1 sampai {count}, r, ! atau q.")

# Sections
SECTION = Text("Section {number} of {total}: {title}.", "Bagian {number} dari {total}: {title}.")
KEYS = Text("Type ? for help, < to go back, > to skip on, ! for review, q to leave.",
            "Ketik ? untuk bantuan, < untuk mundur, > untuk lewati, ! untuk review, q untuk keluar.")  # fmt: skip
LINK = Text("{part}: asked in section {number}, {title}.", "{part}: ditanya di bagian {number}, {title}.")
WAS = Text("Was: {value}.", "Tadinya: {value}.")
WAS_BUT = Text("Was: {value}. It cannot stay: {why}.", "Tadinya: {value}. Tidak bisa dipakai: {why}.")
IN_USE = Text("In use and kept: {value}, {source}.", "Sedang dipakai dan dipertahankan: {value}, {source}.")
DEFAULT = Text("Default: {value}, {source}.", "Default-nya: {value}, {source}.")
ANSWER = Text("Your answer: {value}.", "Jawaban: {value}.")
DRAWN = Text("Made just now, kept in memory until it is written.", "Baru dibuat, hanya di memori sampai ditulis.")
NO_DEFAULT = Text("No default: this one needs an answer.", "Tanpa default: ini wajib dijawab.")
EXAMPLE = Text("Example: {value}.", "Contoh: {value}.")
PROBLEM = Text("The answer given for this cannot be taken: {why}.",
               "Jawaban yang diberikan tidak bisa dipakai: {why}.")  # fmt: skip
RECOMMENDED = Text("Recommended.", "Disarankan.")
NOT_OFFERED = Text("Not to be chosen: {value}, in use now: {why}.",
                   "Tidak bisa dipilih: {value}, dipakai sekarang: {why}.")  # fmt: skip
KEPT = Text("in use now, can be kept", "dipakai sekarang, boleh dipertahankan")
YES = Text("yes", "ya")
NO = Text("no", "tidak")
SECRET = same("(secret)")
NONE_MADE = Text("A number makes a value here; anything else is taken as the value itself.",
                 "Angka: nilainya dibuatkan di sini; selain itu dianggap nilainya sendiri.")  # fmt: skip

# Prompts
ASK_CHOICE = Text("Number, 1 to {count}", "Nomor, 1 sampai {count}")
ASK_TOGGLE = Text("yes or no", "ya atau tidak")
ASK_NUMBER = Text("{low} to {high}", "{low} sampai {high}")
ASK_OPTIONAL = Text("Answer, or none", "Jawaban, atau none")
ASK_LINE = Text("Answer", "Jawaban")
ASK_SECRET = Text("Answer, not shown", "Jawaban, tidak ditampilkan")
ASK_SECRET_OPTIONAL = Text("Answer or none, not shown", "Jawaban atau none, tidak ditampilkan")
KEEP = Text("keep", "pertahankan")
TYPED = Text("as typed", "yang diketik")
MADE = Text("as made", "yang dibuat")

# What an answer does
TAKEN = Text("Taken, not shown.", "Diterima, tidak ditampilkan.")
NOT_TAKEN = Text("Not taken: {why}.", "Tidak diterima: {why}.")
NEEDED = Text("This one needs an answer. Type > to leave it for later.",
              "Ini wajib dijawab. Ketik > kalau mau nanti saja.")  # fmt: skip
TO_DEFAULT = Text("Back to the default.", "Kembali ke default.")
FIRST = Text("This is the beginning.", "Ini awalnya.")

# Help
HELP_KEY = Text("Sets {key}.", "Mengisi {key}.")
HELP_SETTING = Text("Laravel reads it as {setting}.", "Laravel membacanya sebagai {setting}.")
HELP_ENTER = Text("Enter takes what stands in brackets.", "Enter memakai yang di dalam kurung siku.")
HELP_SIGNS = Text("Each of these alone on the line:", "Masing-masing sendiri di satu baris:")
HELP_EACH: tuple[tuple[str, Text], ...] = (
    ("?", Text("this help", "bantuan ini")),
    ("<", Text("the question before", "pertanyaan sebelumnya")),
    (">", Text("the next section", "bagian berikutnya")),
    ("!", Text("the review", "review")),
    ("-", Text("back to the default", "kembali ke default")),
    ("t", Text("test the servers of this section", "tes server bagian ini")),
    ("q", Text("leave", "keluar")),
)
HELP_LITERAL = Text("To answer with such a sign itself, put a backslash before it: \\? answers ?.",
                    "Untuk menjawab dengan tanda itu sendiri, beri backslash di depannya: \\? menjawab ?.")  # fmt: skip
HELP_NONE = Text("none leaves it out.", "none: dikosongkan.")

# Live test
TEST_ASK = Text("t tests the servers of this section, Enter goes on: ",
                "t mengetes server bagian ini, Enter lanjut: ")  # fmt: skip
TEST_HELP = Text(
    "The test asks the servers themselves, with the answers as they stand, and cleans up after itself. Nothing is "
    "written to the project. A test that fails keeps nobody from writing.",
    "Tes langsung ke server dengan jawaban saat ini, lalu membersihkan bekasnya. Tidak ada yang ditulis ke proyek. "
    "Tes yang gagal tidak menghalangi penulisan.",
)
TESTING = Text("Testing, side by side ({count}). Enter stops it.", "Mengetes bersamaan ({count}). Enter menghentikan.")
TEST_ENDED = Text("{verdict}: {label}, {seconds} s.", "{verdict}: {label}, {seconds} dtk.")
TEST_STOPPED = Text("The test was stopped.", "Tes dihentikan.")
TEST_LAST = Text("Last test: {verdict}.", "Tes terakhir: {verdict}.")

# Review
REVIEW = same("Review: {what}. Plan {id}.")
NOTHING_TO_WRITE = Text("nothing to write", "tidak ada yang perlu ditulis")
BLOCKS = Text("What keeps it from being written:", "Yang menghalangi penulisan:")
FILES = Text("Files:", "File:")
NEW_FILE = Text("{number}. {path}: new, +{added}.", "{number}. {path}: baru, +{added}.")
CHANGED_FILE = Text("{number}. {path}: changed, +{added} -{removed}.", "{number}. {path}: berubah, +{added} -{removed}.")
LEFT_OUT = Text("Left out.", "Dilewati.")
CAN_BE_LEFT = Text("x{number} leaves it out.", "x{number}: lewati.")
CAN_BE_TAKEN = Text("x{number} takes it in again.", "x{number}: ikutkan lagi.")
NOT_LEFT_OUT = Text("{path} cannot be left out: the rest needs it.",
                    "{path} tidak bisa dilewati: yang lain membutuhkannya.")  # fmt: skip
MORE = Text("A number goes there or shows what changes in the file. Or one letter:",
            "Angka ke sana, atau menampilkan perubahan file-nya. Atau satu huruf:")  # fmt: skip
MORE_FINDINGS = Text("f findings ({count})", "f temuan ({count})")
MORE_STEPS = Text("c checklist of what is left to do yourself ({count})",
                  "c checklist yang masih harus dijalankan sendiri ({count})")  # fmt: skip
MORE_COMMAND = Text("e the same as one command, for next time or CI",
                    "e hal yang sama sebagai satu perintah, untuk lain kali atau CI")  # fmt: skip
MORE_WRITE = Text("w write; asks once more", "w tulis; ditanya sekali lagi")
MORE_FINISH = Text("w finish", "w selesai")
MORE_BACK = Text("< back to the questions", "< kembali ke pertanyaan")
MORE_LEAVE = Text("q leave", "q keluar")
REVIEW_ASK = same("Review: ")
REVIEW_WRONG = Text("Type a number from the list, or one of f c e w < q. ? says it all again.",
                    "Ketik angka dari daftar, atau salah satu dari f c e w < q. ? mengulang semuanya.")  # fmt: skip
NO_FINDINGS = Text("No findings.", "Tidak ada temuan.")
NO_STEPS = Text("Nothing to run.", "Tidak ada yang perlu dijalankan.")
STEPS = Text("To run yourself after writing, in this order:", "Dijalankan sendiri setelah menulis, sesuai urutan:")
STILL_OPEN = Text("Not answered yet: {flags}.", "Belum dijawab: {flags}.")
VARIABLES = Text("These must be in the environment: {names}.", "Ini harus ada di environment: {names}.")
INSTEAD = Text("Instead: {solution}", "Sebagai gantinya: {solution}")
NOT_YET = Text("Not yet: {problems}. A number goes there.", "Belum bisa: {problems}. Angka ke sana.")
SURE_WHY = Text("Know this before you do:", "Ketahui ini dulu:")
SURE_BACKUP = Text("A backup is made first; the command that brings it back is shown afterwards.",
                   "Backup dibuat dulu; perintah untuk mengembalikannya ditampilkan setelahnya.")  # fmt: skip
SURE = Text("Write {files}?", "Tulis {files}?")
NOT_WRITTEN = Text("Nothing was written so far.", "Belum ada yang ditulis.")
ANSWERS_SAFE = Text("The answers are still here.", "Jawaban masih ada.")
REBUILD = Text("Read the project again?", "Baca ulang proyeknya?")
DONE_NOTHING = Text("Nothing had to be written", "Tidak ada yang perlu ditulis")

# Leaving
LEAVE_WHY = Text("Nothing has been written, and answers are not kept.",
                 "Belum ada yang ditulis, dan jawaban tidak disimpan.")  # fmt: skip
LEAVE = Text("Leave?", "Keluar?")
QUIT_SAID = Text("Nothing was written.", "Tidak ada yang ditulis.")
YES_OR_NO = Text("Type y or n.", "Ketik y atau n.")
TYPE_AGAIN = Text("That was not valid UTF-8. Type it again.", "Itu bukan UTF-8 yang valid. Ketik ulang.")
TOO_LONG = Text("That is longer than a terminal can pass on unseen, and was cut off. Nothing was taken.",
                "Itu lebih panjang dari yang bisa diteruskan terminal, dan terpotong. Tidak ada yang diambil.")  # fmt: skip

_FILE, _FILES = same("1 file"), Text("{count} files", "{count} file")
_PROBLEM, _PROBLEMS = Text("1 problem", "1 masalah"), Text("{count} problems", "{count} masalah")
_WARNING, _WARNINGS = Text("1 warning", "1 peringatan"), Text("{count} warnings", "{count} peringatan")
_ANSWER, _ANSWERS = Text("1 answer", "1 jawaban"), Text("{count} answers", "{count} jawaban")


def files(count: int) -> Text:
    """So many files."""
    return _FILE if count == 1 else _FILES.fill(count=count)


def problems(count: int) -> Text:
    """So many problems."""
    return _PROBLEM if count == 1 else _PROBLEMS.fill(count=count)


def warnings(count: int) -> Text:
    """So many warnings."""
    return _WARNING if count == 1 else _WARNINGS.fill(count=count)


def answers(count: int) -> Text:
    """So many answers."""
    return _ANSWER if count == 1 else _ANSWERS.fill(count=count)
