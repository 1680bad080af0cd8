"""Tables of the reasons of a plan, each with its sentences: pure pandas."""

from __future__ import annotations

import pandas as pd

from model.case import Case
from model.explain.explanations import Reasons
from model.planning.solution import Solution
from model.results.reasons.costs import rule_costs
from model.results.reasons.figures import sensitivity
from model.results.reasons.money import aim_prices
from model.results.reasons.options import alternatives, how_sure, why_not, why_not_years
from model.results.reasons.rules import rule_prices
from model.results.reasons.shortage import shortage_causes


def with_groups(plan: pd.DataFrame, reasons: Reasons) -> pd.DataFrame:
    """Table Plan with the options each option can be swapped with: which is used is open."""
    groups = {s: ", ".join(swap.supplies) for swap in reasons.swaps for s in swap.supplies}
    return plan.assign(group=[groups.get(s, "") for s in plan.supply])


def reason_tables(
    case: Case, solution: Solution, reasons: Reasons | None
) -> dict[str, pd.DataFrame]:
    """Every table that explains the plan; none if nothing was asked for."""
    if reasons is None:
        return {}
    return {
        "AimPrices": aim_prices(case, reasons.money),
        "Rules": rule_prices(case, reasons),
        "RuleCosts": rule_costs(case, reasons),
        "WhyNot": why_not(case, reasons),
        "WhyNotYears": why_not_years(reasons),
        "HowSure": how_sure(case, reasons),
        **alternatives(case, solution, reasons),
        "Sensitivity": sensitivity(case, solution, reasons),
        "ShortageCauses": shortage_causes(case, reasons.causes),
    }
