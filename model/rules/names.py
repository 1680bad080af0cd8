"""Names people know before the keys of the workbook: ``Israel, magnesium (IL_Mg)``."""

from __future__ import annotations

import re

from model.case import Case
from model.errors import Words


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
