"""Files as offices hand them in: packed, in other alphabets, broken, hostile."""

import gzip
import zipfile

import pytest

from tests.upk.desk.moving.dumps.dump import DUMP
from upk.desk.moving.dumps import files
from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.files import Mended, parts_of_file

SQL = "INSERT INTO t (nama) VALUES ('Café'),('naïf');\n"
ROWS = [["Café"], ["naïf"]]


def rows(path, mended=None):
    parts = parts_of_file(path, lambda table: table == "t", mended or Mended())
    return [row for part in parts for row in part.rows]


def zipped(path, **members: bytes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "."), content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_alphabets(tmp_path, encoding):
    path = tmp_path / "dump.sql"
    path.write_bytes(SQL.encode(encoding))
    mended = Mended()

    assert rows(path, mended) == ROWS
    assert mended.count == (2 if encoding == "cp1252" else 0)


def test_old_and_new_letters_side_by_side(tmp_path):
    path = tmp_path / "dump.sql"
    path.write_bytes(b"INSERT INTO t (a, b) VALUES ('\xe9', '\xc3\xa9');")

    assert rows(path) == [["é", "é"]]


def test_packed_dumps(tmp_path):
    packed = tmp_path / "dump.sql.gz"
    packed.write_bytes(gzip.compress(SQL.encode()))

    assert rows(packed) == ROWS
    assert rows(zipped(tmp_path / "dump.zip", dump__sql=SQL.encode())) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        'nama,ket\n"a, ""b""",NULL\n\\N,"c\nd"\n', 'nama;ket\r\n"a, ""b""";NULL\r\n\\N;"c\nd"\r\n',
        'nama\tket\n"a, \\"b\\""\tNULL\n"\\\\N"\t"c\nd"\n',
    ],
)  # fmt: skip
def test_csv_files(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    (tmp_path / "readme.txt").write_text("bukan tabel")
    (tmp_path / "lain.csv").write_text("x\n1\n")
    packed = zipped(tmp_path / "t.zip", **{"csv/basis__t__csv": text.encode()})

    assert rows(tmp_path) == rows(packed) == [['a, "b"', None], [None, "c\nd"]]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.sql", b"\0\1\2" * 50, "isinya bukan teks"),
        ("x.xlsx", None, "ZIP ini tidak berisi berkas SQL atau CSV"),
        ("x.zip", b"PK\x03\x04" + b"x" * 99, "rusak, terpotong, atau bersandi"),
        ("x.gz", b"\x1f\x8b" + b"x" * 99, "rusak, terpotong, atau bersandi"),
        (
            "x.gz",
            gzip.compress(SQL.encode() * 99, mtime=0)[:-20],
            "rusak, terpotong, atau bersandi",
        ),
        ("t.csv/t.csv", b"a,b\n1\n", "baris 2: berisi 1 nilai, kolomnya 2"),
        ("t.csv/t.csv", b'a,b\n1,"2\n', "rusak: ada tanda kutip"),
        ("t.csv/t.csv", b"a,b\n1," + b"x" * 200_000 + b"\n", "rusak: ada tanda kutip"),
        ("t.csv/t.csv", b"", "kosong"),
        ("t.csv/t.csv", b"a," * 5_000 + b"a\n", "lebih dari 1000 kolom"),
    ],
)
def test_broken_files_end_with_a_sentence(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    if content is None:
        zipped(path, xl__xml=b"<x/>")
    else:
        path.write_bytes(content)

    with pytest.raises(BrokenDump, match=sentence):
        rows(path.parent if path.suffix == ".csv" else path)


def test_no_file(tmp_path):
    with pytest.raises(BrokenDump, match="tidak ada"):
        rows(tmp_path / "x.sql")


def test_two_dumps_in_one_archive(tmp_path):
    packed = zipped(tmp_path / "x.zip", a__sql=b"", b__sql=b"")

    with pytest.raises(BrokenDump, match="lebih dari satu berkas SQL"):
        rows(packed)


@pytest.mark.parametrize("name", ["dump.zip", "dump.sql.gz"])
def test_archive_that_unpacks_to_too_much(tmp_path, monkeypatch, name):
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 1_000_000)
    path = tmp_path / name
    bomb = b"-- " + b"x" * 2_000_000
    if name.endswith("zip"):
        zipped(path, dump__sql=bomb)
    else:
        path.write_bytes(gzip.compress(bomb))

    with pytest.raises(BrokenDump, match="setelah dibuka, lebih dari"):
        rows(path)


def test_archive_with_too_many_files(tmp_path):
    packed = zipped(tmp_path / "x.zip", **{f"f{n}__csv": b"" for n in range(1_001)})

    with pytest.raises(BrokenDump, match="setelah dibuka, lebih dari"):
        rows(packed)


def test_data_says_that_it_is_invented():
    assert "rekaan" in DUMP.read_text(encoding="utf-8").split("\n")[1]
