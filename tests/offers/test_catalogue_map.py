"""The map of the catalogue: the name of a province stays readable among the dots."""

from dataclasses import replace

from croisee.offers.catalogue.areas import Area, _dots_under, _named
from croisee.offers.catalogue.wanted import Wanted

NAMUR = Area("province", "NA", "Namur", 9, 9, Wanted(), x=200.0, y=100.0, labelled=True)


def _town(x: float, y: float) -> Area:
    return Area("town", "5000", "Namur", 4, 4, Wanted(), x=x, y=y, radius=5.0)


def test_a_name_moves_off_the_dot_it_covers() -> None:
    covered = [_town(200, 96)]
    assert _dots_under(NAMUR, covered, 0, 0) == 1
    assert _dots_under(_named(NAMUR, covered), covered, 0, 0) == 0


def test_a_name_that_covers_nothing_stays() -> None:
    assert _named(NAMUR, [_town(200, 160)]) == NAMUR


def test_among_dots_on_every_side_it_covers_the_fewest() -> None:
    """Dots everywhere but one row: the name goes there."""
    crowd = [
        _town(x, y) for x in range(140, 270, 8) for y in range(50, 150, 8) if not 108 < y < 138
    ]
    moved = _named(NAMUR, crowd)
    assert (moved.x, moved.y) != (NAMUR.x, NAMUR.y)
    assert _dots_under(moved, crowd, 0, 0) < _dots_under(NAMUR, crowd, 0, 0)


def test_a_province_without_room_for_its_name_is_left_alone() -> None:
    nameless = replace(NAMUR, labelled=False)
    assert _named(nameless, [_town(200, 96)]) == nameless
