"""Why the plan is as it is, as plain numbers: prices of rules, why not, how sure, what it hangs on.

Money is million USD of present value and goes up with what is bad. Tonnes are t.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.bounding import Bounding
from model.errors import Words

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
class Price:
    """What one more unit of a rule's cell adds to what the plan comes to, and where that holds.

    ``shortage`` and ``reserve`` are tonnes short, and missing to the reserve, for one more unit.
    ``low`` and ``high`` are values of the cell; ``tenth`` is the money that a limit a tenth looser
    would save in that year.
    """

    rule: Bounding
    price: float
    shortage: float
    reserve: float
    low: float
    high: float
    tenth: float


@dataclass(frozen=True)
class Effect:
    """What a plan without a rule would do: changes of the aims, tonnes short, and tonnes moved.

    ``tonnes`` by mineral and shipping country, over all years; those that do not change are left
    out. ``moved`` is what would come from elsewhere.
    """

    money: float
    aims: Mapping[str, float]
    shortage: float
    tonnes: Mapping[tuple[str, str], float]
    moved: float


@dataclass(frozen=True)
class RuleCost:
    """A rule in all its years: what a tenth looser would save, and what the whole rule costs.

    ``shortage`` and ``reserve`` are tonnes less that would be short, and missing to the reserve,
    with a tenth looser. ``without`` is ``None`` for what nobody can decide.
    """

    rules: tuple[Bounding, ...]
    tenth: float
    shortage: float
    reserve: float
    without: Effect | None


@dataclass(frozen=True)
class YearNot:
    """An option that is not fully used in a year: what stops it, and what would bring it in.

    ``price`` is FOB, USD/kg, ``footprint`` kg CO2/kg; the values at which the first (or next) tonne
    comes in are ``None`` where none would do. ``more`` are the tonnes that come in then. The
    charges are what a kilogram costs landed, in HHI, in CO2 and against rules, and what it is worth
    in the plan, USD/kg of that year; ``None`` if cost plays no part. ``rules`` are the cells of
    rules in the way; ``too_dear`` is what a kilogram would have to be cheaper, landed, USD/kg.
    ``checked`` tells whether solving again just below and just above bore the
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
    too_dear: float
    more: float
    charges: Mapping[str, float] | None
    rules: tuple[str, ...]
    checked: bool | None = None


@dataclass(frozen=True)
class Span:
    """Least and most tonnes over all years of what could be done instead, the aims near as good.

    ``country`` tells whether ``name`` is a country (of ``mineral``) or an option.
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

    ``moved`` is the share of supply that comes from elsewhere than in the plan.
    """

    aims: Mapping[str, float]
    tonnes: Mapping[str, float]
    moved: float


@dataclass(frozen=True)
class Figure:
    """One input figure that is not published, its plausible range, and what hangs on it.

    The plan changes if the figure falls to ``down_to`` or rises to ``up_to`` (``None``: never).
    ``lost`` is what holding on to the plan loses if it really is low or high, ``None`` if the plan
    cannot be held then; ``tonnes`` what moves between options there; ``most`` names the option that
    moves most and by how much.
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
    tonnes: tuple[float, float]
    most: tuple[tuple[str, float], tuple[str, float]]


@dataclass(frozen=True)
class ShortageCause:
    """How much of a shortage one rule keeps away.

    ``shortage`` is what is unmet of a material in a year, t, ``avoided`` how much less it would be
    without the rule, t. ``rule`` says what the rule is in that year; it is ``None``, with no name
    and cell, where all rules a person can decide are lifted together. ``decided`` tells these from
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
