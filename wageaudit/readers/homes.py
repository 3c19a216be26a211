"""Where rows were worked, as their own cells say it: a region names its country, and may not lie in another. Pure of files."""

from __future__ import annotations

import numpy as np

from wageaudit.arrays import category, codes
from wageaudit.files import iso_countries
from wageaudit.readers.draft import Draft


def fit_regions(draft: Draft) -> None:
    """Fill a row's country from its region where it has none; rows whose region lies in another country are left out."""
    if "region" not in draft.columns:
        return
    draft.fill_absent("country")
    place, regions = codes(draft.columns["region"])
    own, countries = codes(draft.columns["country"])
    known = sorted({*countries, *(region[:2] for region in regions if region[:2] in iso_countries())})
    rank = {country: at for at, country in enumerate(known)}
    lies_in = np.array([rank.get(region[:2], -1) for region in regions] + [-1], np.int32)[place]
    called = np.array([rank.get(region[3:], -1) for region in regions] + [-1], np.int32)[place]
    at_home = np.array([rank[country] for country in countries] + [-1], np.int32)[own]
    elsewhere = (lies_in >= 0) & (at_home >= 0) & (lies_in != at_home)
    draft.reject(
        elsewhere & (called != at_home),  # US-PR is where PR is
        "region-elsewhere",
        "region",
        draft.columns["region"],
        "lies in another country than its row says",
        "mend the country or the region",
    )
    draft.columns["country"] = category(np.where(at_home >= 0, at_home, lies_in), known)
