"""The plan beside today's mix: the figures of the summary's first table, read from Measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from model.case import Case
from model.errors import Words
from model.report.core.labels import HHI, MONEY, SHARE, SHOWN
from model.report.core.rows import rows
from model.report.sentences.who import name_of
from model.results.baseline import import_shares
from model.results.shares import BASES
from model.workbook.aims import AIM_OF, CO2, CONCENTRATION, COST
from model.workbook.layout import REMAINDER

ALL = "all"
YEN = 0.001
"""Billion JPY of a million USD at 1 JPY/USD."""

Interval = tuple[float, float]
Key = tuple[str, str, object, str, str]


@dataclass(frozen=True)
class Figure:
    """One measure of the plan and of today's mix (lowest and highest), or words in their place.

    ``lower_is_better`` is ``None`` where neither direction is better.
    """

    plan: float | str | None
    today: Interval | str | None = None


@dataclass(frozen=True)
class Line:
    """One line: label, unit, number format, and the figures by mineral (or ``all``)."""

    label: Words
    unit: str
    shown: str
    figures: Mapping[str, Figure]
    lower_is_better: bool = True


class Comparison:
    """Looks up Measures and puts plan and today's mix side by side."""

    def __init__(self, case: Case, tables: Mapping[str, pd.DataFrame]) -> None:
        self._case = case
        self._largest = tables["Concentration"]
        names = ("measure", "mineral", "year", "basis", "plan", "value", "value_high")
        self._found: dict[Key, Interval] = {
            (measure, k, t, basis, plan): (value, value if high is None or high != high else high)
            for measure, k, t, basis, plan, value, high in rows(tables["Measures"], *names)
        }
        self.groups = (ALL, *case.minerals) if len(case.minerals) > 1 else case.minerals
        self.has_baseline = any(key[-1] == "baseline" for key in self._found)

    def lines(self) -> list[Line]:
        """All lines in order."""
        yen = self._case.settings.jpy_per_usd * YEN
        chosen = self._case.settings.concentration_basis
        return [
            self._line(*AIM_OF[COST].full, AIM_OF[COST].unit, SHOWN[COST], self._cost),
            self._line(
                *AIM_OF[COST].full,
                "billion JPY",
                MONEY,
                lambda k: _scaled(self._cost(k), yen),
            ),
            self._line(
                "Average cost a year", "年平均費用（割引前）", "million USD", MONEY, self._average
            ),
            *(self._hhi(basis, chosen) for basis in BASES),
            self._line(
                "Largest share", "最大シェア", f"of demand, {chosen}", SHARE, self._largest_share
            ),
            self._line("Largest country", "最大の国", chosen, "@", self._largest_country),
            self._line(*AIM_OF[CO2].full, AIM_OF[CO2].unit, SHOWN[CO2], self._get(CO2)),
            self._line("Import share", "輸入比率", "of demand", SHARE, self._same("import_share")),
            self._line(
                "Recycled share",
                "リサイクル比率",
                "of demand",
                SHARE,
                self._same("recycled_share"),
                lower_is_better=False,
            ),
            self._line(
                "Stock cover, least year",
                "在庫日数（最小の年）",
                "days of demand",
                "0",
                self._same("stock_cover"),
                lower_is_better=False,
            ),
        ]

    def _line(
        self,
        en: str,
        ja: str,
        unit: str,
        shown: str,
        figure: Callable[[str], Figure],
        *,
        lower_is_better: bool = True,
    ) -> Line:
        figures = {group: figure(group) for group in self.groups}
        return Line(Words(en, ja), unit, shown, figures, lower_is_better)

    def _value(self, measure: str, k: str, t: object, basis: str, plan: str) -> Interval | None:
        return self._found.get((measure, k, t, basis, plan))

    def _get(self, measure: str, basis: str = "") -> Callable[[str], Figure]:
        def figure(k: str) -> Figure:
            now = self._value(measure, k, ALL, basis, "plan")
            today = self._value(measure, k, ALL, basis, "baseline")
            return Figure(None if now is None else now[0], today)

        return figure

    def _same(self, measure: str) -> Callable[[str], Figure]:
        """A measure that today's mix takes over from the plan."""

        def figure(k: str) -> Figure:
            found = self._get(measure)(k)
            covered = self._value(COST, k, ALL, "", "baseline") is not None
            taken_over = found.today is None and found.plan is not None and covered
            return Figure(found.plan, "as plan 同左") if taken_over else found

        return figure

    def _cost(self, k: str) -> Figure:
        return self._get(COST)(k)

    def _average(self, k: str) -> Figure:
        """Mean of the years, undiscounted."""
        years = self._case.years
        now = self._value("cost_undiscounted", k, ALL, "", "plan")
        if self._value(COST, k, ALL, "", "baseline") is None:
            return Figure(None if now is None else now[0] / len(years))
        minerals = self._case.minerals if k == ALL else (k,)
        pairs = [
            self._value("cost_undiscounted", kk, t, "", "baseline") or (0.0, 0.0)
            for kk in minerals
            for t in years
        ]
        today = sum(low for low, _ in pairs), sum(high for _, high in pairs)
        return _scaled(Figure(None if now is None else now[0], today), 1 / len(years))

    def _hhi(self, basis: str, chosen: str) -> Line:
        ja = "出荷国" if basis == "shipped" else "原産国"
        aim, aim_ja = (", optimised", "、最適化") if basis == chosen else ("", "")
        return self._line(
            AIM_OF[CONCENTRATION].full.en,
            f"集中度（{ja}{aim_ja}）",
            f"{'shipped from' if basis == 'shipped' else 'by origin'}{aim}",
            HHI,
            self._get(CONCENTRATION, basis),
        )

    def _largest_share(self, k: str) -> Figure:
        return self._get("largest_share", self._case.settings.concentration_basis)(k)

    def _largest_country(self, k: str) -> Figure:
        """The country that is largest in most years, and today's largest."""
        if k == ALL:
            return Figure(None)
        chosen = self._case.settings.concentration_basis
        here = [
            country
            for kk, basis, country in rows(self._largest, "mineral", "basis", "largest_country")
            if (kk, basis) == (k, chosen) and country
        ]
        plan = max(dict.fromkeys(here), key=here.count, default=None)
        today = self._todays_largest(k)
        return Figure(plan and name_of(self._case, plan).en, today)

    def _todays_largest(self, k: str) -> str | None:
        case, mix = self._case, import_shares(self._case, k)
        if case.settings.concentration_basis == "origin":
            looked: dict[str, float] = {}
            for country, share in mix.items():
                for o, part in case.origin_shares.get((k, country), {country: 1.0}).items():
                    looked[o] = looked.get(o, 0.0) + share * part
            mix = looked
        named = {c: share for c, share in mix.items() if c != REMAINDER}
        return name_of(case, max(named, key=lambda c: named[c])).en if named else None


def _scaled(figure: Figure, factor: float) -> Figure:
    """The same figure in another unit."""
    now, today = figure.plan, figure.today
    return Figure(
        now * factor if isinstance(now, float) else now,
        (today[0] * factor, today[1] * factor) if isinstance(today, tuple) else today,
    )
