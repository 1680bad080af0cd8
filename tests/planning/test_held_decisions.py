"""Programmes bound to what a plan has signed and stored."""

from dataclasses import replace

import numpy as np
import pytest

from model.formulation import build
from model.lp.compilation import compile_model
from model.planning.held_decisions import contracts_held, decisions, purchases_held


@pytest.fixture(scope="module")
def program(default_case):
    return compile_model(build(default_case))


def test_a_contract_delivers_what_its_capacity_allows_and_no_more(default_case, program):
    """Planned 7 t of each: where capacity is cut to 3 t, a contract delivers 3 t."""
    plan = decisions(program, np.full(len(program.columns), 7.0))
    upper = program.upper.copy()
    imports = program.column_of["imports"]
    upper[list(imports.values())] = 3.0
    cut = replace(program, lower=np.zeros(len(upper)), upper=upper)
    held = contracts_held(cut, default_case, plan)
    for (s, _), column in imports.items():
        contract = default_case.supplies[s].commitment == "contract"
        assert (held.lower[column], held.upper[column]) == ((3, 3) if contract else (0, 3))


def test_in_a_stop_spot_brings_at_least_what_was_planned(default_case, program):
    """Planned 7 t of each: a contract delivers 7 t, spot 7 t or more, stock 7 t at most."""
    plan = decisions(program, np.full(len(program.columns), 7.0))
    held = purchases_held(program, default_case, plan)
    for (s, _), column in program.column_of["imports"].items():
        contract = default_case.supplies[s].commitment == "contract"
        assert held.lower[column] == 7
        assert held.upper[column] == (7 if contract else max(7, program.upper[column]))
    assert {held.upper[c] for c in program.column_of["stock"].values()} == {7.0}
