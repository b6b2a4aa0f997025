"""The words of a walk that every surface says, in English and Indonesian."""

from __future__ import annotations

from wizard.text import Text, same

REVIEW_STEP = Text("Review & write", "Review & tulis")
# Pasted lines
LINE = Text("line {number}", "baris {number}")
LINES = Text("{count} lines", "{count} baris")
TOO_MANY = Text("at most {most} are read at once", "paling banyak {most} sekaligus")
OTHER_KEY = Text("refers to another key, which may be secret", "merujuk key lain, yang mungkin secret")
NOT_ENV = Text("not a `KEY=value` line", "bukan baris `KEY=nilai`")
EMPTY_VALUE = Text("empty: the default holds", "kosong: default yang dipakai")
NO_QUESTION = Text("nothing here asks for it", "tidak ada pertanyaan untuk ini")
NOT_ASKED = Text("not asked with these answers", "tidak ditanya dengan jawaban ini")

# The picture of a lesson
NOW = Text("now", "sekarang")
THEN = Text("then", "nanti")

# What was found
ENV = same("{path}")
NO_ENV = Text("no {path} yet: it will be made", "{path} belum ada: akan dibuat")

UNANSWERED = Text("needs an answer", "wajib dijawab")
TEST_RUNNING = Text("test…", "tes…")
TEST_PASSED = same("ok")
TEST_WARNED = Text("warn", "awas")
TEST_FAILED = Text("fail", "gagal")
NOTHING_TO_TEST = Text("Nothing to test in this section: these answers name no server to ask.",
                       "Tidak ada yang dites di bagian ini: jawabannya tidak menyebut server.")  # fmt: skip
NOT_TESTED = Text("Not tested. {where}: {why}", "Belum dites. {where}: {why}")
TEST_FOUND = Text("live test: {why}", "tes langsung: {why}")
TEST_FOUND_BY = Text("live test, {check}: {why}", "tes langsung, {check}: {why}")

# The equivalent command line
NEEDS_VARIABLES = Text("Needs in the environment: {names}", "Perlu ada di environment: {names}")
STILL_MISSING = Text("Without an answer yet, so it would write nothing: {names}",
                     "Belum dijawab, jadi belum menulis apa-apa: {names}")  # fmt: skip
MADE_ANEW = Text("Made anew by every run, so leave it out once there is one: {names}",
                 "Dibuat baru di setiap run, jadi hapus dari perintah kalau sudah ada: {names}")  # fmt: skip
LEFT_WRONG = Text("Left out, because the answer cannot be taken: {names}",
                  "Tidak disertakan karena jawabannya tidak bisa diterima: {names}")  # fmt: skip
