"""What restore asks of whoever sits at the terminal: the passphrase, and the keys line by line."""

import sys
from collections.abc import Callable, Collection
from getpass import getpass
from pathlib import Path

from upk.desk.keeping import keys, sheet_lines
from upk.desk.keeping.backing_up import passphrase, read_passphrase, reason_of
from upk.desk.keeping.refused import Refused
from upk.desk.keeping.restoring import Asking


def asking(
    passphrase_file: Path | None, keys_file: Path | None, say: Callable[[str], None]
) -> Asking:
    """Take both from files where they are named, else from the terminal."""
    return Asking(
        passphrase=lambda: _passphrase(passphrase_file),
        keys=lambda names: _keys_in(keys_file, names) if keys_file else _typed_keys(say, names),
    )


def _passphrase(file: Path | None) -> str:
    if file is not None:
        return read_passphrase(file)
    if configured := passphrase():
        return configured
    if sys.stdin.isatty() and (typed := _typed_passphrase()):
        return typed
    raise Refused("Cadangan ini terenkripsi. Beri kata sandinya dengan --passphrase-file.")


def _typed_passphrase() -> str:
    try:
        return getpass("Kata sandi cadangan: ")
    except EOFError:
        return ""


def _keys_in(file: Path, names: Collection[str]) -> dict[str, str]:
    try:
        return keys.parsed(file.read_text(), names)
    except OSError as error:
        raise Refused(f"Berkas kunci tidak dapat dibaca: {reason_of(error)}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"Berkas kunci {file} bukan berkas teks.") from error


def _typed_keys(say: Callable[[str], None], names: Collection[str]) -> dict[str, str]:
    """Ask until each key has all its lines; a mistyped line is asked for again."""
    say("Kunci instalasi ini bukan kunci cadangan itu. Ketik baris-baris lembar pemulihan,")
    say("satu per satu dengan Enter; urutannya bebas.")
    letters, lines = keys.letters_of(names), []
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            sheet_lines.read_line(line)
        except sheet_lines.BadLine as error:
            say(f"  Salah ketik: {error.line}. Ketik baris itu sekali lagi.")
            continue
        lines.append(line)
        try:
            return {letters[k]: v for k, v in sheet_lines.keys_of(lines, letters).items()}
        except sheet_lines.MissingLines as error:
            say(f"  Benar. Masih {len(error.labels)} baris: {', '.join(error.labels)}")
        except sheet_lines.BadLine as error:
            say(f"  Baris {error.line} bukan dari lembar ini.")
            lines.pop()
    raise Refused("Lembar pemulihan belum lengkap diketik. Tidak ada yang dipulihkan.")
