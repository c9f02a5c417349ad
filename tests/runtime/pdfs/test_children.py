"""Child processes that read PDFs: nothing that a PDF does reaches us, and none of them is left running."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from runtime.pdfs import MAX_PDF_BYTES, PdfUnreadable, draw
from tests.runtime.pdfs.raw_pdfs import drawn_text, packed, raw_pdf

ROOT = Path(__file__).parents[3]


def words(content: bytes) -> str:
    """All that is drawn, a line for each run."""
    return "\n".join(run.text for page in draw(content).pages for run in page.runs)


def saying(text: str, encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF of one line."""
    content = BytesIO()
    canvas = Canvas(content, encrypt=encrypt)
    canvas.drawString(72, 700, text)
    canvas.save()
    return content.getvalue()


def test_the_same_child_reads_one_pdf_after_the_other() -> None:
    assert [words(saying(f"number {count}")) for count in range(5)] == [f"number {count}" for count in range(5)]


def test_many_threads_get_each_their_own_pdf() -> None:
    with ThreadPoolExecutor(16) as threads:
        read = list(threads.map(lambda count: words(saying(f"number {count}")), range(64)))

    assert read == [f"number {count}" for count in range(64)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7\n", "damaged"),
        (saying("secret", StandardEncryption("password")), "locked with a password"),
        (bytes(MAX_PDF_BYTES + 1), "larger than 20 MiB"),
    ],
    ids=["empty", "broken", "locked", "too large"],
)
def test_what_cannot_be_read_is_said_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(PdfUnreadable, match=sentence):
        draw(content)


def test_a_pdf_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    slow = raw_pdf(b"0 0 m 10 10 l S\n" * 1_000_000)

    with pytest.raises(PdfUnreadable, match="took longer"):
        draw(slow, seconds=0.05)

    assert words(saying("the next")) == "the next"


def test_a_pdf_that_asks_for_more_memory_than_there_is_harms_only_its_child() -> None:
    bomb = raw_pdf(packed(b"BT /F1 9 Tf 1 0 0 1 9 9 Tm (words) Tj ET\n" * 1_500_000))

    with pytest.raises(PdfUnreadable):
        draw(bomb)

    assert words(saying("the next")) == "the next"


def test_pages_beyond_the_cap_are_said() -> None:
    content = BytesIO()
    canvas = Canvas(content)
    for number in range(70):
        canvas.drawString(72, 700, f"page {number}")
        canvas.showPage()
    canvas.save()

    drawn = draw(content.getvalue())

    assert drawn.is_cut
    assert len(drawn.pages) == 60


def test_a_child_imports_nothing_of_the_product_and_can_open_nothing() -> None:
    program = (
        "import sys, runpy; sys.stdin = open('/dev/null'); "
        f"runpy.run_path({str(ROOT / 'runtime/pdfs/child.py')!r}, run_name='__main__'); "
        "print([name for name in sys.modules if name.split('.')[0] in ('runtime', 'studio', 'mapping_dsl')]); "
        "import os; os.open('/etc/hostname', os.O_RDONLY)"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd="/")

    assert ended.stdout == "[]\n"
    assert "Too many open files" in ended.stderr


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)"], ids=["ends", "is killed"])
def test_no_child_is_left_when_its_parent(end: str) -> None:
    program = (
        "import os, runtime.pdfs.children as children; from tests.runtime.pdfs.test_children import saying, words; "
        f"words(saying('x')); print(children._CHILDREN._idle[0]._process.pid, flush=True); {end}"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)

    assert has_gone(int(ended.stdout))


def test_a_process_that_was_forked_off_uses_children_of_its_own() -> None:
    words(saying("before"))
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, words(saying("in the fork")).encode())
        os._exit(0)

    assert words(saying("in the parent")) == "in the parent"
    assert os.read(reader, 100) == b"in the fork"
    os.wait()


def test_letters_are_what_the_font_says_they_are() -> None:
    mapped = {"a": "ŵ", "b": "fi", "c": "ﬁ", "d": "😀", "e": "né\u00adcessaire"}

    assert words(drawn_text("abcde", mapped)) == "ŵfifi😀né\u00adcessaire"


def test_arabic_is_given_in_the_order_in_which_it_is_read() -> None:
    shown = {"a": "ة", "b": "ق", "c": "ر", "d": "س"}  # drawn from the left, as shown: the word's end comes first

    assert words(drawn_text("abcd", shown)) == "سرقة"


def test_half_a_letter_can_be_stored_all_the_same() -> None:
    assert words(drawn_text("ab", {"a": "x", "b": "\ud83d"})).encode() == "x\ufffd".encode()


def test_a_letter_that_the_font_does_not_name_is_not_guessed() -> None:
    assert words(drawn_text("ab", {"a": "x"})) == "x\ufffd"


def has_gone(pid: int) -> bool:
    """Whether a process ends within a few seconds."""
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
