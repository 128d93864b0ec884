from pathlib import Path

import pytest

from knowledge.reading import content_files
from knowledge.reading.sniffing import Kind, sniff
from tests import sample_files
from tests.sample_files import DOCUMENT


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (sample_files.pdf(DOCUMENT), Kind.PDF),
        (b"junk before it\n" + sample_files.pdf(DOCUMENT), Kind.PDF),
        (sample_files.word(DOCUMENT), Kind.WORD),
        (sample_files.slides(DOCUMENT), Kind.SLIDES),
        (sample_files.workbook(DOCUMENT), Kind.SHEETS),
        (sample_files.open_document(DOCUMENT), Kind.OPEN_DOCUMENT),
        (sample_files.zipped({"a": ""}), Kind.ZIP),
        (sample_files.OLD_WORD, Kind.OLD_OFFICE),
        (sample_files.rtf(DOCUMENT), Kind.RTF),
        (sample_files.html(DOCUMENT), Kind.HTML),
        (b"\xef\xbb\xbf \n<!-- saved --><HTML lang=en>", Kind.HTML),
        (sample_files.text(DOCUMENT), Kind.TEXT),
        (sample_files.JPEG, Kind.PICTURE),
        (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
        (b"\x1f\x8b\x08", Kind.ARCHIVE),
        (bytes(100), None),
    ],
)
def test_content_is_known_whatever_its_name(content: bytes, kind: Kind | None) -> None:
    assert sniff(content) is kind


def test_a_folder_gives_the_files_that_can_be_read_in_order(tmp_path: Path) -> None:
    wanted = ["b/deep/c.PDF", "b/x.md", "a.txt", "z.docx"]
    others = [".hidden.txt", ".git/x.txt", "~$z.docx", "photo.png", "README", "a.txt.meta.yaml"]
    for name in wanted + others:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "folder.txt").mkdir()

    assert content_files(tmp_path) == sorted(tmp_path / name for name in wanted)


def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    shelf, elsewhere = tmp_path / "shelf", tmp_path / "elsewhere"
    shelf.mkdir()
    elsewhere.mkdir()
    (elsewhere / "a.txt").touch()
    (shelf / "linked").symlink_to(elsewhere)
    (shelf / "circle").symlink_to(shelf)
    (elsewhere / "back").symlink_to(shelf)
    (shelf / "gone.txt").symlink_to(tmp_path / "nowhere.txt")

    assert content_files(shelf) == [shelf / "linked" / "a.txt"]


@pytest.mark.parametrize("name", ["photo.png", "gone.txt", ".hidden.md"])
def test_a_file_that_was_named_is_never_left_out(tmp_path: Path, name: str) -> None:
    assert content_files(tmp_path / name) == [tmp_path / name]
