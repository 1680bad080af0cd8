"""OUR workbook: every sheet and column, with unit, limits, default and meaning in both languages.

Nothing about a column stands anywhere else. Names are fixed, because other programs write and read
these sheets; columns and sheets may be added.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import get_args, get_type_hints

from model.errors import InputWarning
from model.workbook.aims import AIM_OF
from model.workbook.measures import MEASURES
from model.workbook.objectives import OBJECTIVES
from model.workbook.periods import Period
from model.workbook.schema import (
    Row,
    Sheet,
    choice,
    integer,
    key,
    link,
    mineral,
    number,
    period,
    sheet,
    text,
    years,
)

AIMS = tuple(AIM_OF)
"""The three aims, all minimised: million USD, HHI points, kt CO2."""

GUIDE = "Guide"
"""The sheet of explanations that stands before ours; nothing on it is read."""

SETTINGS_COLUMNS = {
    "key": "項目",
    "value": "値（入力欄）",
    "unit": "単位",
    "default": "既定値（空欄の場合）",
    "meaning": "意味（英語）",
    "meaning_ja": "意味（日本語）",
}
"""Columns of sheet Settings and their Japanese labels; only key and value are read."""

NEEDED_TEXT = "needed  必須"
"""Stands in column default of a setting that has none."""

BASE, EXPECTED = "base", "expected"
"""Names of rows beside the scenarios in the results; no scenario may be called so."""

REMAINDER = "OTH"
"""Country code of a remainder: sellers a source does not name, not one country."""


def _from(meaning: str = "First year it applies.", ja: str = "適用開始年") -> Period | None:
    return period(  # type: ignore[no-any-return]
        meaning, unit=PERIOD, minimum=1900, maximum=2200, default_text="first_year", ja=ja
    )


def _to(meaning: str = "Last year it applies.", ja: str = "適用終了年") -> Period | None:
    return period(  # type: ignore[no-any-return]
        meaning, unit=PERIOD, minimum=1900, maximum=2200, default_text="last_year", ja=ja
    )


PERIOD = "year, quarter or month"
"""Unit of a column that holds when something begins or ends."""


def _ref() -> str:
    return link("Where the figures come from.", to="References", required=False, ja="出典")  # type: ignore[no-any-return]


def _confidence(default: str | None = None) -> str:
    return choice(  # type: ignore[no-any-return]
        "A published; B derived from published figures; C assumption.",
        "A",
        "B",
        "C",
        default=default,
        ja="確度",
    )


def _plausible(meaning: str, unit: str, ja: str) -> float | None:
    return number(  # type: ignore[no-any-return]
        f"{meaning} Where SupplyByYear gives other figures, it moves in proportion.",
        unit=unit,
        minimum=0,
        default_text="range_b or range_c of Settings, by confidence (A: none)",
        ja=ja,
    )


def _note() -> str:
    return text("Remark.", ja="備考")  # type: ignore[no-any-return]


@sheet(
    "Settings",
    ja="設定",
    purpose_ja="計画期間、目的、前提の選択。first_year と last_year は必須。",
    required=True,
    vertical=True,
)
class Settings(Row):
    """The years planned, the aim and the conventions; only the two years are needed."""

    case_name: str = text(
        "Title printed on every result sheet.", ja="結果の表題", default="Untitled case"
    )
    first_year: int = integer(
        "First year planned.",
        unit="year",
        minimum=1900,
        maximum=2200,
        required=True,
        ja="計画の初年",
    )
    last_year: int = integer(
        "Last year planned.",
        unit="year",
        minimum=1900,
        maximum=2200,
        required=True,
        ja="計画の最終年",
    )
    home_country: str = link(
        "The importing country: metal from it counts as no import.",
        to="Countries",
        required=False,
        default_text="JPN",
        ja="輸入国（自国）",
    )
    discount_rate: float = number(
        "Real rate that turns yearly costs into present value.",
        unit="share/yr",
        default=0.03,
        minimum=0,
        maximum=1,
        ja="実質割引率",
    )
    jpy_per_usd: float = number(
        "Exchange rate used to show yen beside dollars.",
        unit="JPY/USD",
        default=150.0,
        minimum=1,
        maximum=1000,
        ja="円換算レート",
    )
    objective: str = choice(
        "How the three aims are combined.",
        *OBJECTIVES,
        default="balanced",
        ja="目的の組み合わせ方",
    )
    carbon_price: float = number(
        "Weighted objective: price put on a tonne of CO2.",
        unit="USD/t CO2",
        default=0.0,
        minimum=0,
        maximum=1e5,
        ja="CO2の価格（加重法）",
    )
    concentration_price: float = number(
        "Weighted objective: price put on concentration.",
        unit="million USD per 1000 HHI points and year",
        default=0.0,
        minimum=0,
        maximum=1e5,
        ja="集中度の価格（加重法）",
    )
    priority_order: str = text(
        "Priority objective: the aims in order.", ja="優先順位", default=", ".join(AIMS)
    )
    priority_slack: float = number(
        "Priority objective: how far a higher aim may be given up for a lower one.",
        unit="share",
        default=0.05,
        minimum=0,
        maximum=1,
        ja="上位目的の許容悪化率",
    )
    concentration_basis: str = choice(
        "Count tonnes to the country that ships them or look through to where the metal was first"
        " produced.",
        "shipped",
        "origin",
        default="origin",
        ja="集中度を出荷国で測るか原産国で測るか",
    )
    concentration_risk: str = choice(
        "Weight squared shares by governance risk (EU criticality style) or not.",
        "none",
        "wgi",
        default="none",
        ja="ガバナンスリスクで加重するか",
    )
    co2_basis: str = choice(
        "One factor per route or adjusted to the producing country's power grid.",
        "route",
        "grid",
        default="route",
        ja="CO2係数を製法別とするか電源で補正するか",
    )
    tradeoff_gap: float = number(
        "Largest gap left between the trade-off surface shown and the true one.",
        unit="share",
        default=0.01,
        minimum=0.0001,
        maximum=0.5,
        ja="トレードオフ面の許容誤差",
    )
    stress_pairs: str = choice(
        "Stress test: also let any two countries that the plan buys from stop at once.",
        "yes",
        "no",
        default="no",
        ja="2か国同時の供給途絶も試算するか",
    )
    explain: str = choice(
        "Explain the plan: shadow prices, why not, how sure, sensitivity.",
        "yes",
        "no",
        default="yes",
        ja="計画を説明するか（制約の値段、選ばれない理由、確かさ、前提への依存）",
    )
    sure_within: float = number(
        "How sure: aims may be worse by this share.",
        unit="share",
        default=0.001,
        minimum=1e-6,
        maximum=0.1,
        ja="確かさを調べるときの目的の許容悪化率",
    )
    alternatives_within: float = number(
        "Ways out: plans whose cost, and HHI and CO2 unless cost is the only aim, are at most this"
        " much worse.",
        unit="share",
        default=0.05,
        minimum=0,
        maximum=1,
        ja="代替案に許す費用・HHI・CO2の悪化率",
    )
    range_b: float = number(
        "Plausible range, either way, of grade B figures where no low and high are given.",
        unit="share",
        default=0.1,
        minimum=0,
        maximum=1,
        ja="確度Bの数値の想定幅（上下。個別の指定がない場合）",
    )
    range_c: float = number(
        "Plausible range, either way, of grade C figures where no low and high are given.",
        unit="share",
        default=0.3,
        minimum=0,
        maximum=1,
        ja="確度Cの数値の想定幅（上下。個別の指定がない場合）",
    )


@sheet(
    "Materials",
    ja="品目",
    purpose_ja="計画する品目（鉱種と純度）、不足の損失、在庫と備蓄。",
    required=True,
)
class Material(Row):
    """The products planned (a metal and grade each), what a shortage costs, and their stock."""

    material: str = key("Short name of a product (metal and grade) in the plan.", ja="品目")
    mineral: str = text(
        "Metal it belongs to; concentration is measured per mineral.", required=True, ja="鉱種"
    )
    name_en: str = text("English name.", ja="英語名")
    name_ja: str = text("Japanese name.", ja="日本語名")
    shortage_cost: float = number(
        "Cost of a kilogram of demand left unmet.",
        unit="USD/kg",
        required=True,
        minimum=0,
        ja="不足1kg当たりの損失",
    )
    concentration_weight: float = number(
        "Weight of this material's mineral in the concentration aim (the same for every material"
        " of a mineral).",
        default=1.0,
        minimum=0,
        ja="集中度の重み",
    )
    initial_stock: float = number(
        "Stock at the start of the first year.", unit="t", default=0.0, minimum=0, ja="期首在庫"
    )
    max_stock: float = number(
        "Most that may be held at a year end.", unit="t", default=0.0, minimum=0, ja="在庫上限"
    )
    stock_target_days: float = number(
        "Reserve to hold at every year end; drawn before demand goes short.",
        unit="days of demand",
        default=0.0,
        minimum=0,
        maximum=730,
        ja="備蓄目標日数",
    )
    holding_cost: float = number(
        "Cost of holding a kilogram for a year.",
        unit="USD/kg/yr",
        default=0.0,
        minimum=0,
        ja="保管費",
    )
    storage_loss: float = number(
        "Share of stock lost or downgraded in a year.",
        unit="share/yr",
        default=0.0,
        minimum=0,
        maximum=1,
        ja="保管ロス率",
    )
    confidence: str = _confidence()
    ref: str = _ref()
    note: str = _note()


@sheet(
    "Demand",
    ja="需要",
    purpose_ja="品目ごとの各年の需要。年ごとに1列。",
    required=True,
    unique=("material",),
)
class Demand(Row):
    """How much of each product is needed in each year, one column a year."""

    material: str = link("Product.", to="Materials", ja="品目")
    by_year: dict[int, float] = years(
        "Demand in that year (tonnes, not kilograms).",
        unit="t/yr",
        required=True,
        minimum=0,
        maximum=1e8,
        ja="各年の需要",
    )
    confidence: str = _confidence()
    ref: str = _ref()
    note: str = _note()


@sheet(
    "Supply",
    ja="供給元",
    purpose_ja="調達の選択肢。1品目・1出荷国・1製法で1行。上限は日本が確保できる量。",
    required=True,
)
class Supply(Row):
    """The ways to obtain a product: one material from one country by one route, a row each."""

    supply: str = key(
        "Short name of a supply option: one material from one country by one route.", ja="供給元"
    )
    material: str = link("Product delivered.", to="Materials", ja="品目")
    country: str = link("Country it is shipped from.", to="Countries", ja="出荷国")
    route: str = link(
        "Production route; it gives the footprint where column co2 is blank.",
        to="Routes",
        required=False,
        default_text="none: CO2 only from column co2",
        ja="製法",
    )
    status: str = choice(
        "Producing today or planned or recovered in Japan.",
        "operating",
        "project",
        "recycled",
        default="operating",
        ja="状況",
    )
    commitment: str = choice(
        "contract: tonnes are fixed before it is known which scenario happens; spot: bought as"
        " needed.",
        "contract",
        "spot",
        default="spot",
        ja="契約・スポットの別",
    )
    first_year: Period | None = _from("First year it can deliver.", "供給開始年")
    last_year: Period | None = _to("Last year it can deliver.", "供給終了年")
    capacity: float | None = number(
        "Most that Japan can take in a year; blank means no limit.",
        unit="t/yr",
        minimum=0,
        ja="日本向け上限",
    )
    capacity_share: float | None = number(
        "Most that can be taken as a share of demand (scrap arises with use); the smaller of this"
        " and capacity holds.",
        unit="share of the material's demand",
        minimum=0,
        maximum=1,
        ja="需要比の上限",
    )
    min_take: float = number(
        "Tonnes that must be taken (take-or-pay or long-term contract).",
        unit="t/yr",
        default=0.0,
        minimum=0,
        ja="引取義務量",
    )
    price: float = number(
        "Price free on board.", unit="USD/kg", required=True, minimum=0, ja="FOB価格"
    )
    freight: float = number(
        "Freight and insurance to Japan.", unit="USD/kg", default=0.0, minimum=0, ja="運賃・保険"
    )
    tariff: float = number(
        "Import duty.",
        unit="share of price plus freight",
        default=0.0,
        minimum=0,
        maximum=10,
        ja="関税率",
    )
    co2: float | None = number(
        "Footprint that overrides the route's.",
        unit="kg CO2/kg",
        minimum=0,
        default_text="the route's",
        ja="CO2原単位（製法値を上書き）",
    )
    capacity_low: float | None = _plausible(
        "Lowest plausible capacity.", "t/yr", "日本向け上限の想定最小"
    )
    capacity_high: float | None = _plausible(
        "Highest plausible capacity.", "t/yr", "日本向け上限の想定最大"
    )
    price_low: float | None = _plausible("Lowest plausible price.", "USD/kg", "FOB価格の想定最小")
    price_high: float | None = _plausible("Highest plausible price.", "USD/kg", "FOB価格の想定最大")
    confidence: str = _confidence("C")
    ref: str = _ref()
    note: str = _note()


@sheet(
    "SupplyByYear",
    ja="年別の供給条件",
    purpose_ja="年ごとに変わる供給条件（立ち上げ、価格の推移など）。空欄の年はSupplyの値。",
    unique=("supply", "field"),
)
class SupplyByYear(Row):
    """Figures of supply options that change over the years; a blank year keeps the Supply row's."""

    supply: str = link("Supply option.", to="Supply", ja="供給元")
    field: str = choice(
        "Figure that changes over the years.",
        "capacity",
        "min_take",
        "price",
        "freight",
        "co2",
        required=True,
        ja="項目",
    )
    by_year: dict[int, float] = years(
        "Value in that year.",
        unit="as the field",
        minimum=0,
        default_text="the Supply row's",
        ja="各年の値",
    )


@sheet("Routes", ja="製法", purpose_ja="製法とCO2原単位、電力原単位。", implied=True)
class Route(Row):
    """How metal is made, and what a kilogram of it emits."""

    route: str = key("Short name of a production route.", ja="製法")
    mineral: str = text("Metal made by it.", required=True, ja="鉱種")
    name_en: str = text("English name.", ja="英語名")
    name_ja: str = text("Japanese name.", ja="日本語名")
    co2: float = number(
        "Footprint of a kilogram of metal.",
        unit="kg CO2/kg",
        required=True,
        minimum=0,
        ja="CO2原単位",
    )
    electricity: float = number(
        "Electricity that follows the producing country's grid.",
        unit="kWh/kg",
        default=0.0,
        minimum=0,
        ja="電力原単位",
    )
    grid_reference: float = number(
        "Grid factor already inside co2.",
        unit="kg CO2/kWh",
        default=0.0,
        minimum=0,
        ja="co2に含まれる電力係数",
    )
    confidence: str = _confidence()
    ref: str = _ref()
    note: str = _note()


@sheet(
    "Countries",
    ja="国",
    purpose_ja="国の一覧、電力係数、リスク、グループ、シェア上限。",
    implied=True,
)
class Country(Row):
    """The countries, their power grids, risks and groups, and ceilings on what one may supply."""

    country: str = key(
        f"Country code; {REMAINDER} stands for others that a source does not name.",
        unit="ISO 3166-1 alpha-3",
        ja="国コード",
    )
    name_en: str = text("English name.", required=True, ja="英語名")
    name_ja: str = text("Japanese name.", ja="日本語名")
    grid_co2: float | None = number(
        "Carbon intensity of its power grid.",
        unit="kg CO2/kWh",
        minimum=0,
        ja="電力のCO2係数",
    )
    oecd_risk: int | None = integer(
        "OECD country risk class.",
        unit="class 0-7",
        minimum=0,
        maximum=7,
        ja="OECDカントリーリスク",
    )
    wgi: float | None = number(
        "Mean of the six Worldwide Governance Indicators.",
        unit="-2.5 to 2.5",
        minimum=-2.5,
        maximum=2.5,
        ja="世界ガバナンス指標（6指標平均）",
    )
    group: str = text(
        "Groups it belongs to (trade zone or trusted partners).",
        unit="names separated by commas",
        ja="国グループ",
    )
    max_share: float = number(
        "Largest share that may be shipped from it; 1 means no ceiling.",
        unit="share of the mineral's demand",
        default=1.0,
        minimum=0,
        maximum=1,
        ja="最大シェア",
    )
    confidence: str = _confidence()
    ref: str = _ref()
    note: str = _note()


@sheet(
    "Origins",
    ja="原産国",
    purpose_ja="第三国経由の地金の原産国。残りは出荷国自身の産出とみなす。",
    unique=("mineral", "shipped_from", "origin"),
)
class Origin(Row):
    """Where metal shipped from a country was first produced; the rest is the shipper's own."""

    mineral: str = mineral("Metal.", ja="鉱種")
    shipped_from: str = link("Country the metal is shipped from.", to="Countries", ja="出荷国")
    origin: str = link("Country the metal was first produced in.", to="Countries", ja="原産国")
    share: float = number(
        "Share of the shipped metal from that origin; the rest is the shipper's own.",
        unit="share",
        required=True,
        minimum=0,
        maximum=1,
        ja="比率",
    )
    confidence: str = _confidence()
    ref: str = _ref()
    note: str = _note()


@sheet(
    "Baseline",
    ja="現状",
    purpose_ja="現在の輸入シェア。計画と比べる基準。",
    unique=("mineral", "country"),
)
class Baseline(Row):
    """Today's import mix, the yardstick for the plan."""

    mineral: str = mineral("Metal.", ja="鉱種")
    country: str = link("Country.", to="Countries", ja="国")
    share: float = number(
        "Import share today: the mix that results are compared with.",
        unit="share of imports",
        required=True,
        minimum=0,
        maximum=1,
        ja="現在の輸入シェア",
    )
    confidence: str = _confidence()
    ref: str = _ref()
    note: str = _note()


@sheet("Conversions", ja="転換工程", purpose_ja="品目を別の品目に変える工程（国内精製など）。")
class Conversion(Row):
    """Steps that turn one product into another, such as refining 4N gallium to 6N."""

    conversion: str = key(
        "Short name of a step that turns one material into another.", ja="転換工程"
    )
    from_material: str = link("Material used up.", to="Materials", ja="投入品目")
    to_material: str = link("Material made.", to="Materials", ja="産出品目")
    country: str = link("Where it is done.", to="Countries", ja="国")
    yield_: float = number(
        "Output for each tonne used.",
        unit="t/t",
        default=1.0,
        minimum=0,
        maximum=1,
        above=0,
        ja="歩留まり",
    )
    cost: float = number(
        "Cost of the step.", unit="USD/kg of output", default=0.0, minimum=0, ja="工程費"
    )
    co2: float = number(
        "Footprint of the step.",
        unit="kg CO2/kg of output",
        default=0.0,
        minimum=0,
        ja="CO2原単位",
    )
    capacity: float | None = number(
        "Most that can be made in a year; blank means no limit.",
        unit="t/yr of output",
        minimum=0,
        ja="能力",
    )
    first_year: Period | None = _from("First year it runs.", "開始年")
    last_year: Period | None = _to("Last year it runs.", "終了年")
    confidence: str = _confidence()
    ref: str = _ref()
    note: str = _note()


@sheet("Limits", ja="制約", purpose_ja="シェア、集中度、CO2、費用の上限・下限。penalty空欄は厳守。")
class Limit(Row):
    """Policy limits: ceilings and floors on shares, concentration, CO2 and cost."""

    limit: str = key("Short name of a policy limit.", ja="制約")
    active: str = choice("Whether it applies.", "yes", "no", default="yes", ja="有効")
    measure: str = choice(
        "What is limited (shares are of the mineral's demand).",
        *MEASURES,
        required=True,
        ja="対象指標",
    )
    sense: str = choice("Ceiling or floor.", "max", "min", default="max", ja="上限・下限")
    mineral: str = mineral(
        "Metal it applies to (blank: each on its own; co2 and cost: all together).",
        required=False,
        default_text="every mineral",
        ja="鉱種",
    )
    country_or_group: str = text(
        "Country or group it applies to (blank: each foreign country on its own).",
        default_text="every country",
        ja="国・グループ",
    )
    first_year: Period | None = _from()
    last_year: Period | None = _to()
    value: float = number(
        "The limit.",
        unit="share or HHI points or t CO2/yr or million USD/yr",
        required=True,
        minimum=0,
        ja="値",
    )
    penalty: float | None = number(
        "Blank means it must hold; a figure lets it be broken at that price.",
        unit="million USD per unit over",
        minimum=0,
        ja="違反単価（空欄は厳守）",
    )
    note: str = _note()


@sheet("Scenarios", ja="シナリオ", purpose_ja="もしもの場合の一覧。中身はChangesに書く。")
class Scenario(Row):
    """The what-ifs; what changes in each stands on sheet Changes."""

    scenario: str = key("Short name of a what-if.", ja="シナリオ")
    name_en: str = text("English name.", ja="英語名")
    name_ja: str = text("Japanese name.", ja="日本語名")
    probability: float = number(
        "Chance of it; what is left belongs to the base case.",
        unit="share",
        default=0.0,
        minimum=0,
        maximum=1,
        ja="発生確率",
    )
    active: str = choice("Whether it is run.", "yes", "no", default="yes", ja="有効")
    note: str = _note()


@sheet(
    "Changes",
    ja="変更",
    purpose_ja="シナリオごとの変更点。空欄の条件は「すべて」。",
)
class Change(Row):
    """What each scenario changes; a blank selector means all."""

    scenario: str = link("What-if it belongs to.", to="Scenarios", ja="シナリオ")
    field: str = choice(
        "Figure that changes.",
        "capacity",
        "capacity_share",
        "min_take",
        "price",
        "freight",
        "tariff",
        "co2",
        "demand",
        "first_year",
        "last_year",
        "stock_target_days",
        required=True,
        ja="項目",
    )
    mineral: str = mineral("Only this metal.", required=False, default_text="all", ja="鉱種")
    material: str = link(
        "Only this material.", to="Materials", required=False, default_text="all", ja="品目"
    )
    country: str = link(
        "Only this country.", to="Countries", required=False, default_text="all", ja="国"
    )
    route: str = link(
        "Only this route.", to="Routes", required=False, default_text="all", ja="製法"
    )
    supply: str = link(
        "Only this supply option.", to="Supply", required=False, default_text="all", ja="供給元"
    )
    operation: str = choice(
        "How the value is applied.",
        "multiply",
        "add",
        "set",
        "at_least",
        "at_most",
        required=True,
        ja="演算",
    )
    value: float = number("Value.", unit="as the field", required=True, ja="値")
    first_year: Period | None = _from("From this year.", "開始年")
    last_year: Period | None = _to("To this year.", "終了年")


@sheet("References", ja="出典", purpose_ja="数値の出典。", implied=True)
class Reference(Row):
    """Where the figures come from."""

    ref: str = key("Short name of a source.", ja="出典キー")
    title: str = text("Title.", required=True, ja="題名")
    publisher: str = text("Publisher.", ja="発行者")
    year: int | None = integer("Year.", unit="year", minimum=1900, maximum=2200, ja="年")
    url: str = text("Address.", ja="URL")
    note: str = _note()


@dataclass(frozen=True)
class Tables:
    """All typed rows of a workbook, in sheet order; a sheet that is absent or empty is ``()``.

    ``warnings`` are what the reader found odd without refusing it.
    """

    settings: Settings
    materials: tuple[Material, ...]
    demand: tuple[Demand, ...]
    supply: tuple[Supply, ...]
    supply_by_year: tuple[SupplyByYear, ...] = ()
    routes: tuple[Route, ...] = ()
    countries: tuple[Country, ...] = ()
    origins: tuple[Origin, ...] = ()
    baseline: tuple[Baseline, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    limits: tuple[Limit, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    changes: tuple[Change, ...] = ()
    references: tuple[Reference, ...] = ()
    warnings: tuple[InputWarning, ...] = ()


def _row_types() -> dict[str, type[Row]]:
    """From the attribute of :class:`Tables` to the class of its rows."""
    hints = get_type_hints(Tables)
    kinds = {f.name: (get_args(hints[f.name]) or (hints[f.name],))[0] for f in fields(Tables)}
    return {name: kind for name, kind in kinds.items() if issubclass(kind, Row)}


ROW_TYPES: dict[str, type[Row]] = _row_types()
SHEETS: tuple[Sheet, ...] = tuple(row_type.SHEET for row_type in ROW_TYPES.values())
