"""What a column of a worker's own table is called: words for counts, prices of a piece, bonuses and deductions in three languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wageaudit.readers.mapped.rules import HOURLY, TARGETS
from wageaudit.tasks import spellings
from wageaudit.text import fold

FURTHER: Mapping[str, tuple[str, ...]] = {
    "started_at": ("month", "mois", "mes", "jour", "dia"),
    "active_seconds": (
        "hours",
        "heures",
        "horas",
        "hrs",
        "minutes",
        "minutos",
        "mins",
        "duree",
        "duration",
        "duracion",
        "time_spent",
    ),
    "task_count": ("judgments", "quantity_done", "pieces_made"),
    HOURLY: ("hourly_rate", "taux_horaire", "tarif_horaire", "tarifa_por_hora", "per_hour"),
    "fee": ("withheld",),
    "customer_price": ("customer_paid", "paye_par_le_client"),
}
UNITS = {
    *("images", "imagenes", "pictures", "photos", "fotos", "videos", "audios", "clips", "frames", "pages", "paginas"),
    *("tasks", "taches", "tareas", "hits", "jobs_done", "tickets", "likes", "items", "articles", "articulos"),
    *("units", "unites", "unidades", "pieces", "piezas", "annotations", "anotaciones", "labels", "etiquettes", "etiquetas"),
}  # fmt: skip
NUMBER_OF = ("number_of_", "no_of_", "nb_of_", "nombre_de_", "nombre_d_", "nb_de_", "nb_d_", "nb_", "numero_de_", "cantidad_de_", "quantite_de_", "quantite_d_", "total_de_")  # fmt: skip
PRICES = {"price", "prix", "precio", "rate", "tarif", "tarifa", "pay", "paye", "paie", "pago"}
PER = {"per", "par", "por"}
HOUR = {"hour", "heure", "hora", "h"}
NO_PIECE = {
    *HOUR,
    *(
        "hours",
        "heures",
        "horas",
        "minute",
        "minuto",
        "minutes",
        "minutos",
        "day",
        "jour",
        "dia",
        "days",
        "jours",
        "dias",
    ),
    *("week", "semaine", "semana", "month", "mois", "mes", "shift", "date", "fecha"),
}
MANY = {"per 1000": {"thousand", "mille", "mil", "1000"}, "per 100": {"hundred", "cent", "cien", "100"}}
BONUS = {"bonus", "bonuses", "bono", "bonos", "prime", "primes", "prima", "primas", "premium", "bonificacion", "bonificaciones"}  # fmt: skip
FEE = {"deduction", "deductions", "withheld", "retenue", "retenues", "descuento", "descuentos", "retencion", "retenciones", "deduccion", "deducciones"}  # fmt: skip
CLIENT = {"client", "customer", "cliente"}


def meant(cell: str) -> str:
    """The column of the task table that people mean by this name, or nothing."""
    name = fold(cell)
    exact = _known().get(name, "")
    if exact:
        return exact if exact in TARGETS else ""
    words = name.split("_")
    if _per(words):
        paid = set(words[_per(words) :])
        return "" if paid & CLIENT else HOURLY if paid & HOUR else "piece_rate" if price_of(cell) else ""
    found = [ours for ours, own in (("bonus", BONUS), ("fee", FEE)) if own & set(words)]
    if len(found) == 1 and not set(words) & NO_PIECE:
        return found[0]
    return "task_count" if is_count(cell) else ""


@cache
def _known() -> Mapping[str, str]:
    return {**spellings(), **{word: ours for ours, words in FURTHER.items() for word in words}}


def _per(words: list[str]) -> int:
    """After which word of a price what it is paid for begins; 0 where it is no price for something."""
    at = next((at for at, word in enumerate(words) if word in PER), 0)
    return at + 1 if at and PRICES & set(words[:at]) else 0


def price_of(cell: str) -> str:
    """What one of which a price is paid for, by the column's name: "imagen" of "Precio por imagen"; nothing for hours and days."""
    words = fold(cell).split("_")
    paid = words[_per(words) :] if _per(words) else []
    return "" if set(paid) & NO_PIECE else " ".join(paid)


def is_count(cell: str) -> bool:
    """Whether the name is that of units that are counted: "Imágenes", "Nombre de tâches"."""
    name = fold(cell)
    bare = next((name.removeprefix(start) for start in NUMBER_OF if name.startswith(start)), name)
    return bare in UNITS


def parts_of(cell: str) -> str:
    """The unit of a price by its name: for a hundred, for a thousand, or for one (nothing)."""
    paid = set(price_of(cell).split())
    return next((unit for unit, own in MANY.items() if own & paid), "")
