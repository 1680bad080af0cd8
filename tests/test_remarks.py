"""What is remarked on although nothing is wrong."""

from __future__ import annotations

from model.case import make_case
from model.remarks import remarks
from tests.cases import option, simple

TABLES = simple(
    supply=[option("aaa", 10, 60, co2=3.0)],
    routes=[{"route": "bayer", "mineral": "Ga", "co2": 5.0}],
)


def said(tables: object) -> str:
    return "\n".join(remark.en + remark.ja for remark in remarks(make_case(tables)))


def test_nothing_to_remark() -> None:
    assert said(TABLES) == ""


def test_footprints_nobody_gave() -> None:
    """Without a Routes sheet an option with a footprint of its own is known, another is not."""
    known = simple(supply=[option("aaa", 10, 60, co2=3.0)])
    unknown = simple(supply=[option("aaa", 10, 60)])
    assert said(known) == ""
    assert "Routes is missing" in said(unknown)


def test_a_reserve_that_does_not_fit_the_store() -> None:
    """73 days of 100 t are 20 t; the store holds 15."""
    material = {
        "material": "Ga",
        "mineral": "Ga",
        "shortage_cost": 9.0,
        "stock_target_days": 73.0,
        "max_stock": 15.0,
    }
    told = said(simple(supply=[option("aaa", 10, 60, co2=1.0)], materials=[material]))
    assert "Ga (up to 20 t)" in told
    assert "Materials!H7 (15 t)" in told
