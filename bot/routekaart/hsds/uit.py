"""From a Routekaart to HSDS."""

from __future__ import annotations

import json
from typing import Any, Iterator, Optional

from bot.routekaart.deel import Bron, Feit
from bot.routekaart.hsds.velden import (
    BRON,
    BRONNEN,
    DAGEN,
    FUNCTIE,
    FUNCTIES,
    LAND,
    REGELS,
    REGIO,
    REGIOS,
    ROUTE,
    SERVICE,
    VELD,
    VELDEN,
    VERSION,
    ZORGVRAAG,
    ZORGVRAGEN,
    Data,
    Velden,
    id_of,
    plain,
    split,
)
from bot.routekaart.organisatie import Organisatie
from bot.routekaart.regels import Regels
from bot.routekaart.regio import Regio
from bot.routekaart.routekaart import Routekaart

_TAAL = {"name": "Nederlands", "code": "nl"}


def export_hsds(kaart: Routekaart, regels: Regels) -> Data:
    """One JSON object with lists of HSDS objects: organizations, services, taxonomies, taxonomy_terms and attributes."""
    return _Uit(kaart, regels).document()


class _Uit:
    def __init__(self, kaart: Routekaart, regels: Regels) -> None:
        self._kaart = kaart
        self._regels = regels
        self._terms: list[Data] = []
        self._attributes: list[Data] = []
        self._velden: dict[str, Data] = {}

    def document(self) -> Data:
        self._concerns()
        self._country()
        for regio in self._kaart.regios.values():
            self._region(regio)
        services = [*self._services(None), *(service for regio in self._kaart.regios.values() for service in self._services(regio))]
        organizations = [{"id": s["organization_id"], "name": s["name"], "description": s.get("description", s["name"])} for s in services]
        names = dict.fromkeys(term["taxonomy"] for term in (*self._terms, *self._velden.values()))
        return {
            "version": VERSION,
            "organizations": organizations,
            "services": services,
            "taxonomies": [{"id": id_of("taxonomy", name), "name": name, "description": name} for name in names],
            "taxonomy_terms": [*self._terms, *self._velden.values()],
            "attributes": self._attributes,
        }

    def _concerns(self) -> None:
        for zorgvraag in self._kaart.zorgvragen.values():
            term = self._term(ZORGVRAGEN, zorgvraag.id, plain(zorgvraag), ZORGVRAAG)
            route = plain(self._kaart.routes[zorgvraag.id])
            route.pop("zorgvraag")
            self._attributes += self._rest("taxonomy_term", term, route, ROUTE)

    def _country(self) -> None:
        data = plain(self._kaart.landelijk)
        data.pop("organisaties", None)
        for key, functie in data.pop("functies", {}).items():
            self._term(FUNCTIES, key, functie, FUNCTIE)
        term = self._term(LAND, LAND, {**data, "naam": "Nederland"}, {("naam",): "name"})
        self._attributes += self._rest("taxonomy_term", term, plain(self._regels), REGELS)
        self._sources(BRONNEN, self._kaart.bronnen)

    def _region(self, regio: Regio) -> None:
        data = plain(regio)
        for apart in ("organisaties", "bronnen"):
            data.pop(apart, None)
        self._term(REGIOS, regio.id, data, REGIO)
        self._sources(f"{BRONNEN} {regio.id}", regio.bronnen)

    def _sources(self, taxonomy: str, bronnen: Any) -> None:
        for key, bron in bronnen.items():
            self._term(taxonomy, key, plain(bron), BRON)

    def _term(self, taxonomy: str, code: str, data: Data, velden: Velden) -> str:
        """Adds a taxonomy term and what HSDS has no field for; gives its id."""
        fields, rest = split(data, velden)
        term = {"id": id_of(taxonomy, code), "code": code, "description": "", **fields}
        self._terms.append({**term, "taxonomy": taxonomy, "taxonomy_id": id_of("taxonomy", taxonomy), "language": "nl"})
        self._attributes += self._rest("taxonomy_term", term["id"], rest, VELD)
        return str(term["id"])

    def _rest(self, entity: str, link: str, rest: Data, link_type: str) -> Iterator[Data]:
        for name, value in rest.items():
            yield self._attribute(entity, link, self._veld(name), link_type, name, json.dumps(value, ensure_ascii=False))

    def _veld(self, name: str) -> str:
        """The taxonomy term that stands for one of our fields."""
        term = {"id": id_of(VELDEN, name), "code": name, "name": name, "description": name}
        self._velden[name] = {**term, "taxonomy": VELDEN, "taxonomy_id": id_of("taxonomy", VELDEN), "language": "nl"}
        return str(term["id"])

    @staticmethod
    def _attribute(entity: str, link: str, term: str, link_type: str, label: str, value: Optional[str] = None) -> Data:
        attribute = {"id": id_of("attribute", link, link_type, label), "link_id": link, "link_entity": entity, "link_type": link_type}
        return {**attribute, "taxonomy_term_id": term, "label": label, **({"value": value} if value is not None else {})}

    def _services(self, regio: Optional[Regio]) -> Iterator[Data]:
        """The organisations of a region, or those of the whole country, in their order: the first with a function has it."""
        scope = regio.id if regio else ""
        count: dict[str, int] = {}
        for organisatie in regio.organisaties if regio else self._kaart.landelijk.organisaties:
            n = count[organisatie.naam] = count.get(organisatie.naam, 0) + 1
            yield self._service(organisatie, id_of("service", scope, organisatie.naam, str(n)), regio)

    def _service(self, organisatie: Organisatie, id_: str, regio: Optional[Regio]) -> Data:
        fields, rest = split(plain(organisatie), {**SERVICE, ("telefoon", "waarde"): "number", ("eigenaar",): "keeper"})
        number, keeper, functies = fields.pop("number", None), fields.pop("keeper", None), rest.pop("functies")
        if organisatie.uren and not organisatie.uren.altijd:
            rest["uren"].pop("blokken", None)
        lists: dict[str, list[Data]] = {
            "phones": [{"id": id_of("phone", id_), "number": number, "type": "voice"}] if number else [],
            "contacts": [{"id": id_of("contact", id_), "name": keeper, "title": "eigenaar"}] if keeper else [],
            "schedules": list(self._schedules(organisatie, id_)),
            "service_areas": list(self._areas(organisatie, id_, regio)),
            "service_at_locations": list(self._locations(organisatie, id_)),
            "languages": [{"id": id_of("language", id_), **_TAAL}],
            "attributes": [*self._classified(id_, functies, regio), *self._rest("service", id_, rest, VELD)],
            "metadata": list(self._provenance(organisatie, id_, regio)),
        }
        checked = {"assured_date": organisatie.gecontroleerd_op.isoformat()} if organisatie.gecontroleerd_op else {}
        service = {"id": id_, "organization_id": id_of("organization", id_), "status": "active", **fields, **checked}
        return {**service, **{name: items for name, items in lists.items() if items}}

    def _classified(self, id_: str, functies: list[str], regio: Optional[Regio]) -> Iterator[Data]:
        place = id_of(REGIOS, regio.id) if regio else id_of(LAND, LAND)
        yield self._attribute("service", id_, place, REGIOS, regio.naam if regio else LAND)
        for functie in functies:
            yield self._attribute("service", id_, id_of(FUNCTIES, functie), FUNCTIES, functie)
        for zorgvraag, route in self._kaart.routes.items():
            if any(hulp.functie in functies for hulp in route.hulp):
                yield self._attribute("service", id_, id_of(ZORGVRAGEN, zorgvraag), ZORGVRAGEN, zorgvraag)

    def _schedules(self, organisatie: Organisatie, id_: str) -> Iterator[Data]:
        uren = organisatie.uren
        if uren is None:
            return
        blocks = [(blok.dagen, blok.van.isoformat(), blok.tot.isoformat()) for blok in uren.blokken]
        for n, (dagen, van, tot) in enumerate(blocks or ([(tuple(DAGEN), "00:00:00", "23:59:00")] if uren.altijd else [])):
            byday = ",".join(DAGEN[dag] for dag in dagen)
            row = {"freq": "WEEKLY", "wkst": "MO", "byday": byday, "opens_at": van, "closes_at": tot}
            yield {"id": id_of("schedule", id_, str(n)), **row, "description": uren.tekst, "notes": "Europe/Amsterdam"}

    def _areas(self, organisatie: Organisatie, id_: str, regio: Optional[Regio]) -> Iterator[Data]:
        known = [gemeente.naam for gemeente in regio.gemeenten] if regio else ["Nederland"]
        for naam in dict.fromkeys(organisatie.gemeenten or known):
            yield {"id": id_of("service_area", id_, naam), "service_id": id_, "name": naam}

    def _locations(self, organisatie: Organisatie, id_: str) -> Iterator[Data]:
        """The route map knows no addresses: a service with a web address is there, and nowhere else."""
        if organisatie.url:
            location = {"id": id_of("location", id_), "location_type": "virtual", "url": organisatie.url.waarde}
            yield {"id": id_of("service_at_location", id_), "service_id": id_, "location_id": location["id"], "location": location}

    def _provenance(self, organisatie: Organisatie, id_: str, regio: Optional[Regio]) -> Iterator[Data]:
        """Where each contact fact was seen, and when a person checked it."""
        facts: dict[str, Optional[Feit]] = {"phone": organisatie.telefoon, "email": organisatie.email, "url": organisatie.url}
        for name, feit in facts.items():
            if feit is None:
                continue
            bron = self._source(feit.bron, regio)
            row = {"resource_id": id_, "resource_type": "service", "field_name": name, "previous_value": ""}
            row["replacement_value"] = feit.waarde
            seen = {"last_action_date": bron.gezien_op.isoformat(), "last_action_type": "seen", "updated_by": bron.url or bron.titel}
            yield {"id": id_of("seen", id_, name), **row, **seen}
            if feit.gecontroleerd_op:
                checked = {"last_action_date": feit.gecontroleerd_op.isoformat(), "last_action_type": "checked"}
                yield {"id": id_of("checked", id_, name), **row, **checked, "updated_by": organisatie.eigenaar or ""}

    def _source(self, key: str, regio: Optional[Regio]) -> Bron:
        return regio.bronnen[key] if regio and key in regio.bronnen else self._kaart.bronnen[key]
