"""One cell at a time: what may stand in it, and what is said of what may not."""

import csv
import datetime
import math

import pytest

from model.read.cells import Cell
from model.read.country_names import LIST, code_of
from model.read.parse import Names, looks_like, parse, unknown
from model.workbook.layout import SHEETS, Country, Limit, Settings, Supply, SupplyByYear
from model.workbook.wording import expectation, year_list

PRICE = Supply.SHEET.column("price")
YEAR = Settings.SHEET.column("first_year")
COUNTRY = Supply.SHEET.column("country")
KEY = Country.SHEET.column("country")
STATUS = Supply.SHEET.column("status")
NOTE = Supply.SHEET.column("note")
PLACES = Names({"KAZ", "NO", "5"}, noun="country")


def value(column, given, names=PLACES):
    found, words = parse(column, Cell("A1", given), names)
    assert words.en == ""
    return found


def reason(column, given, names=PLACES, **more):
    found, words = parse(column, Cell("A1", given, **more), names)
    assert words.en
    assert words.ja
    assert found is None or found != found or isinstance(found, str)
    return words.en


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("-3.5", -3.5),
        ("１２３", 123),
        ("１，２３４．５", 1234.5),
        ("12,345,678", 12345678),
        (" 7\u3000", 7),
        ("1 000", 1000),
        ("３％", 0.03),
        ("2.5 %", 0.025),
        ("1e3", 1000),
        ("−4", -4),
        ("1、200", 1200),
    ],
)
def test_text_that_looks_like_a_number(text, number):
    assert looks_like(text) == pytest.approx(number)


@pytest.mark.parametrize(
    "text",
    ["1,2", "12,34", "1,2345", "1234,567", ",5", "1,", "", "%", "abc", "nan", "inf", "1_000"],
)
def test_text_of_which_nobody_can_say(text):
    assert looks_like(text) is None


@pytest.mark.parametrize("text", ["1e999", "0x10", "5 t", "1.2.3", "--1", "1/2", "～5"])
def test_text_that_is_no_number(text):
    assert looks_like(text) is None


def test_a_number_as_text_is_told_with_the_number_it_looks_like():
    assert reason(PRICE, "1,2") == "it should hold a number in USD/kg, at least 0."
    assert reason(PRICE, "１２ ") == (
        "it should hold a number in USD/kg, at least 0."
        " This is text that looks like 12: type it as a number."
    )


@pytest.mark.parametrize("given", [0, 0.0, 1e6, 3])
def test_numbers_that_may_stand(given):
    assert value(PRICE, given) == given
    assert isinstance(value(PRICE, given), float)


@pytest.mark.parametrize(
    "given", [-1e-9, math.inf, -math.inf, math.nan, True, False, "", "abc", b"1"]
)
def test_numbers_that_may_not(given):
    reason(PRICE, given)


@pytest.mark.parametrize(
    "given",
    [
        datetime.datetime(2027, 4, 1, 12),
        datetime.date(2027, 4, 1),
        datetime.time(12),
        datetime.timedelta(hours=30),
    ],
)
def test_a_date_is_no_number_and_no_key(given):
    assert "formatted as a date" in reason(YEAR, given)
    assert "this is a date or time" in reason(KEY, given)


@pytest.mark.parametrize("given", [2027, 2027.0])
def test_a_whole_year_may_stand(given):
    assert value(YEAR, given) == 2027
    assert isinstance(value(YEAR, given), int)


@pytest.mark.parametrize("given", [2027.5, 1899, 2201, "2027", True, "２０２７"])
def test_no_other_year_may(given):
    assert reason(YEAR, given).startswith("it should hold a year, at least 1900, at most 2200.")


def test_bounds_are_kept():
    risk, share = Country.SHEET.column("oecd_risk"), Country.SHEET.column("max_share")
    assert [value(risk, n) for n in (0, 7)] == [0, 7]
    assert [value(share, n) for n in (0, 1)] == [0, 1]
    for column, given in ((risk, 8), (risk, -1), (share, 1.001), (share, -0.001)):
        reason(column, given)
    conversion = next(sheet for sheet in SHEETS if sheet.name == "Conversions")
    yield_ = conversion.column("yield")
    assert value(yield_, 1) == 1
    assert reason(yield_, 0) == "it should hold a number in t/t, above 0, at most 1."


def test_a_name_is_the_same_typed_as_a_number_or_as_text():
    assert [value(COUNTRY, given) for given in (5, 5.0, "5")] == ["5", "5", "5"]
    assert [value(KEY, given) for given in (5, 5.0, "5", 5.5)] == ["5", "5", "5", "5.5"]


def test_country_codes_that_other_readers_take_for_something_else():
    assert value(COUNTRY, "NO") == "NO"
    assert [value(KEY, text) for text in ("NA", "nan", "1e5", "TRUE")] == [
        "NA",
        "nan",
        "1e5",
        "TRUE",
    ]
    assert value(NOTE, "=A1") == "=A1"


@pytest.mark.parametrize("given", ["KAZ ", "kaz", "ＫＡＺ", "\u3000KAZ"])
def test_a_slip_of_a_name_goes_on_as_the_name(given):
    found, words = parse(COUNTRY, Cell("A1", given), PLACES)
    assert found == "KAZ"
    assert words.en == "no country on sheet Countries has that name. Did you mean KAZ?"
    assert words.ja == "シート Countries にその名前はありません。KAZ ではありませんか。"


def test_a_name_far_from_all_is_told_without_a_guess():
    assert reason(STATUS, "bought") == "it should hold one of operating, project, recycled."


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("Brazil", "Its code is BRA: add a row on sheet Countries and type BRA here."),
        ("ベトナム", "Its code is VNM: add a row on sheet Countries and type VNM here."),
        ("Kazakhstan", "Did you mean KAZ?"),
        ("カザフスタン", "Did you mean KAZ?"),
        ("Atlantis", "If it is another country, add a row on sheet Countries."),
    ],
)
def test_a_country_by_another_name_is_told_with_its_code(given, hint):
    assert reason(COUNTRY, given) == f"no country on sheet Countries has that name. {hint}"


@pytest.mark.parametrize(
    ("given", "year"),
    [
        (datetime.date(2027, 1, 1), 2027),
        ("2027年", 2027),
        ("2027", 2027),
        ("FY2027", 2027),
        ("'27", 2027),
        ("令和9年", 2027),
        (46388, 2027),
    ],
)
def test_a_year_typed_otherwise_is_told_with_the_year(given, year):
    assert f"Type {year} as a number" in reason(YEAR, given)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("Vietnam, Viet Nam, ベトナム, VN, vnm", "VNM"),
        ("China, 中国, 中華人民共和国, ＣＨＩＮＡ", "CHN"),
        ("USA, U.S., United States, アメリカ, 米国", "USA"),
        ("Korea, South Korea, 韓国", "KOR"),
        ("Taiwan, 台湾", "TWN"),
        ("UK, Great Britain, イギリス, 英国", "GBR"),
        ("Turkey, Türkiye, turkiye, トルコ", "TUR"),
        ("DR Congo, コンゴ民主共和国", "COD"),
    ],
)
def test_common_names_of_countries_have_their_code(names, code):
    assert {code_of(name) for name in names.split(", ")} == {code}


@pytest.mark.parametrize("name", ["Congo", "OTH", "EU", "AAA", "", "Atlantis"])
def test_a_name_that_may_be_two_countries_or_none_has_no_code(name):
    assert code_of(name) is None


def test_every_code_stands_once_and_no_name_for_two_countries():
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["code"] for row in rows}) == len({row["short"] for row in rows}) == 249
    for row in rows:
        assert {code_of(name) for name in (row["code"], row["short"])} == {row["code"]}
        assert {code_of(name) for name in row["names"].split("|")} == {row["code"]}


def test_an_incomplete_list_allows_what_is_no_slip():
    open_list = Names({"KAZ"}, complete=False, noun="country")
    assert value(COUNTRY, "AUS", open_list) == "AUS"
    assert "Did you mean KAZ?" in reason(COUNTRY, "kaz", open_list)


def test_a_mineral_is_looked_up_on_materials():
    column = Limit.SHEET.column("mineral")
    assert value(column, "Ga", Names({"Ga"})) == "Ga"
    assert reason(column, "ga", Names({"Ga"})) == (
        "no mineral on sheet Materials has that name. Did you mean Ga?"
    )


def test_a_choice_is_one_of_its_words():
    assert value(STATUS, "project") == "project"
    assert reason(STATUS, "Project ") == (
        "it should hold one of operating, project, recycled. Did you mean project?"
    )


def test_a_key_has_no_spaces_around_it_and_text_may():
    assert "without spaces" in reason(KEY, "KAZ\u3000")
    assert value(NOTE, " as told  ") == "as told"
    assert value(NOTE, datetime.date(2026, 1, 31)) == "2026-01-31"


def test_formulas():
    assert parse(PRICE, Cell("A1", 5, "=2+3"), PLACES) == (5, ("", ""))
    assert reason(PRICE, None, formula="=2+3").startswith("its formula has no stored value")
    assert reason(NOTE, "#REF!", error=True) == "it should hold text. It is an Excel error."


def test_what_cannot_be_read_is_unknown():
    assert math.isnan(unknown(PRICE))
    assert math.isnan(unknown(Supply.SHEET.column("capacity")))
    assert unknown(YEAR) is None
    assert unknown(COUNTRY) == unknown(STATUS) == unknown(KEY) == ""


def test_units_read_as_a_sentence():
    assert expectation(Country.SHEET.column("max_share")).en == (
        "a share of the mineral's demand, at least 0, at most 1"
    )
    assert expectation(SupplyByYear.SHEET.column("by_year")).en == (
        "a number in the same unit as the field, at least 0"
    )
    assert expectation(PRICE).ja == "数値（USD/kg、0以上）"


def test_what_should_stand_in_a_cell_can_be_printed_on_japanese_windows():
    for sheet in SHEETS:
        for column in sheet.columns:
            for words in expectation(column):
                assert words.encode("cp932")


def test_years_are_listed_by_runs():
    assert year_list([2027, 2030, 2031, 2032]) == "2027, 2030-2032"
    assert year_list([]) == ""
