"""The gazetteer's cache: what is kept, what is made anew, and that it says the same as the tables."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch_enricher.gazetteer import Gazetteer, Kind, load_gazetteer
from wirewatch_enricher.gazetteer.cache import open_gazetteer
from wirewatch_enricher.gazetteer.columns import Columns, Row, Town
from wirewatch_enricher.gazetteer.load import build_gazetteer
from wirewatch_enricher.gazetteer.packed import Index, Packed, pack


@pytest.fixture(scope="module")
def block() -> bytes:
    return build_gazetteer()


@pytest.fixture
def quick(block: bytes, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Building gives a block that is there already; the list grows with every building."""
    built: list[int] = []

    def build() -> bytes:
        built.append(1)
        return block

    monkeypatch.setattr("wirewatch_enricher.gazetteer.load.build_gazetteer", build)
    return built


def cached_file(folder: Path) -> Path:
    return next(folder.glob("gazetteer-*.bin"))


def baghdad(gazetteer: Gazetteer) -> str:
    return gazetteer.entry(gazetteer.find("baghdad")[0]).name


def test_a_second_start_reads_the_cache(tmp_path: Path, quick: list[int]) -> None:
    """What one process built, the next one maps into memory."""
    open_gazetteer(tmp_path / "cache")
    assert baghdad(open_gazetteer(tmp_path / "cache")) == "Baghdad"
    assert len(quick) == 1


@pytest.mark.parametrize("broken", [b"", b"no gazetteer", b"\xff" * 4096])
def test_a_broken_cache_is_built_anew(tmp_path: Path, quick: list[int], broken: bytes) -> None:
    """A file that is empty, foreign or cut short is replaced, never read."""
    open_gazetteer(tmp_path)
    cached_file(tmp_path).write_bytes(broken)
    assert baghdad(open_gazetteer(tmp_path)) == "Baghdad"
    assert cached_file(tmp_path).stat().st_size > 1_000_000
    assert len(quick) == 2


def test_one_changed_byte_is_noticed(tmp_path: Path, quick: list[int]) -> None:
    """The checksum holds against a disk that lies."""
    open_gazetteer(tmp_path)
    content = bytearray(cached_file(tmp_path).read_bytes())
    content[len(content) // 2] ^= 1
    cached_file(tmp_path).write_bytes(content)
    open_gazetteer(tmp_path)
    assert len(quick) == 2


def test_files_of_other_releases_go(tmp_path: Path, quick: list[int]) -> None:
    """A cache folder holds one gazetteer."""
    (tmp_path / "gazetteer-0123.bin").write_bytes(b"old")
    open_gazetteer(tmp_path)
    assert len(list(tmp_path.iterdir())) == len(quick) == 1


def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path, quick: list[int]) -> None:
    """Where the cache folder is a file, the gazetteer is kept in memory."""
    (tmp_path / "file").write_text("")
    assert baghdad(open_gazetteer(tmp_path / "file")) == "Baghdad"
    assert len(quick) == 1


def test_the_same_tables_give_the_same_bytes(block: bytes) -> None:
    """Two processes that build at once write the same file."""
    assert build_gazetteer() == block


@given(
    towns=st.lists(st.tuples(st.floats(-89, 89), st.floats(-179, 179), st.sampled_from(["IQ", "LY"])), max_size=12),
    lat=st.floats(-89, 89),
    lon=st.floats(-179, 179),
)
def test_the_nearest_zone_is_that_of_the_nearest_town(
    towns: list[tuple[float, float, str]], lat: float, lon: float
) -> None:
    """Searching by cells finds what looking at every town finds."""
    from math import cos, radians

    near = [one for one in towns if abs(one[0] - lat) < 7 and abs(one[1] - lon) < 7]
    gazetteer = Gazetteer(Packed(memoryview(pack(_columns(near), Index(names={}, demonyms={}, usual=frozenset())))))
    shrink = cos(radians(lat)) ** 2
    far = [(one[0] - lat) ** 2 + (one[1] - lon) ** 2 * shrink for one in near]
    found = gazetteer.nearest_zone(lat, lon, None)
    rounded = 1e-3  # the packed coordinates have fewer digits, so that a tie may fall either way
    assert far[int(found.removeprefix("Zone/"))] <= min(far) + rounded if near else found == ""


def _columns(towns: list[tuple[float, float, str]]) -> Columns:
    columns = Columns()
    columns.add(
        Row(gazetteer_id="country:IQ", name="Iraq", kind=Kind.COUNTRY, country="IQ", lat=33, lon=44, radius_km=1)
    )
    for number, (lat, lon, country) in enumerate(towns):
        columns.add_town(Town(number, f"Town {number}", lat, lon, country, 1000, f"Zone/{number}", "01"))
    return columns


def test_a_zone_is_that_of_the_country_asked_for() -> None:
    """A point near a border has the zone of the side that it is said to lie on."""
    gazetteer = load_gazetteer()
    assert gazetteer.nearest_zone(29.95, 48.0, "IQ") == "Asia/Baghdad"
    assert gazetteer.nearest_zone(29.95, 48.0, "KW") == "Asia/Kuwait"
