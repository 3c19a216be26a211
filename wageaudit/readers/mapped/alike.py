"""Columns of one meaning under other names: the words of a header in English, French or Spanish brought to one. Pure; guesses nothing.

Two names mean the same where all their words do, whatever their order: "Price per piece", "Prix par pièce" and "Precio por
pieza"; "Start" and "Heure de début". A word that is not known here means itself alone, and so does one that people write for
two things: one of what is counted ("Task", "Pièce", "Ticket") is an id or a name, many ("Tasks", "Pièces") are a count;
"Heures" are how many, "Heure" and "Time" a moment, or how long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from wageaudit.readers.mapped.naming import BONUS, CLIENT, FEE, MANY
from wageaudit.readers.mapped.sheet import same
from wageaudit.synonyms import SYNONYMS
from wageaudit.text import fold

OWN_NAMES = (
    "platform",
    "requester",
    "project",
    "status",
    "pay",
)  # whose synonyms mean one thing, whatever the table
WORDS: Mapping[str, Iterable[str]] = {
    "day": ("date", "day", "jour", "fecha", "dia"),
    "week": ("week", "semaine", "semana"),
    "month": ("month", "mois", "mes"),
    "hour": ("hour", "heure", "hora"),
    "hours": ("hours", "hrs", "heures", "horas"),
    "minutes": ("minutes", "mins", "minutos"),
    "start": ("start", "started", "begin", "debut", "inicio", "comienzo"),
    "end": ("end", "ended", "finish", "fin", "final", "termino"),
    "task": ("task", "tache", "tarea"),
    "tasks": ("tasks", "taches", "tareas"),
    "piece": ("piece", "pieza"),
    "pieces": ("pieces", "piezas"),
    "image": ("image", "imagen"),
    "images": ("images", "imagenes"),
    "account": ("account", "compte", "cuenta"),
    "accounts": ("accounts", "comptes", "cuentas"),
    "work": ("work", "travail", "trabajo"),
    "step": ("step", "etape", "etapa", "paso"),  # a French "stage" is a training
    # a Spanish "tasa" is a fee as well, no price
    "price": ("price", "prix", "precio", "rate", "tarif", "tarifa", "taux"),
    "customer": CLIENT,  # "Customers paid" may be how many did
    "user": ("user", "utilisateur", "utilisatrice", "usuario", "usuaria"),
    "pay": ("paye", "payee", "pagado", "pagada", "earned", "gagne", "ganado"),
    "quality": ("quality", "qualite", "calidad"),
    "bonus": BONUS,
    "fee": FEE,  # and no "Frais" or "Commission": what is paid to a worker has these names, too
    **MANY,
    "per 100": MANY["per 100"] - {"cent"},  # "Price (cent)" is a price in cents
}
SMALL = {"de", "d", "du", "des", "del", "la", "le", "les", "l", "el", "los", "las", "of", "the", "per", "par", "por", "by", "a"}  # fmt: skip
ALONE = {
    **dict.fromkeys(("from", "de", "desde"), "start"),
    **dict.fromkeys(("to", "until", "a", "hasta"), "end"),
}  # small words that are a whole name: "De", "À"; "Time to finish" is no end
MOMENT = {"hour", "time", "h"}  # beside a start or an end
HOURLY = {"hour", "hourly", "horaire", "h"}  # beside a price


@cache
def _known() -> Mapping[str, str]:
    own = {word: name for name in OWN_NAMES for word in (name, *SYNONYMS[name])}
    own = {word: name for word, name in own.items() if "_" not in word and word not in CLIENT}
    return own | {word: name for name, words in WORDS.items() for word in words}


def meaning(cell: str) -> frozenset[str]:
    """What the words of a column's name stand for; the hour at which work starts or ends is its start or end."""
    name = fold(cell)
    if name in ALONE:
        return frozenset({ALONE[name]})
    for pair in ("me_gusta", "j_aime"):
        name = name.replace(pair, "likes")
    found = frozenset(_known().get(word, word) for word in name.split("_") if word not in SMALL)
    if "price" in found and found & HOURLY:
        return found - HOURLY | {"hourly"}
    return found - MOMENT if found & {"start", "end"} else found


def resolved(asked: Iterable[str], header: Sequence[str]) -> dict[str, str]:
    """Each column asked for that the header has under another name → the header's cell; only where one cell alone can be it."""
    written, asked = {same(cell) for cell in header}, list(asked)
    named = {same(cell) for cell in asked}
    meant: dict[frozenset[str], list[str]] = {}
    for cell in header:
        if cell and same(cell) not in named and meaning(cell):
            meant.setdefault(meaning(cell), []).append(cell)
    lacking = {same(cell): meaning(cell) for cell in asked if same(cell) not in written}
    sought = list(lacking.values())
    return {
        key: meant[own][0]
        for key, own in lacking.items()
        if len(meant.get(own, ())) == 1 and sought.count(own) == 1
    }
