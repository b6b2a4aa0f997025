"""The words of a walk that every surface says, in English and Indonesian."""

from __future__ import annotations

from wizard.text import Text, same

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
