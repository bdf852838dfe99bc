"""The reading log, for the beheerder."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from bot.review.inzage import record, verify
from bot.review.models import Inzage, Rol
from bot.review.poort import open_for
from bot.settings import STATE

_DATABASE = hashlib.sha256(settings.OURS.review_db.encode()).hexdigest()[:8]
HEADS = STATE / f"inzage_koppen-{_DATABASE}.jsonl"
"""Of this database: another one has another chain."""


@open_for(Rol.BEHEERDER)
@require_GET
def lijst(request: HttpRequest) -> HttpResponse:
    rows = Inzage.objects.all()
    for field in ("wie", "object"):
        wanted = request.GET.get(field, "").strip()
        rows = rows.filter(**{f"{field}__icontains": wanted}) if wanted else rows
    page = Paginator(rows, 100).get_page(request.GET.get("blad"))
    for row in page:
        row.moment = parse_datetime(row.tijd)
    query = request.GET.copy()
    query.pop("blad", None)
    context = {"rijen": page, "wie": request.GET.get("wie", ""), "object": request.GET.get("object", ""), "filter": query.urlencode()}
    return render(request, "review/inzage.html", context)


@open_for(Rol.BEHEERDER)
@require_POST
def nakijken(request: HttpRequest) -> HttpResponse:
    """Walks the chain and says whether it is whole."""
    found = verify(HEADS)
    record(request, "nagekeken", "inzage", "heel" if found.breuk is None else f"breuk bij {found.breuk}")
    if found.breuk is None:
        messages.success(request, f"De {found.regels} regels zijn heel. Niemand heeft iets veranderd.")
    else:
        messages.error(request, f"Regel {found.breuk} klopt niet. Iemand veranderde of verwijderde iets in het logboek.")
    return redirect("inzage")
