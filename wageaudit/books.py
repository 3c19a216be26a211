"""The shipped books of law and exchange: minimum wages and rates of wageaudit/data, each read when first asked for."""

from __future__ import annotations

from functools import cache

from wageaudit.exchange import ExchangeBook
from wageaudit.files import exchange_text, wage_text
from wageaudit.wages import WageBook


@cache
def shipped_wages() -> WageBook:
    """The minimum wages shipped with the program."""
    return WageBook(wage_text)


@cache
def shipped_exchange(series: str = "") -> ExchangeBook:
    """The exchange rates shipped with the program, at the series asked for or each currency's default."""
    return ExchangeBook(exchange_text, None, series)
