"""Numbers and lists as people say them, in English and Japanese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor, log10

from model.case import Case
from model.errors import Words
from model.tolerances.shown import BESIDE, GRAM, IN_MILLIONS, IN_THOUSANDS


def rounded(value: float, digits: int = 2) -> str:
    """``0.39``, ``4.6``, ``77``, ``1,230``: at least so many digits that count, no false ones."""
    size = abs(value)
    if size >= 10 ** (digits + 1):
        places = digits + 1 - 1 - floor(log10(size))
        return f"{round(value, places):,.0f}"
    if size >= 10 ** (digits - 1):
        return f"{value:,.{max(0, digits - 1 - floor(log10(size)))}f}"
    return "0" if size == 0 else f"{value:.{digits - 1 - floor(log10(size))}f}"


def money(million: float) -> Words:
    """Money, signs apart: ``0.39 million USD``; small sums in thousands or dollars."""
    size = abs(million)
    if size >= IN_MILLIONS:
        return Words(f"{rounded(size)} million USD", f"{rounded(size)}百万USD")
    if size >= IN_THOUSANDS:
        return Words(f"{rounded(size * 1e3)} thousand USD", f"{rounded(size * 1e3)}千USD")
    return Words(f"{size * 1e6:,.0f} USD", f"{size * 1e6:,.0f}USD")


def signed(value: float, decimals: int = 0) -> str:
    """``+1,230``, ``-0.3``; what rounds to nothing has no sign: ``0``, ``0.0``."""
    shown = round(value, decimals)
    return f"{shown:+,.{decimals}f}" if shown else f"{0:.{decimals}f}"


def bare(text: str) -> str:
    """Without zeros behind the point that say nothing."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def tonnes(value: float) -> str:
    """``12,300 t``, ``4.6 t``; less than a gram is nothing."""
    if abs(value) < GRAM:
        return "0 t"
    return f"{bare(rounded(value, 3))} t"


def beside(value: float, other: float, most: int = 6) -> str:
    """A value with three digits, or as many more as tell it from another; a trace of it is 0."""
    if abs(value) < BESIDE * abs(other):
        return "0"
    for digits in range(3, most + 1):
        if float(rounded(value, digits).replace(",", "")) != other:
            return bare(rounded(value, digits))
    return bare(rounded(value, most))


def percent(share: float) -> str:
    """``12 %``, ``0.4 %``."""
    size = abs(share) * 100
    return f"{share * 100:.0f} %" if size >= 10 else f"{rounded(share * 100, 1 + (size >= 1))} %"


def listed(names: Sequence[str], most: int = 99) -> Words:
    """``a, b and c`` and ``a、b、c``; what goes beyond ``most`` is counted."""
    shown, more = list(names[:most]), len(names) - most
    if more > 0:
        return Words(f"{', '.join(shown)} and {more} more", f"{'、'.join(shown)}、他{more}")
    if len(shown) < 2:
        return Words("".join(shown), "".join(shown))
    return Words(f"{', '.join(shown[:-1])} and {shown[-1]}", "、".join(shown))


def country_name(case: Case, country: str) -> Words:
    """Name of a country; its code where the workbook gives no name."""
    row = case.countries.get(country)
    if row is None:
        return Words(country, country)
    return Words(row.name_en or country, row.name_ja or country)


def material_name(case: Case, material: str) -> Words:
    """Short name of a material, up to its first comma or bracket: ``gallium``, ``ガリウム``."""
    row = case.materials.get(material)
    if row is None:
        return Words(material, material)
    first = re.split(r"[,;(（]", row.name_en)[0].strip()
    if first[1:].islower():
        first = first[0].lower() + first[1:]
    return Words(first or material, re.split(r"[、,(（]", row.name_ja)[0].strip() or material)


def keyed(name: Words, key: str) -> Words:
    """A name people know, and behind it the key of the workbook; no key that says the same."""
    if name.en == key:
        return name
    return Words(f"{name.en} ({key})", f"{name.ja}（{key}）")


def material_words(case: Case, material: str) -> Words:
    """``gallium (Ga_4N)``."""
    return keyed(material_name(case, material), material)


def option_words(case: Case, name: str) -> Words:
    """``Israel, magnesium (IL_Mg)`` of a supply option or a conversion; else the name itself."""
    supply, step = case.supplies.get(name), case.conversions.get(name)
    if supply is not None:
        country, material = supply.country, supply.material
    elif step is not None:
        country, material = step.country, step.to_material
    else:
        return Words(name, name)
    metal = material_name(case, material)
    if not country:
        return keyed(metal, name)
    land = country_name(case, country)
    return Words(f"{land.en}, {metal.en} ({name})", f"{land.ja}・{metal.ja}（{name}）")


def known(case: Case, name: str) -> Words:
    """An option, a conversion, a material or a country by the name people know, key behind it."""
    if name in case.supplies or name in case.conversions:
        return option_words(case, name)
    if name in case.materials:
        return material_words(case, name)
    return keyed(country_name(case, name), name)


def capital(text: str) -> str:
    """With a capital at its beginning, as a sentence has."""
    return text[:1].upper() + text[1:]
