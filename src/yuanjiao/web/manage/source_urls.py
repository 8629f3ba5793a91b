"""Addresses of what courses stand on, of productions, of cost and use, of demand."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import contracts, demand, portfolio, productions, sources

urlpatterns = [
    path("contracts/", contracts.index, name="contracts"),
    path("contracts/new/", contracts.new, name="contract_new"),
    path("contracts/<int:contract_id>/", contracts.show, name="contract"),
    path("contracts/<int:contract_id>/edit/", contracts.edit, name="contract_edit"),
    path("contracts/<int:contract_id>/courses/", contracts.take_in, name="contract_take_in"),
    path("contracts/<int:contract_id>/scan", contracts.scan, name="contract_scan"),
    path("introductions/", sources.introductions, name="introductions"),
    path("introductions/new/", sources.introduction_new, name="introduction_new"),
    path("introductions/<int:introduction_id>/", sources.introduction, name="introduction"),
    path("suppliers/", sources.suppliers, name="suppliers"),
    path("suppliers/<int:supplier_id>/", sources.supplier, name="supplier"),
    path("courses/<int:course_id>/source/", sources.origin, name="course_origin"),
    path("productions/", productions.index, name="productions"),
    path("productions/new/", productions.new, name="production_new"),
    path("productions/<int:production_id>/", productions.show, name="production"),
    path("productions/<int:production_id>/edit/", productions.edit, name="production_edit"),
    path("productions/<int:production_id>/move/", productions.move, name="production_move"),
    path("portfolio/", portfolio.index, name="portfolio"),
    path("demand/", demand.index, name="demand"),
    path("demand/searches/", demand.searches, name="demand_searches"),
    path("wishes/", demand.wishes, name="wishes"),
    path("wishes/<int:wish_id>/", demand.wish, name="wish"),
]
