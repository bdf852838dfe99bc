"""What the check of the route map says, in Dutch: the words stand in `data/teksten/controle.yml`."""

from __future__ import annotations

from bot.review.namen import label
from bot.routekaart.bestand import Fout
from bot.routekaart.zin import Zin
from bot.teksten import teksten


def melding(fout: Fout) -> str:
    """Where it is, what is wrong and how to mend it."""
    return "{plek}: {tekst}".format(**bewaard(fout))


def bewaard(fout: Fout) -> dict[str, str]:
    """What a draft keeps of a fault: the way to it (`bestand`, `veld`), its place in words, and what is wrong with its mend."""
    plek = ", ".join(filter(None, (fout.bestand, label(fout.veld.split(".")), f"regel {fout.regel}")))
    tekst = f"{in_dutch(fout.melding)} {in_dutch(fout.oplossing)}"
    return {"bestand": fout.bestand, "veld": fout.veld, "plek": plek, "tekst": tekst}


def in_dutch(english: str) -> str:
    """The same in Dutch; what pydantic or YAML said in its own words becomes a general sentence."""
    texts = teksten("controle")
    sjabloon = texts["zinnen"].get(english.sjabloon) if isinstance(english, Zin) else None
    if not isinstance(english, Zin) or sjabloon is None:
        return str(texts["anders"])
    values = {name: in_dutch(value) if isinstance(value, Zin) else value for name, value in english.waarden.items()}
    return str(sjabloon.format(**values))
