"""Run elex-model on moments given as arrays: called by outlook_bench.py with an interpreter that has elex-model.

Reads a .npz (votes, prior, region, state, known) and a mode, and prints one JSON line for each moment.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import warnings

os.environ.setdefault("APP_ENV", "local")  # Keeps elex-model from writing to a bucket.
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

import numpy as np
import pandas as pd
from elexmodel.client import ModelClient

# elex's own settings that were tried; the benches report the best of them on each night, which flatters it.
SETTINGS = {
    "median": {"pi_method": "nonparametric", "past": False, "region": False},
    "median, past shares": {"pi_method": "nonparametric", "past": True, "region": False},
    "median, past shares, regions": {"pi_method": "nonparametric", "past": True, "region": True},
    "gaussian, past shares": {"pi_method": "gaussian", "past": True, "region": False},
}


def frames(votes, prior, region, state, known, names):
    """Return elex-model's two tables: what is known before, and what has reported."""
    ids = [f"{i:05d}" for i in range(len(votes))]
    before = pd.DataFrame({"postal_code": state, "geographic_unit_fips": ids, "county_fips": ids})
    before["county_classification"] = region
    before["region"] = region
    total = prior.sum(axis=1)
    for i, name in enumerate(names):
        before[f"baseline_{name}"] = prior[:, i]
        before[f"past_{name}"] = prior[:, i] / np.maximum(total, 1)
    before["baseline_turnout"] = total
    now = pd.DataFrame({"postal_code": state, "geographic_unit_fips": ids})
    for i, name in enumerate(names):
        now[f"results_{name}"] = np.where(known, votes[:, i], 0.0)
    now["results_turnout"] = np.where(known, votes.sum(axis=1), 0.0)
    now["percent_expected_vote"] = np.where(known, 100, 0)
    return before, now


def run_shares(data, known, names, setting):
    """Return votes by unit and the totals' 90% intervals, each party by itself, as elex-model does."""
    before, now = frames(data["votes"], data["prior"], data["region"], data["state"], known, names)
    features = [
        f"past_{n}" for n in names if data["prior"][:, names.index(n)].mean() > 0.02 * data["prior"].sum(1).mean()
    ]
    features = features if setting["past"] else []
    pointer = {name: name for name in names} | {"turnout": "turnout"}
    config = {"x_P": [{
        "office": "P", "states": sorted(set(map(str, data["state"]))), "geographic_unit_types": ["county"],
        "historical_election": [], "features": features, "aggregates": ["postal_code", "county_fips", "unit"],
        "fixed_effect": ["region"], "baseline_pointer": pointer,
    }]}  # fmt: skip
    votes = np.zeros((len(known), len(names)))
    low, high = [], []
    # More than two estimands in one call crash elex-model 2.2.5 on current pandas: parties go in one by one.
    for i, name in enumerate(names):
        result = ModelClient().get_estimates(
            now, "x_P", "P", [name], prediction_intervals=[0.9], percent_reporting_threshold=100, raw_config=config,
            preprocessed_data=before.copy(), features=list(features), aggregates=["postal_code", "unit"],
            fixed_effects={"region": ["all"]} if setting["region"] else {}, pi_method=setting["pi_method"],
            save_output=[], model_parameters={"fit_margin_outlier_model": False, "fit_turnout_outlier_model": False},
        )  # fmt: skip
        unit, state = result["unit_data"], result["state_data"]
        votes[unit["geographic_unit_fips"].astype(int).to_numpy(), i] = unit[f"pred_{name}"]
        low.append(float(state[f"lower_0.9_{name}"].sum()))
        high.append(float(state[f"upper_0.9_{name}"].sum()))
    return {"votes": votes.round(1).tolist(), "low": low, "high": high}


def run_margin(data, known):
    """Return each state's two-party margin, -1 to 1, with its 90% interval, by elex-model's bootstrap."""
    before, now = frames(data["votes"], data["prior"], data["region"], data["state"], known, ["dem", "gop", "other"])
    both = before["baseline_dem"] + before["baseline_gop"]
    before["baseline_normalized_margin"] = (before["baseline_dem"] - before["baseline_gop"]) / np.maximum(both, 1)
    config = {"x_G": [{
        "office": "G", "states": sorted(set(map(str, data["state"]))), "geographic_unit_types": ["county"],
        "historical_election": [], "features": [], "aggregates": ["postal_code", "unit"], "fixed_effect": [],
        "baseline_pointer": {"dem": "dem", "gop": "gop", "turnout": "turnout", "margin": "margin"},
    }]}  # fmt: skip
    result = ModelClient().get_estimates(
        now, "x_G", "G", ["margin"], prediction_intervals=[0.9], percent_reporting_threshold=100, raw_config=config,
        preprocessed_data=before, features=["baseline_normalized_margin"], aggregates=["postal_code", "unit"],
        pi_method="bootstrap", save_output=[], model_parameters={"B": 200, "strata": ["county_classification"]},
    )  # fmt: skip
    state = result["state_data"]
    return {
        "state": [str(s) for s in state["postal_code"]],
        "margin": [float(v) for v in state["pred_margin"]],
        "low": [float(v) for v in state["lower_0.9_margin"]],
        "high": [float(v) for v in state["upper_0.9_margin"]],
    }


def main() -> None:
    """Run the moments of one file, one JSON line each."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    data = dict(np.load(sys.argv[1], allow_pickle=False))
    names = [str(name) for name in data["names"]]
    for known in data["known"]:
        for label in SETTINGS if sys.argv[2] == "shares" else ["bootstrap"]:
            begun = time.process_time()
            try:
                answer = (
                    run_shares(data, known, names, SETTINGS[label]) if label in SETTINGS else run_margin(data, known)
                )
            except Exception as problem:  # noqa: BLE001  A crash of the model compared is one of its results.
                answer = {"crash": f"{type(problem).__name__}: {problem}"[:200]}
            print(json.dumps({"setting": label, "cpu": time.process_time() - begun, **answer}), flush=True)


if __name__ == "__main__":
    main()
