"""The settings learned on past nights.

Do not edit: written by `OPENBLAS_NUM_THREADS=1 python bench/outlook_learn.py uk-general us-county`.
"""

LEARNED = """\
{
 "version": 1,
 "command": "OPENBLAS_NUM_THREADS=1 python bench/outlook_learn.py uk-general us-county",
 "families": {
  "uk-general": {
   "every": {
    "effects": {
     "nation": 1.28,
     "region": 0.4,
     "share": 0.3,
     "own": 1.2,
     "own_first": 0.3,
     "own_second": 1.0,
     "own_third": 0.5,
     "nation_share": 0.4,
     "first": 0.6,
     "second": 0.375,
     "pair": 0.64,
     "lead": 0.4,
     "incumbent": 0.5,
     "absent": 0.5,
     "new": 0.8,
     "covariate": 0.1875,
     "turnout": 0.3,
     "size": 0.1,
     "size_curve": 0.05,
     "size_share": 0.05,
     "curve": 0.1
    },
    "variants": {
     "as learned": {},
     "tactical": {
      "own_second": 2.0,
      "own_third": 2.0,
      "pair": 2.0,
      "second": 2.0
     }
    },
    "temper": 0.5,
    "rank": 48,
    "spread": 0.042,
    "level": 0.06,
    "swing_base": 0.03,
    "swing_slope": 0.11,
    "turnout_spread": 0.05,
    "turnout_swing": 0.08,
    "imbalance": 0.15625,
    "regional": 0.5,
    "widen_common": 1.2,
    "widen_area": 1.0,
    "tails_common": 6.0,
    "tails_area": 5.0,
    "partial": 1.0,
    "surprise": 0.003,
    "learned_on": [
     "uk-2010",
     "uk-2015",
     "uk-2019",
     "uk-2024"
    ]
   },
   "without": {
    "uk-2010": {
     "effects": {
      "nation": 1.28,
      "region": 0.4,
      "share": 0.3,
      "own": 1.92,
      "own_first": 0.3,
      "own_second": 1.0,
      "own_third": 0.5,
      "nation_share": 0.4,
      "first": 0.6,
      "second": 0.6,
      "pair": 0.64,
      "lead": 0.4,
      "incumbent": 0.5,
      "absent": 0.3125,
      "new": 0.5,
      "covariate": 0.3,
      "turnout": 0.3,
      "size": 0.16,
      "size_curve": 0.05,
      "size_share": 0.05,
      "curve": 0.1
     },
     "variants": {
      "as learned": {},
      "tactical": {
       "own_second": 2.0,
       "own_third": 2.0,
       "pair": 2.0,
       "second": 2.0
      }
     },
     "temper": 0.5,
     "rank": 48,
     "spread": 0.042,
     "level": 0.06,
     "swing_base": 0.03,
     "swing_slope": 0.11,
     "turnout_spread": 0.05,
     "turnout_swing": 0.08,
     "imbalance": 0.15625,
     "regional": 0.5,
     "widen_common": 1.3,
     "widen_area": 1.0,
     "tails_common": 6.0,
     "tails_area": 5.0,
     "partial": 1.0,
     "surprise": 0.003,
     "learned_on": [
      "uk-2015",
      "uk-2019",
      "uk-2024"
     ]
    },
    "uk-2015": {
     "effects": {
      "nation": 0.5,
      "region": 0.4,
      "share": 0.3,
      "own": 0.75,
      "own_first": 0.3,
      "own_second": 1.6,
      "own_third": 0.5,
      "nation_share": 0.4,
      "first": 0.96,
      "second": 0.6,
      "pair": 0.64,
      "lead": 0.4,
      "incumbent": 0.8,
      "absent": 0.3125,
      "new": 0.5,
      "covariate": 0.1875,
      "turnout": 0.3,
      "size": 0.1,
      "size_curve": 0.05,
      "size_share": 0.05,
      "curve": 0.1
     },
     "variants": {
      "as learned": {},
      "tactical": {
       "own_second": 2.0,
       "own_third": 2.0,
       "pair": 2.0,
       "second": 2.0
      }
     },
     "temper": 0.5,
     "rank": 48,
     "spread": 0.042,
     "level": 0.06,
     "swing_base": 0.03,
     "swing_slope": 0.11,
     "turnout_spread": 0.05,
     "turnout_swing": 0.08,
     "imbalance": 0.15625,
     "regional": 0.5,
     "widen_common": 1.2,
     "widen_area": 1.0,
     "tails_common": 6.0,
     "tails_area": 5.0,
     "partial": 1.0,
     "surprise": 0.003,
     "learned_on": [
      "uk-2010",
      "uk-2019",
      "uk-2024"
     ]
    },
    "uk-2019": {
     "effects": {
      "nation": 1.28,
      "region": 0.4,
      "share": 0.3,
      "own": 1.92,
      "own_first": 0.3,
      "own_second": 1.0,
      "own_third": 0.5,
      "nation_share": 0.4,
      "first": 0.6,
      "second": 0.375,
      "pair": 0.64,
      "lead": 0.4,
      "incumbent": 0.5,
      "absent": 0.5,
      "new": 0.8,
      "covariate": 0.1875,
      "turnout": 0.3,
      "size": 0.1,
      "size_curve": 0.05,
      "size_share": 0.05,
      "curve": 0.1
     },
     "variants": {
      "as learned": {},
      "tactical": {
       "own_second": 2.0,
       "own_third": 2.0,
       "pair": 2.0,
       "second": 2.0
      }
     },
     "temper": 0.5,
     "rank": 48,
     "spread": 0.042,
     "level": 0.06,
     "swing_base": 0.03,
     "swing_slope": 0.11,
     "turnout_spread": 0.05,
     "turnout_swing": 0.08,
     "imbalance": 0.15625,
     "regional": 0.5,
     "widen_common": 1.2,
     "widen_area": 1.0,
     "tails_common": 6.0,
     "tails_area": 5.0,
     "partial": 1.0,
     "surprise": 0.003,
     "learned_on": [
      "uk-2010",
      "uk-2015",
      "uk-2024"
     ]
    },
    "uk-2024": {
     "effects": {
      "nation": 1.28,
      "region": 0.4,
      "share": 0.3,
      "own": 1.2,
      "own_first": 0.3,
      "own_second": 0.625,
      "own_third": 0.5,
      "nation_share": 0.4,
      "first": 0.375,
      "second": 0.375,
      "pair": 0.4,
      "lead": 0.4,
      "incumbent": 0.5,
      "absent": 0.5,
      "new": 0.5,
      "covariate": 0.3,
      "turnout": 0.3,
      "size": 0.1,
      "size_curve": 0.05,
      "size_share": 0.0312,
      "curve": 0.1
     },
     "variants": {
      "as learned": {},
      "tactical": {
       "own_second": 2.0,
       "own_third": 2.0,
       "pair": 2.0,
       "second": 2.0
      }
     },
     "temper": 0.5,
     "rank": 48,
     "spread": 0.042,
     "level": 0.06,
     "swing_base": 0.03,
     "swing_slope": 0.11,
     "turnout_spread": 0.05,
     "turnout_swing": 0.08,
     "imbalance": 0.15625,
     "regional": 0.5,
     "widen_common": 1.2,
     "widen_area": 1.0,
     "tails_common": 6.0,
     "tails_area": 5.0,
     "partial": 1.0,
     "surprise": 0.003,
     "learned_on": [
      "uk-2010",
      "uk-2015",
      "uk-2019"
     ]
    }
   }
  },
  "us-county": {
   "every": {
    "effects": {
     "nation": 0.3125,
     "region": 0.5,
     "share": 0.03,
     "own": 0.05,
     "own_first": 0.02,
     "own_second": 0.02,
     "own_third": 0.02,
     "nation_share": 0.075,
     "first": 0.03,
     "second": 0.03,
     "pair": 0.03,
     "lead": 0.0125,
     "incumbent": 0.5,
     "absent": 0.5,
     "new": 0.5,
     "covariate": 0.1875,
     "turnout": 0.3,
     "size": 0.15,
     "size_curve": 0.07,
     "size_share": 0.0625,
     "curve": 0.08
    },
    "variants": {
     "as learned": {},
     "tactical": {
      "own_second": 2.0,
      "own_third": 2.0,
      "pair": 2.0,
      "second": 2.0
     }
    },
    "temper": 0.5,
    "rank": 48,
    "spread": 0.03,
    "level": 0.2,
    "swing_base": 0.01,
    "swing_slope": 0.06,
    "turnout_spread": 0.06,
    "turnout_swing": 0.08,
    "imbalance": 0.625,
    "regional": 0.625,
    "widen_common": 1.5,
    "widen_area": 1.0,
    "tails_common": 6.0,
    "tails_area": 5.0,
    "partial": 1.0,
    "surprise": 0.003,
    "learned_on": [
     "us-2004",
     "us-2008",
     "us-2012",
     "us-2016",
     "us-2020"
    ]
   },
   "without": {
    "us-2016": {
     "effects": {
      "nation": 0.3125,
      "region": 0.5,
      "share": 0.03,
      "own": 0.128,
      "own_first": 0.02,
      "own_second": 0.02,
      "own_third": 0.02,
      "nation_share": 0.075,
      "first": 0.03,
      "second": 0.03,
      "pair": 0.03,
      "lead": 0.0125,
      "incumbent": 0.5,
      "absent": 0.5,
      "new": 0.5,
      "covariate": 0.1875,
      "turnout": 0.3,
      "size": 0.15,
      "size_curve": 0.07,
      "size_share": 0.0625,
      "curve": 0.08
     },
     "variants": {
      "as learned": {},
      "tactical": {
       "own_second": 2.0,
       "own_third": 2.0,
       "pair": 2.0,
       "second": 2.0
      }
     },
     "temper": 0.5,
     "rank": 48,
     "spread": 0.03,
     "level": 0.2,
     "swing_base": 0.01,
     "swing_slope": 0.06,
     "turnout_spread": 0.06,
     "turnout_swing": 0.08,
     "imbalance": 0.625,
     "regional": 0.625,
     "widen_common": 1.4,
     "widen_area": 1.0,
     "tails_common": 6.0,
     "tails_area": 5.0,
     "partial": 1.0,
     "surprise": 0.003,
     "learned_on": [
      "us-2004",
      "us-2008",
      "us-2012",
      "us-2020"
     ]
    },
    "us-2020": {
     "effects": {
      "nation": 0.3125,
      "region": 0.5,
      "share": 0.03,
      "own": 0.05,
      "own_first": 0.02,
      "own_second": 0.02,
      "own_third": 0.02,
      "nation_share": 0.12,
      "first": 0.03,
      "second": 0.03,
      "pair": 0.03,
      "lead": 0.02,
      "incumbent": 0.5,
      "absent": 0.5,
      "new": 0.5,
      "covariate": 0.1875,
      "turnout": 0.3,
      "size": 0.15,
      "size_curve": 0.0438,
      "size_share": 0.0625,
      "curve": 0.05
     },
     "variants": {
      "as learned": {},
      "tactical": {
       "own_second": 2.0,
       "own_third": 2.0,
       "pair": 2.0,
       "second": 2.0
      }
     },
     "temper": 0.5,
     "rank": 48,
     "spread": 0.03,
     "level": 0.125,
     "swing_base": 0.01,
     "swing_slope": 0.06,
     "turnout_spread": 0.06,
     "turnout_swing": 0.08,
     "imbalance": 0.625,
     "regional": 0.625,
     "widen_common": 1.6,
     "widen_area": 1.0,
     "tails_common": 6.0,
     "tails_area": 5.0,
     "partial": 1.0,
     "surprise": 0.003,
     "learned_on": [
      "us-2004",
      "us-2008",
      "us-2012",
      "us-2016"
     ]
    }
   }
  }
 }
}
"""
