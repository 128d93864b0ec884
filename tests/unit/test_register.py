"""The register of councils: found by any spelling, compared by kind of place, extended by a file."""

from collections import Counter
from pathlib import Path

import pytest

from knowledge.councils import council_key
from knowledge.errors import RegisterError
from knowledge.register import Kind, Place, councils_among, load_register

REGISTER = load_register()


def test_every_principal_council_is_in_it_once() -> None:
    found = Counter((place.nation, place.tier) for place in REGISTER.places.values())

    assert found == {
        ("England", "county"): 21,
        ("England", "unitary"): 63,
        ("England", "metropolitan borough"): 36,
        ("England", "London borough"): 33,
        ("England", "district"): 164,
        ("Wales", "unitary"): 22,
        ("Scotland", "unitary"): 32,
        ("Northern Ireland", "district"): 11,
    }
    assert all(place.region for place in REGISTER.places.values())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kent County Council", "Kent"),
        ("middlesbrough council", "Middlesbrough"),
        ("London Borough of Camden", "Camden"),
        ("Durham County Council", "County Durham"),
        ("City of York Council", "York"),
        ("Brighton & Hove City Council", "Brighton and Hove"),
    ],
)
def test_a_council_is_found_however_its_name_is_written(written: str, name: str) -> None:
    place = REGISTER.find(written)

    assert place is not None
    assert place.name == name


def test_those_like_a_council_are_of_its_tier_and_size_its_own_region_first() -> None:
    alike = REGISTER.alike("Middlesbrough Council")

    assert {place.tier for place in alike} == {"unitary"}
    names = [place.name for place in alike]
    assert names[:3] == ["Darlington", "Redcar and Cleveland", "Stockton-on-Tees"]
    assert not {"Middlesbrough", "County Durham", "Kent"} & set(names)
    assert REGISTER.alike("Northshire") == ()


def test_a_file_extends_it_and_wins_where_it_says_something(tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text("name,tier,rurality\nNorthshire,county,rural\nKent,,mixed\n", encoding="utf-8-sig")

    register = load_register(more)

    assert register.find("Northshire Council") == Place("Northshire", tier="county", rurality="rural")
    kent = register.find("Kent")
    assert kent is not None
    assert register.alike("Kent")
    assert (kent.rurality, kent.tier, kent.region) == ("mixed", "county", "South East")
    assert "Northshire" not in {place.name for place in register.alike("Kent")}  # rural, not mixed


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("council,tier\nKent,county\n", "line 1: its columns are some of name, nation"),
        ("name,tier\n,county\n", "line 2: it has no name"),
        ("name,tier\nKent,county,more\n", "line 2: it has no name, or more cells"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    more = tmp_path / "more.csv"
    more.write_text(text)

    with pytest.raises(RegisterError, match=complaint):
        load_register(more)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "more.csv"
    binary.write_bytes(b"\xff\xfe\x00")

    for file in (binary, tmp_path / "missing.csv"):
        with pytest.raises(RegisterError, match="must be a CSV file in UTF-8"):
            load_register(file)


@pytest.mark.parametrize(
    ("kind", "named", "some", "others"),
    [
        (Kind(like="Devon"), (), "Kent", "Leeds"),
        (Kind(tier="county"), (), "Kent", "Leeds"),
        (Kind(tier="county", region="South West"), (), "Devon", "Kent"),
        (Kind(tier="county"), ("Kent County Council", "Leeds"), "Kent", "Leeds"),
    ],
)
def test_councils_of_a_kind_are_those_that_are_all_that_is_asked(
    kind: Kind, named: tuple[str, ...], some: str, others: str
) -> None:
    found = {council_key(name) for name in councils_among(REGISTER, kind, named) or ()}

    assert council_key(some) in found
    assert council_key(others) not in found


def test_how_rural_a_council_is_can_be_asked_for_once_somebody_says_it() -> None:
    extended = REGISTER.extended(
        [Place(name="Devon", rurality="rural"), Place(name="Leeds", rurality="urban")]
    )

    assert councils_among(extended, Kind(rurality="rural")) == ("Devon",)
    assert councils_among(extended, Kind(region="South West", rurality="urban")) == ()
    assert REGISTER.kinds("rurality") == ()
    assert extended.kinds("rurality") == ("rural", "urban")


def test_sizes_are_offered_from_the_smallest() -> None:
    assert REGISTER.kinds("size") == (
        "under 100,000",
        "100,000 to 300,000",
        "300,000 to 500,000",
        "over 500,000",
    )


def test_where_no_kind_is_asked_for_any_council_will_do_and_of_an_unknown_kind_there_is_none() -> None:
    assert councils_among(REGISTER, Kind()) is None
    assert councils_among(REGISTER, Kind(), ("Kent",)) == ("Kent",)
    assert councils_among(REGISTER, Kind(tier="castle")) == ()
    assert councils_among(REGISTER, Kind(like="Atlantis")) == ()
