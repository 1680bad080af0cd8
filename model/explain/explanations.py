"""The explanations of a plan as plain numbers: shadow prices, reduced costs, sensitivity.

Money is million USD of present value and goes up with what is bad. Tonnes are t.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from model.errors import Words
from model.rules.constraints import Bounding

GIVEN, IMPLIED, GIVEN_BACK = "given", "implied", "given back"
"""Where the prices of the aims come from: the settings, the plan itself, or a step back."""

PRICE, CARBON, SPREAD = "price", "CO2", "HHI"
CARBON_AND_SPREAD, RULE, BALANCE, TIE = "HHI and CO2", "rule", "balance", "tie"
ENOUGH = "enough"
"""What stops an option."""


@dataclass(frozen=True)
class Money:
    """What a unit of each aim is worth, million USD; ``how`` says where that comes from."""

    weights: Mapping[str, float]
    how: str

    def worth(self, aims: Mapping[str, float]) -> float:
        """Aims in money."""
        return sum(weight * aims[aim] for aim, weight in self.weights.items())


@dataclass(frozen=True)
class Parts:
    """A change with its parts apart, so that none is taken for another.

    ``cash`` is what is paid (purchase, freight, duty, conversion, holding), million USD of present
    value; the losses of a shortage and the penalties of soft limits are no cash. ``concentration``
    is in HHI points, mean of the plan, ``co2`` in kt, ``shortage`` and ``reserve`` are tonnes of
    demand unmet and tonnes missing to the reserve.
    """

    cash: float
    concentration: float
    co2: float
    shortage: float
    reserve: float

    def times(self, factor: float) -> Parts:
        """The same for so many units."""
        return Parts(*(factor * getattr(self, f.name) for f in fields(self)))

    def plus(self, other: Parts) -> Parts:
        """Both changes together."""
        return Parts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


NO_CHANGE = Parts(0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Price:
    """What one more unit of a rule's cell adds to what the plan amounts to, and where that holds.

    ``price`` is weighted: HHI and CO2 count in money, a shortage at its cost. ``parts`` says what
    it is made of; ``kept`` that HHI and CO2 are taken to stay as in the plan, so that all is cash.
    ``low`` and ``high`` are values of the cell; ``tenth`` is the weighted sum that a limit a tenth
    looser would save in that year.
    """

    rule: Bounding
    price: float
    parts: Parts
    kept: bool
    low: float
    high: float
    tenth: float


@dataclass(frozen=True)
class Effect:
    """What a plan made anew with a rule changed does, against the plan: the workbook run twice.

    ``cost`` is the aim, ``parts`` say what of it is cash, and the rest; ``weighed`` is all of it in
    money. ``stock`` is the mean change of what is in store at a year end, t. ``tonnes`` by mineral
    and shipping country, over all years; those that do not change are left out. ``moved`` is what
    would come from elsewhere.
    """

    weighed: float
    cost: float
    parts: Parts
    stock: float
    tonnes: Mapping[tuple[str, str], float]
    moved: float


@dataclass(frozen=True)
class RuleCost:
    """A rule in all its years: a plan with a tenth looser, and one without it.

    ``estimate`` is what a tenth looser saves by the prices of its years, weighted. ``looser`` is
    ``None`` if that plan was not made, ``without`` also for what nobody can decide.
    """

    rules: tuple[Bounding, ...]
    estimate: float
    looser: Effect | None
    without: Effect | None

    @property
    def tenth(self) -> float:
        """The weighted sum that a tenth looser saves, million USD."""
        return self.estimate if self.looser is None else -self.looser.weighed


@dataclass(frozen=True)
class YearNot:
    """An option that is not fully used in a year: what stops it, and what would bring it in.

    ``price`` is FOB, USD/kg, ``footprint`` kg CO2/kg; the values at which the first (or next) tonne
    comes in are ``None`` where none would do. ``more`` are the tonnes that come in then. The
    charges are what a kilogram costs landed, in HHI, in CO2 and against rules, and what it is worth
    in the plan, USD/kg of that year; ``None`` if cost plays no part. ``rules`` are the cells of
    rules in the way; ``excess`` is what a kilogram would have to be cheaper, landed, USD/kg.
    ``checked`` says whether solving again just below and just above confirmed the
    price out; ``None`` if there was nothing to check.
    """

    supply: str
    year: int
    tonnes: float
    limit: float
    reason: str
    price: float
    comes_in_at: float | None
    footprint: float
    footprint_at: float | None
    excess: float
    more: float
    charges: Mapping[str, float] | None
    rules: tuple[str, ...]
    checked: bool | None = None


@dataclass(frozen=True)
class Span:
    """Least and most tonnes over all years of what could be done instead, the aims near-optimal.

    ``country`` says whether ``name`` is a country (of ``mineral``) or an option.
    """

    name: str
    mineral: str
    country: bool
    tonnes: float
    least: float
    most: float


@dataclass(frozen=True)
class Swap:
    """Options of which it is open which are used; only what they deliver together is not."""

    supplies: tuple[str, ...]
    tonnes: float
    least: float
    most: float


@dataclass(frozen=True)
class WayOut:
    """Another plan that is nearly as good: its aims, and tonnes by option over all years.

    ``parts`` are what it amounts to more than the plan, ``moved`` is the share of supply that comes
    from elsewhere than in the plan.
    """

    aims: Mapping[str, float]
    tonnes: Mapping[str, float]
    moved: float
    parts: Parts


@dataclass(frozen=True)
class Figure:
    """One input figure that is not published, its plausible range, and the plan's sensitivity to
    it.

    The plan changes if the figure falls to ``down_to`` or rises to ``up_to`` (``None``: never).
    ``lost`` is the weighted sum that holding on to the plan loses if it really is low or high,
    ``None`` if the plan cannot be held then, and ``parts`` what of it is cash, and the rest;
    ``then`` is what the best plan then amounts to more than the plan now; ``changed`` adds up all
    changes of options and years there, up and down; ``tonnes`` what moves between options there;
    ``most`` names the option that moves most and by how much.
    """

    cell: str
    name: str
    field: str
    grade: str
    value: float
    unit: str
    low: float
    high: float
    down_to: float | None
    up_to: float | None
    lost: tuple[float | None, float | None]
    parts: tuple[Parts, Parts]
    then: tuple[Parts, Parts]
    tonnes: tuple[float, float]
    most: tuple[tuple[str, float], tuple[str, float]]
    changed: tuple[float, float]


@dataclass(frozen=True)
class ShortageCause:
    """How much of a shortage one rule keeps away.

    ``shortage`` is what is unmet of a material in a year, t, ``avoided`` how much less it would be
    without the rule, t. ``rule`` says what the rule is in that year; it is ``None``, with no name
    and cell, where all rules a person can decide are lifted together. ``decided`` says these from
    what plants and stores can do.
    """

    year: int
    material: str
    shortage: float
    rule: Words | None
    kind: str
    name: str
    cell: str
    decided: bool
    avoided: float


@dataclass(frozen=True)
class Reasons:
    """Everything that explains a plan; ``unsolved`` are the steps the solver did not finish."""

    money: Money
    prices: tuple[Price, ...] = ()
    costs: tuple[RuleCost, ...] = ()
    years_not: tuple[YearNot, ...] = ()
    spans: tuple[Span, ...] = ()
    swaps: tuple[Swap, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    figures: tuple[Figure, ...] = ()
    causes: tuple[ShortageCause, ...] = ()
    unsolved: tuple[Words, ...] = ()
