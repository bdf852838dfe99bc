"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from bot.review.poort import public
from bot.review.views import aanmelden, beoordelen, besluiten, cijfers, gesprekken, inzage, leren, routekaart, wijzigen

handler403 = "bot.review.views.fouten.geweigerd"
handler404 = "bot.review.views.fouten.niet_gevonden"
handler500 = "bot.review.views.fouten.storing"

urlpatterns = [
    path("", aanmelden.start, name="start"),
    path("gezond", aanmelden.gezond, name="gezond"),
    path("aanmelden/", aanmelden.aanmelden, name="aanmelden"),
    path("afmelden/", aanmelden.afmelden, name="afmelden"),
    path("tweede-factor/", aanmelden.tweede_factor, name="tweede_factor"),
    path("gesprekken/", gesprekken.lijst, name="gesprekken"),
    path("gesprekken/volgende/", gesprekken.volgende, name="volgende"),
    path("gesprekken/<int:pk>/", gesprekken.gesprek, name="gesprek"),
    path("gesprekken/<int:pk>/staat/", beoordelen.staat, name="staat"),
    path("gesprekken/<int:pk>/labels/", beoordelen.labels, name="labels"),
    path("gesprekken/<int:pk>/notitie/", beoordelen.notitie, name="notitie"),
    path("beurten/<int:pk>/oordeel/", beoordelen.oordeel, name="oordeel"),
    path("tweede-blik/", beoordelen.tweede_blik, name="tweede_blik"),
    path("leren/", leren.lijst, name="leren"),
    path("leren/<int:pk>/", leren.besluit, name="kandidaat"),
    path("leren/trainingszinnen.yml", leren.export, name="leren_export"),
    path("cijfers/", cijfers.overzicht, name="cijfers"),
    path("cijfers/<slug:naam>.svg", cijfers.plaatje, name="cijfers_svg"),
    path("cijfers/<slug:naam>.csv", cijfers.csv_bestand, name="cijfers_csv"),
    path("routekaart/", routekaart.overzicht, name="routekaart"),
    path("routekaart/te-controleren/", routekaart.te_controleren, name="te_controleren"),
    path("routekaart/gecontroleerd/", wijzigen.gecontroleerd, name="gecontroleerd"),
    path("routekaart/bestand/<path:bestand>", routekaart.bestand, name="bestand"),
    path("routekaart/geschiedenis/<path:bestand>", routekaart.geschiedenis, name="geschiedenis"),
    path("routekaart/download/<path:bestand>", routekaart.download, name="download"),
    path("routekaart/organisatie/<path:bestand>", wijzigen.organisatie, name="organisatie"),
    path("routekaart/tekst/<path:bestand>", wijzigen.tekst, name="tekst"),
    path("routekaart/terug/<int:pk>/", besluiten.terug, name="terug"),
    path("routekaart/wijziging/<int:pk>/", besluiten.wijziging, name="wijziging"),
    path("routekaart/wijziging/<int:pk>/verbeteren/", wijzigen.verbeteren, name="verbeteren"),
    path("inzage/", inzage.lijst, name="inzage"),
    path("inzage/nakijken/", inzage.nakijken, name="nakijken"),
]

if settings.OIDC:
    from bot.review.openid import Callback, Request

    urlpatterns += [
        path("openid/start/", public(Request.as_view()), name="oidc_authentication_init"),
        path("openid/terug/", public(Callback.as_view()), name="oidc_authentication_callback"),
    ]
