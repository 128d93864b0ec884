import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.errors import Reason, UnreadableError
from knowledge.model import Audience, Page, Reading, Theme
from knowledge.reading import FORMATS, Given, Reader, content_files, sidecar
from knowledge.reading.messages import REQUEST, Request
from knowledge.reading.metadata import NOTHING
from knowledge.reading.reader import worker_command
from tests import sample_files
from tests.sample_files import DOCUMENT, MAKERS

PROSE = "Crews know best: R&D cost < £5 m – and they planted 300 trees."
BINARY = (".pdf", ".docx", ".pptx", ".xlsx", ".odt")

ENDS_BADLY = """
import os, signal, sys
sys.path[:] = sys.argv[1:]
from knowledge.reading import worker

def read(path, options, size_limit_bytes, ordinary=worker.read):
    if path.stem == "aborts":
        os.abort()
    if path.stem == "hangs":
        signal.pause()
    if path.stem == "grows":
        bytearray(4 * 10**9)
    if path.stem == "prints":
        os.write(1, b"a native library says so\\n")
    return ordinary(path, options, size_limit_bytes)

worker.read = read
worker.main()
"""
"""A worker that is an ordinary one but for files of certain names."""

SHARED = Path(__file__).resolve().parents[3] / "shared"
READ = None
SHARED_FILES = {
    "damaged-032270.pdf": READ,
    "damaged-125619.pdf": READ,
    "damaged-137036.pdf": READ,
    "damaged-160721.pdf": READ,
    "damaged-176446.pdf": READ,
    "damaged-225188.pdf": READ,
    "damaged-225189.pdf": READ,
    "damaged-421197.pdf": READ,
    "damaged-427330.pdf": READ,
    "damaged-436857.pdf": READ,
    "damaged-503492.pdf": READ,
    "encrypted-empty-password.pdf": READ,
    "header-footer.docx": READ,
    "invalid.pdf": Reason.DAMAGED,
    "nara-2022.pdf": READ,
    "no-text-trivial.pdf": Reason.NO_TEXT_LAYER,
    "paras-and-tables.docx": READ,
    "password.pdf": Reason.PASSWORD_PROTECTED,
    "protected.docx": Reason.PASSWORD_PROTECTED,
    "protected.xlsx": Reason.PASSWORD_PROTECTED,
    "scan-ccitt.pdf": Reason.NO_TEXT_LAYER,
    "speaker-notes.pptx": READ,
    "truncated.docx": Reason.DAMAGED,
    "zero-bytes.pdf": Reason.EMPTY,
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.fixture
def hasty() -> Iterator[Reader]:
    """A reader with little patience, whose worker ends badly over files of certain names."""
    command = (sys.executable, "-c", ENDS_BADLY, *sys.path)
    with Reader(time_limit_seconds=3, command=command) as reader:
        yield reader


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def refusal(reader: Reader, path: Path) -> UnreadableError:
    with pytest.raises(UnreadableError) as refused:
        reader.read(path)
    return refused.value


def test_every_format_has_a_sample() -> None:
    assert MAKERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_document_gives_its_words_in_order(reader: Reader, tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path / f"parks{suffix}", MAKERS[suffix](DOCUMENT))

    reading = reader.read(path)

    found = [reading.text.find(words) for _, words in sample_files.lines_of(DOCUMENT)]
    assert -1 not in found
    assert found == sorted(found)


@pytest.mark.parametrize("suffix", [suffix for suffix in MAKERS if suffix != ".xlsx"])
def test_a_heading_is_where_it_says_it_is(reader: Reader, tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path / f"parks{suffix}", MAKERS[suffix](DOCUMENT))

    first, *others = reader.read(path).headings

    assert (first.level, first.title) == (1, "Parks & people in Hull")
    text = reader.read(path).text
    assert all(
        text[heading.start : heading.end].lstrip("# ") == heading.title for heading in (first, *others)
    )


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf", ".docx", ".odt", ".rtf"])
def test_headings_have_their_depth(reader: Reader, tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path / f"parks{suffix}", MAKERS[suffix](DOCUMENT))

    headings = reader.read(path).headings

    assert [(each.level, each.title) for each in headings] == [
        (1, "Parks & people in Hull"),
        (2, "What was learned"),
    ]


def test_a_sheet_of_a_workbook_is_a_heading(reader: Reader, tmp_path: Path) -> None:
    reading = reader.read(written(tmp_path / "hull-parks.xlsx", sample_files.workbook(DOCUMENT)))

    assert [heading.title for heading in reading.headings] == ["Notes"]
    assert reading.metadata.title == "Hull parks"


def test_a_cell_reads_as_excel_shows_it(reader: Reader, tmp_path: Path) -> None:
    cells: list[str | float | bool] = ["Words", 45000, 3.0000000000000004, 0.1, True]

    reading = reader.read(written(tmp_path / "costs.xlsx", sample_files.row_of_a_workbook(cells)))

    assert reading.text == "Notes\n\nWords | 2023-03-15 | 3 | 0.1 | true"


def test_rich_text_has_its_special_characters_and_no_page_headers(reader: Reader, tmp_path: Path) -> None:
    content = (
        rb"{\rtf1\ansi{\header\pard OFFICIAL\par}\pard Co\_op~\\~a\~b, R&D\tab x\par{\footer\pard Page\par}}"
    )

    reading = reader.read(written(tmp_path / "special.rtf", content))

    assert reading.text == "Co-op~\\~a b, R&D x"


def test_the_pages_of_a_pdf_start_where_they_say(reader: Reader, tmp_path: Path) -> None:
    content = sample_files.pdf("First of all.", "", "Third after a blank one.")

    reading = reader.read(written(tmp_path / "pages.pdf", content))

    assert reading.pages == (Page(0, 1), Page(reading.text.index("Third"), 3))


def test_a_slide_is_a_page_with_its_speaker_notes(reader: Reader, tmp_path: Path) -> None:
    content = sample_files.slides(DOCUMENT, notes="Say who planted them.")

    reading = reader.read(written(tmp_path / "talk.pptx", content))

    second = reading.text.index("What was learned")
    assert reading.pages == (Page(0, 1), Page(second, 2))
    assert "Say who planted them." in reading.text[:second]


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_file_of_no_bytes_is_empty(reader: Reader, tmp_path: Path, suffix: str) -> None:
    assert refusal(reader, written(tmp_path / f"none{suffix}", b"")).reason is Reason.EMPTY


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_document_without_words_is_refused(reader: Reader, tmp_path: Path, suffix: str) -> None:
    refused = refusal(reader, written(tmp_path / f"none{suffix}", MAKERS[suffix]("")))

    assert refused.reason is (Reason.NO_TEXT_LAYER if suffix == ".pdf" else Reason.EMPTY)


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx", ".odt", ".rtf"])
def test_half_a_document_is_damaged(reader: Reader, tmp_path: Path, suffix: str) -> None:
    content = MAKERS[suffix](DOCUMENT)

    refused = refusal(reader, written(tmp_path / f"half{suffix}", content[: len(content) // 2]))

    assert refused.reason is Reason.DAMAGED
    assert refused.sentence.startswith(f"half{suffix} is damaged or incomplete.")


def test_a_pdf_without_any_page_is_damaged(reader: Reader, tmp_path: Path) -> None:
    path = written(tmp_path / "stub.pdf", b"%PDF-1.4\nnothing else\n%%EOF")

    assert refusal(reader, path).reason is Reason.DAMAGED


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels"])
def test_a_word_file_with_a_broken_or_missing_part_is_damaged(
    reader: Reader, tmp_path: Path, part: str
) -> None:
    parts = {
        "_rels/.rels": sample_files.relations(("officeDocument", "word/document.xml")),
        "word/document.xml": "<document><body/></document>",
        "word/styles.xml": "<styles/>",
    }
    broken = sample_files.zipped(parts | {part: "<not xml"})
    missing = sample_files.zipped({path: content for path, content in parts.items() if path != part})

    refused = [
        refusal(reader, written(tmp_path / "broken.docx", broken)),
        refusal(reader, written(tmp_path / "missing.docx", missing)),
    ]

    assert [each.reason for each in refused] == [Reason.DAMAGED, Reason.DAMAGED]


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_picture_with_the_name_of_a_document_is_mislabelled(
    reader: Reader, tmp_path: Path, suffix: str
) -> None:
    refused = refusal(reader, written(tmp_path / f"photo{suffix}", sample_files.JPEG))

    assert refused.reason is Reason.MISLABELLED
    assert "it holds a picture" in refused.sentence


@pytest.mark.parametrize(
    ("name", "content", "holds"),
    [
        ("archive.pdf", sample_files.zipped({"a.txt": "words"}), "a ZIP archive"),
        ("archive.docx", sample_files.zipped({"a.txt": "words"}), "a ZIP archive"),
        ("sheet.docx", sample_files.workbook(DOCUMENT), "an Excel workbook"),
        ("letter.odt", sample_files.word(DOCUMENT), "a Word document"),
        ("old.docx", sample_files.OLD_WORD, "a document of an older Office format"),
        ("page.pdf", sample_files.html(DOCUMENT), "a web page"),
        ("page.txt", sample_files.html(DOCUMENT), "a web page"),
        ("notes.docx", sample_files.text(DOCUMENT), "plain text"),
        ("notes.md", sample_files.rtf(DOCUMENT), "a rich text document"),
        ("notes.txt", sample_files.pdf(DOCUMENT), "a PDF document"),
        ("notes.eml", b"\nNo line of this is a header.\n", "plain text"),
        ("text.odt", sample_files.zipped({"content.xml": "<a/>"}), "an OpenDocument file that is no text"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told_what_it_is(
    reader: Reader, tmp_path: Path, name: str, content: bytes, holds: str
) -> None:
    refused = refusal(reader, written(tmp_path / name, content))

    assert refused.reason is Reason.MISLABELLED
    assert f"{name} is not what its name says: it holds {holds}." in refused.sentence


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".docx", sample_files.ENCRYPTED_OFFICE),
        (".pptx", sample_files.ENCRYPTED_OFFICE),
        (".xlsx", sample_files.ENCRYPTED_OFFICE),
        (
            ".odt",
            sample_files.open_document(
                DOCUMENT, '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'
            ),
        ),
        (".eml", b"Subject: x\nContent-Type: application/pkcs7-mime\n\nMIAGCSqGSIb3DQEHA6CAMIACAQAx\n"),
    ],
)
def test_an_encrypted_document_is_password_protected(
    reader: Reader, tmp_path: Path, suffix: str, content: bytes
) -> None:
    refused = refusal(reader, written(tmp_path / f"secret{suffix}", content))

    assert refused.reason is Reason.PASSWORD_PROTECTED


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html", ".eml"])
def test_noise_is_undecodable(reader: Reader, tmp_path: Path, suffix: str) -> None:
    header = b"Subject: noise\n\n" if suffix == ".eml" else b""

    refused = refusal(reader, written(tmp_path / f"noise{suffix}", header + bytes(range(256)) * 4))

    assert refused.reason is Reason.UNDECODABLE


@pytest.mark.parametrize("suffix", BINARY)
def test_noise_with_the_name_of_a_document_is_damaged(reader: Reader, tmp_path: Path, suffix: str) -> None:
    refused = refusal(reader, written(tmp_path / f"noise{suffix}", bytes(range(256)) * 4))

    assert refused.reason is Reason.DAMAGED


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    with Reader(size_limit_bytes=2_000_000) as reader:
        refused = refusal(reader, written(tmp_path / "long.txt", b"words " * 400_000))

    assert refused.reason is Reason.OVERSIZED
    assert "it has 2.4 MB, and 2 MB are read at most" in refused.sentence


def test_a_file_that_unpacks_to_too_much_is_refused(reader: Reader, tmp_path: Path) -> None:
    parts = {
        "_rels/.rels": sample_files.relations(("officeDocument", "word/document.xml")),
        "word/document.xml": " " * 200_000_001,
    }

    refused = refusal(reader, written(tmp_path / "bomb.docx", sample_files.zipped(parts)))

    assert refused.reason is Reason.OVERSIZED


def test_a_file_that_is_not_there_is_missing(reader: Reader, tmp_path: Path) -> None:
    assert refusal(reader, tmp_path / "gone.txt").reason is Reason.MISSING


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_opened_is_forbidden(reader: Reader, tmp_path: Path) -> None:
    path = written(tmp_path / "private.txt", b"words")
    path.chmod(0)

    assert refusal(reader, path).reason is Reason.FORBIDDEN


@pytest.mark.parametrize("name", ["photo.png", "README", "letter.doc"])
def test_a_file_of_another_kind_is_unsupported(reader: Reader, tmp_path: Path, name: str) -> None:
    refused = refusal(reader, written(tmp_path / name, b"words"))

    assert refused.reason is Reason.UNSUPPORTED
    assert "Save it as PDF, Word" in refused.sentence


def test_neither_a_folder_nor_a_pipe_is_read(reader: Reader, tmp_path: Path) -> None:
    folder, pipe = tmp_path / "folder.txt", tmp_path / "pipe.txt"
    folder.mkdir()
    os.mkfifo(pipe)

    assert [refusal(reader, path).reason for path in (folder, pipe)] == [Reason.UNSUPPORTED] * 2


def test_a_path_means_the_same_file_after_a_change_of_folder(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written(tmp_path / name / "notes.txt", f"Words of {name}.".encode())

    texts = []
    for name in ("one", "two"):
        monkeypatch.chdir(tmp_path / name)
        texts.append(reader.read(Path("notes.txt")).text)

    assert texts == ["Words of one.", "Words of two."]


def test_a_name_need_not_be_text(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9-notes.txt")
    path.write_text("The words of the file.")

    assert reader.read(path).text == "The words of the file."
    assert (
        refusal(reader, path.with_suffix(".md")).sentence.encode().startswith(b"caf?-notes.md is not there.")
    )


def test_options_come_before_the_sidecar_before_the_front_matter_before_the_file(
    reader: Reader, tmp_path: Path
) -> None:
    front = "---\ntitle: From the front\ncouncil: Hull\nas_of: 2001\naudience: public\n---\n"
    path = written(tmp_path / "parks.md", (front + DOCUMENT).encode())
    sidecar(path).write_text("title: From beside\ncouncils: [Leeds, York]\nthemes: innovation\n")

    metadata = reader.read(path, Given(title="From the options")).metadata

    assert metadata.title == "From the options"
    assert metadata.councils == ("Leeds", "York")
    assert metadata.themes == (Theme.INNOVATION,)
    assert (metadata.as_of, metadata.audience) == ("2001", Audience.PUBLIC)


def test_bad_metadata_beside_a_file_is_refused_with_what_may_stand_there(
    reader: Reader, tmp_path: Path
) -> None:
    path = written(tmp_path / "parks.txt", b"Words.")
    sidecar(path).write_text("audience: everybody\n")

    refused = refusal(reader, path)

    assert refused.reason is Reason.BAD_METADATA
    assert refused.sentence == (
        "parks.txt was not read because of what is written about it: parks.txt.meta.yaml has 'audience': "
        "'everybody' is none of visit team; network; public."
    )


@pytest.mark.parametrize(
    ("stem", "reason"), [("hangs", Reason.TOO_SLOW), ("aborts", Reason.CRASHED), ("grows", Reason.CRASHED)]
)
def test_a_worker_that_ends_badly_is_replaced(
    hasty: Reader, tmp_path: Path, stem: str, reason: Reason
) -> None:
    good, bad = written(tmp_path / "good.txt", b"Words."), written(tmp_path / f"{stem}.txt", b"Words.")

    before = hasty.read(good)
    refused = refusal(hasty, bad)
    after = hasty.read(good)

    assert refused.reason is reason
    assert refused.reason.transient
    assert before == after


def test_what_a_library_prints_is_no_answer(hasty: Reader, tmp_path: Path) -> None:
    assert hasty.read(written(tmp_path / "prints.txt", b"Words.")).text == "Words."


def test_only_what_may_be_over_next_time_is_transient() -> None:
    assert [reason for reason in Reason if reason.transient] == [Reason.TOO_SLOW, Reason.CRASHED]


@pytest.mark.parametrize("answer", ["", "print('{}')", "print('no JSON at all')", "print('[1', end='')"])
def test_a_worker_that_talks_nonsense_has_crashed(tmp_path: Path, answer: str) -> None:
    path = written(tmp_path / "good.txt", b"Words.")

    with Reader(command=(sys.executable, "-c", f"input(); {answer}")) as reader:
        refused = [refusal(reader, path).reason for _ in range(2)]

    assert refused == [Reason.CRASHED, Reason.CRASHED]


def test_a_worker_that_died_between_two_files_is_replaced(reader: Reader, tmp_path: Path) -> None:
    path = written(tmp_path / "good.txt", b"Words.")
    reader.read(path)
    assert reader._process
    reader._process.kill()
    reader._process.wait()

    assert reader.read(path).text == "Words."


def test_one_worker_reads_many_files_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = written(tmp_path / "good.txt", b"Words.")
    workers = set()
    with Reader() as reader:
        for _ in range(3):
            reader.read(path)
            assert reader._process
            workers.add(reader._process.pid)

    [worker] = workers
    with pytest.raises(ProcessLookupError):  # A zombie could still be signalled.
        os.kill(worker, 0)


def test_ctrl_c_does_not_reach_the_worker(reader: Reader, tmp_path: Path) -> None:
    reader.read(written(tmp_path / "good.txt", b"Words."))

    assert reader._process
    assert os.getpgid(reader._process.pid) != os.getpgid(0)


def end_of(command: Sequence[str], said: bytes, *, parent_lives: bool) -> int:
    """How a worker ends that is told this and no more."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdin
        worker.stdin.write(said)
        worker.stdin.flush()
        if not parent_lives:
            worker.stdin.close()
        try:
            return worker.wait(timeout=30)
        finally:
            worker.kill()


def test_a_worker_goes_when_its_parent_does() -> None:
    assert end_of(worker_command(), b"", parent_lives=False) == 0


def test_a_worker_that_nobody_kills_does_not_hang_for_ever(tmp_path: Path) -> None:
    path = written(tmp_path / "hangs.txt", b"Words.")
    request = Request(os.fsencode(path).hex(), NOTHING, 1000, time_limit_seconds=0.1)
    command = (sys.executable, "-c", ENDS_BADLY, *sys.path)

    assert end_of(command, REQUEST.dump_json(request) + b"\n", parent_lives=True) == -signal.SIGALRM


def test_neither_side_loads_what_it_does_not_need() -> None:
    heavy = {"torch", "chromadb", "tantivy", "kreuzberg", "sqlalchemy"}
    program = (
        "import sys; sys.path[:] = sys.argv[1:]; import knowledge.reading.worker; "
        f"print({heavy} & {{*sys.modules}})"
    )

    loaded = subprocess.run(
        (sys.executable, "-c", program, *sys.path), capture_output=True, text=True, check=True
    )

    assert loaded.stdout.strip() == "set()"


def test_reading_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    paths = [written(tmp_path / f"parks{suffix}", make(DOCUMENT)) for suffix, make in MAKERS.items()]

    with Reader() as reader:
        for path in paths:
            reader.read(path)

    assert sorted(tmp_path.rglob("*")) == sorted(paths)


@pytest.mark.parametrize(("name", "reason"), SHARED_FILES.items())
def test_a_real_file_is_read_or_refused_for_the_right_reason(
    reader: Reader, name: str, reason: Reason | None
) -> None:
    path = SHARED / "files" / name
    if not path.exists():
        pytest.skip("the real and damaged files are not part of the project")

    if reason:
        assert refusal(reader, path).reason is reason
    else:
        assert reader.read(path).text


def test_a_batch_of_real_files_takes_no_time_to_speak_of() -> None:
    if not SHARED.exists():
        pytest.skip("the real and damaged files are not part of the project")
    started = time.monotonic()

    with Reader() as reader:
        outcomes: list[Reading | Reason] = []
        for path in content_files(SHARED / "files"):
            try:
                outcomes.append(reader.read(path))
            except UnreadableError as error:
                outcomes.append(error.reason)

    assert Reason.CRASHED not in outcomes
    assert time.monotonic() - started < 20


def test_a_real_text_has_its_headings_and_its_sentences(reader: Reader) -> None:
    path = SHARED / "corpus" / "lpsa-kent-middlesbrough.txt"
    if not path.exists():
        pytest.skip("the real text is not part of the project")

    reading = reader.read(path)

    titles = [heading.title for heading in reading.headings]
    assert [title for title in titles if title[0].isdigit()] == [
        "1 INTRODUCTION",
        "2 LEARNING FROM MIDDLESBROUGH COUNCIL AND KENT COUNTY COUNCIL",
        "3 UNSCRAMBLING IMPROVEMENT – KEY POINTS FOR IMPROVEMENT DRIVERS",
        "4 DIFFERING ROUTES, SAME INGREDIENTS – STRATEGIC PARTNERING FOR DELIVERING LPSA TARGETS",
        "5 INNOVATION",
        "6 APPENDICES",
    ]
    assert not {"Teresa Payne, Anna Randle and Natalie Arend", "Phil Hope MP"} & set(titles)
    assert (
        "The case studies were explored through Knowledge Exchange visits – intensive 24-hour programmes "
        "with a working group of peers."
    ) in reading.text
