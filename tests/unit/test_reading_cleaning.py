import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import Reason
from knowledge.reading.cleaning import clean, decode, tidy
from knowledge.reading.refusals import RefusalError

HIDDEN = "\x00\x07\x1b\x7f\x9f\u00ad\u200b\u200d\u200e\u202e\u2060\u2067\ufeff\U000e0041\ud800"


@given(st.text())
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_nothing_in_a_clean_text_is_hidden(text: str) -> None:
    cleaned = clean(text)

    assert {character for character in cleaned if unicodedata.category(character) in {"Cc", "Cs"}} <= {
        "\n",
        "\t",
    }
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\n\n\n" not in cleaned
    assert all(line == line.rstrip() for line in cleaned.split("\n"))


@given(st.text(st.sampled_from("aé ß–£\n")))
def test_no_letter_is_lost(text: str) -> None:
    assert clean(text).split() == text.split()


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_hidden_character_leaves_no_trace_in_a_word(hidden: str) -> None:
    assert clean(f"lea{hidden}rn") == "learn"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("e\u0301", "é"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u2029c\x0cd\x0be", "a\nb\n\nc\n\nd\ne"),
        ("ﬁt for oﬃce ﬂow", "fit for office flow"),
        ("£5\u00a0m", "£5 m"),
        ("\uf0b7 first", "• first"),
        ("\n\n  a  \n \n\t\n\nb\n", "  a\n\nb"),
        ("a\tb", "a\tb"),
    ],
)
def test_typesetting_becomes_text(written: str, read: str) -> None:
    assert clean(written) == read


def test_a_tidy_text_has_single_spaces() -> None:
    assert tidy("  a \t b\n   c\n") == "a b\nc"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("café – £5".encode(), "café – £5"),
        ("café – £5".encode("utf-8-sig"), "café – £5"),
        ("café – £5".encode("utf-16"), "café – £5"),
        (b"\xfe\xff" + "café – £5".encode("utf-16-be"), "café – £5"),
        ("café – £5".encode("cp1252"), "café – £5"),
        (b"", ""),
        ("naïve café, ".encode() * 20 + b"\xff", "naïve café, " * 20 + "\ufffd"),
    ],
)
def test_the_usual_encodings_are_told_apart(content: bytes, text: str) -> None:
    assert decode(content) == text


def test_a_declared_encoding_is_tried_when_it_is_not_utf8() -> None:
    assert decode("Łódź".encode("iso-8859-2"), "iso-8859-2") == "Łódź"
    assert decode("Łódź".encode(), "iso-8859-2") == "Łódź"
    assert decode("café".encode("cp1252"), "no-such-encoding") == "café"


@pytest.mark.parametrize("noise", [bytes(range(256)), "words".encode("utf-16-le"), b"\x81\x8d\x8f" * 9])
def test_noise_is_no_text(noise: bytes) -> None:
    with pytest.raises(RefusalError) as refused:
        decode(noise)

    assert refused.value.reason is Reason.UNDECODABLE
