"""Statements of a dump: what is read, what is passed over, what is refused."""

import pytest

from tests.upk.desk.moving.dumps.test_sql_values import read_bit_by_bit
from upk.desk.moving.dumps.broken import BrokenDump
from upk.desk.moving.dumps.source import Source
from upk.desk.moving.dumps.sql import MOST_COLUMNS, parts_of_sql

STRUCTURE = """
CREATE TABLE IF NOT EXISTS `t` (
  `id` int(11) NOT NULL COMMENT 'nomor, (urut) it''s',
  nama varchar(40) DEFAULT '''0''', -- koma, di komentar
  "jumlah" decimal(10,2) /* ya, ini */ DEFAULT '0',
  PRIMARY KEY (`id`), UNIQUE KEY `nama` (`nama`, `jumlah`),
  CONSTRAINT c FOREIGN KEY (id) REFERENCES u (id)
) ENGINE=MyISAM COMMENT='akhir; bukan';
"""


def parts(text: str):
    rest = iter([text])
    source = Source(lambda _: next(rest, ""))
    read = parts_of_sql(source, lambda table: table == "t")
    found = [(part.table, part.columns, list(part.rows)) for part in read]
    return [part for part in found if part[2]]


def test_columns_come_from_the_structure():
    assert parts(STRUCTURE + "INSERT INTO t VALUES (1, 'a', 2.50);") == [
        ("t", ("id", "nama", "jumlah"), [["1", "a", "2.50"]])
    ]


def test_columns_of_the_insert_come_first():
    assert parts(STRUCTURE + "insert ignore into basis.`T` (`Jumlah`, id) values (1, 2),(3,4)") == [
        ("t", ("jumlah", "id"), [["1", "2"], ["3", "4"]])
    ]


def test_replace_and_what_follows_the_rows():
    text = "REPLACE INTO t (id) VALUES (1) ON DUPLICATE KEY UPDATE id = 2; INSERT t (id) VALUE (3);"

    assert [rows for _, _, rows in parts(text)] == [[["1"]], [["3"]]]


def test_other_tables_comments_and_triggers_are_passed_over():
    text = """
    -- it's a comment; INSERT INTO t VALUES (9);
    # another's
    /*!40101 SET NAMES utf8mb4 */;
    INSERT INTO u VALUES (1, 'INSERT INTO t VALUES (8); -- \\' ');
    DELIMITER $$
    CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW BEGIN
      INSERT INTO t (id) VALUES (7); -- it's
    END
    $$
    DELIMITER ;
    LOCK TABLES `t` WRITE; /* INSERT INTO t VALUES (6); */
    INSERT INTO t (id) VALUES (1);
    CREATE TABLE v LIKE t;
    """

    assert [rows for _, _, rows in parts(text)] == [[["1"]]]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_dump_is_read_wherever_it_is_cut(size):
    text = (
        STRUCTURE
        + "/* ' */ DELIMITER $$\nx 'y' $$\nDELIMITER ;\nINSERT INTO t VALUES (1,'-- ''',2);"
    )

    assert read_bit_by_bit(text, size) == [["1", "-- '", "2"]]


def test_line_numbers_count_what_was_forgotten():
    rows = ",\n".join(f"({n}, 'a', 1)" for n in range(50_000))

    with pytest.raises(BrokenDump, match=r"^Baris 50009: "):
        parts(f"{STRUCTURE}INSERT INTO t VALUES {rows},\n(1, 'a', NOW());")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("INSERT INTO t (a) VALUES ('x", "tidak ditutup tanda kutipnya"),
        ("INSERT INTO t (a) VALUES ('x'", "tidak ditutup tanda kutipnya|tidak dapat dibaca"),
        ("INSERT INTO t (a) VALUES (1),", "terpotong atau rusak"),
        ("INSERT INTO u VALUES ('x", "tidak ditutup: berkas ini terpotong"),
        ("CREATE TABLE t (a int, b", "terpotong di dalam CREATE TABLE t"),
        ("INSERT INTO t (a, b) VALUES (1)", "berisi 1 nilai, kolomnya 2"),
        ("INSERT INTO t (a) VALUES (NOW())", "nilai di tabel t tidak dapat dibaca"),
        ("INSERT INTO t SELECT * FROM u", "tanpa VALUES"),
        (STRUCTURE + STRUCTURE, "Tabel t ada dua kali"),
        ("CREATE TABLE t (" + ",".join(f"c{n} int" for n in range(10**5)) + ");",
         f"lebih dari {MOST_COLUMNS} kolom"),
        ("INSERT INTO t VALUES (" + ",".join(["1"] * 10**6) + ")", f"{MOST_COLUMNS} nilai"),
    ],
)  # fmt: skip
def test_broken_dump_ends_with_a_sentence(text, sentence):
    with pytest.raises(BrokenDump, match=sentence):
        parts(text)


def test_value_longer_than_any_is_refused(monkeypatch):
    monkeypatch.setattr("upk.desk.moving.dumps.sql.LONGEST_VALUE", 1_000)
    monkeypatch.setattr("upk.desk.moving.dumps.source.CHUNK", 100)
    text = iter(["INSERT INTO t (a) VALUES ('"] + ["x" * 1_000] * 100)

    with pytest.raises(BrokenDump, match="lebih panjang dari 1000 huruf"):
        [
            row
            for part in parts_of_sql(Source(lambda _: next(text, "")), lambda table: True)
            for row in part.rows
        ]

    assert next(text), "the rest isn't read"
