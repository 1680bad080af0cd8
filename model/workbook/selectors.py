"""What a Limits row or a Changes row is about: minerals, countries, options.

The reader uses it to find rows that match nothing, the formulation to expand them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.workbook.layout import Change, Country, Limit, Material, Settings, Supply, Tables
from model.workbook.measures import MEASURES
from model.workbook.schema import UNREAD

HOME = "JPN"
"""The importing country unless Settings names another."""


@dataclass(frozen=True)
class Target:
    """What one limit adds up: the tonnes of these minerals from these countries.

    ``countries`` is ``None`` where the measure is not about countries.
    """

    minerals: tuple[str, ...]
    countries: frozenset[str] | None = None


def home_country(settings: Settings) -> str:
    """The importing country; metal from it counts as no import."""
    return settings.home_country or HOME


def groups_of(country: Country) -> tuple[str, ...]:
    """Names of the groups a country belongs to; other commas, semicolons and lines part them."""
    return tuple(name.strip() for name in re.split("[,，、;；\n]", country.group) if name.strip())


def minerals(tables: Tables) -> tuple[str, ...]:
    """Minerals planned, in the order of sheet Materials."""
    return tuple(dict.fromkeys(row.mineral for row in tables.materials))


def limit_targets(limit: Limit, tables: Tables) -> tuple[Target, ...]:
    """What a Limits row applies to, one target for each rule it stands for.

    Blank mineral: every mineral on its own; all together for co2 and cost. Blank country: every
    foreign country that some option ships from (or, on origin_share, comes from) on its own.
    Targets that no option can contribute to are left out.
    """
    planned = (limit.mineral,) if limit.mineral else minerals(tables)
    if not limit.measure:
        return ()
    measure = MEASURES[limit.measure]
    if measure.together:
        return (Target(planned),)
    if not measure.names:
        wanted = [Target((k,)) for k in planned]
        return tuple(t for t in wanted if _contributes(limit, t, tables))
    named = _named_countries(limit, tables)
    if named is not None:
        wanted = [Target((k,), named) for k in planned]
    else:
        home = home_country(tables.settings)
        foreign = [c.country for c in tables.countries if c.country != home]
        wanted = [Target((k,), frozenset({c})) for k in planned for c in foreign]
    return tuple(t for t in wanted if _contributes(limit, t, tables))


def _named_countries(limit: Limit, tables: Tables) -> frozenset[str] | None:
    """The countries of the country or group a limit names; ``None`` if it names none."""
    name = limit.country_or_group
    if not name:
        return None
    known = {c.country for c in tables.countries}
    if name in known and "countries" in MEASURES[limit.measure].names:
        return frozenset({name})
    return frozenset(c.country for c in tables.countries if name in groups_of(c))


def _contributes(limit: Limit, target: Target, tables: Tables) -> bool:
    """Whether any option can add to what a target adds up.

    While a workbook is being read a name may be unknown (empty): then it can.
    """
    mineral_of = {row.material: row.mineral for row in tables.materials}
    mine = {*target.minerals, ""}
    options = [s for s in tables.supply if mineral_of.get(s.material, "") in mine]
    if status := MEASURES[limit.measure].status:
        return any(s.status in (status, "") for s in options)
    if target.countries is None:
        return bool(options)
    places = {s.country for s in options}
    if MEASURES[limit.measure].origin:
        places |= {
            o.origin
            for o in tables.origins
            if o.mineral in mine and o.shipped_from in {*places, ""}
        }
    return "" in places | target.countries or bool(places & target.countries)


def changed_supplies(change: Change, tables: Tables) -> tuple[Supply, ...]:
    """Supply options a change applies to (none if its field belongs to materials)."""
    if change.field in ("demand", "stock_target_days"):
        return ()
    materials = {row.material for row in changed_materials(change, tables)}
    return tuple(
        s
        for s in tables.supply
        if (s.material in materials or "" in (s.material, *materials))
        and _may_be(change.country, s.country)
        and _is_by(change.route, s.route)
        and _may_be(change.supply, s.supply)
    )


def _may_be(wanted: str, name: str) -> bool:
    """Whether a selector leaves a name in; a blank selector does, and what is yet unknown."""
    return not wanted or not name or wanted == name or UNREAD in (wanted, name)


def _is_by(wanted: str, route: str) -> bool:
    """Whether a selector leaves a route in; an option without one is left in only by a blank."""
    return not wanted or (bool(route) and _may_be(wanted, route))


def changed_materials(change: Change, tables: Tables) -> tuple[Material, ...]:
    """Materials the selectors of a change leave in."""
    return tuple(
        row
        for row in tables.materials
        if _may_be(change.mineral, row.mineral) and _may_be(change.material, row.material)
    )
