"""The rules of the single transferable vote, together."""

from __future__ import annotations

from tellers.count import (
    australian_senate_2016,
    australian_senate_2019,
    cambridge_stv_1941,
    cfer_stv_2011,
    ers97,
    irish_stv_1992,
    meek_1987,
    minneapolis_stv_2009,
    new_zealand_meek_2001,
    northern_ireland_stv_1985,
    prf_meek_2011,
    prf_wigm_2011,
    scottish_stv_2007,
    warren_1994,
    weighted_inclusive_gregory,
)
from tellers.count.rule import Rule

STV_RULES: tuple[Rule, ...] = (
    scottish_stv_2007.RULE,
    northern_ireland_stv_1985.RULE,
    ers97.RULE,
    irish_stv_1992.RULE,
    cambridge_stv_1941.RULE,
    australian_senate_2016.RULE,
    australian_senate_2019.RULE,
    minneapolis_stv_2009.RULE,
    new_zealand_meek_2001.RULE,
    meek_1987.RULE,
    meek_1987.BATCH_RULE,
    warren_1994.RULE,
    warren_1994.BATCH_RULE,
    prf_meek_2011.RULE,
    prf_wigm_2011.RULE,
    prf_wigm_2011.BATCH_RULE,
    cfer_stv_2011.RULE,
    cfer_stv_2011.BATCH_RULE,
    weighted_inclusive_gregory.RULE,
)
