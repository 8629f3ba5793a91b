"""Addresses of the manage pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.manage import asset_urls, course_urls
from yuanjiao.web.manage.views import classes, desk, imports, people, policy, record, requirements, roles, units

app_name = "manage"
urlpatterns: list[URLPattern | URLResolver] = [
    *asset_urls.urlpatterns,
    *course_urls.urlpatterns,
    path("", desk.index, name="desk"),
    path("units.xlsx", desk.export, name="desk_export"),
    path("people/", people.index, name="people"),
    path("people/suggest", people.suggest, name="people_suggest"),
    path("people/add/", people.add, name="person_add"),
    path("people/import/", imports.index, name="people_import"),
    path("people/import/template", imports.template, name="import_template"),
    path("people/import/<str:job_key>/", imports.show, name="import"),
    path("people/import/<str:job_key>/confirm", imports.confirm, name="import_confirm"),
    path("people/import/<str:job_key>/discard", imports.discard, name="import_discard"),
    path("people/import/<str:job_key>/carry-on", imports.carry_on, name="import_carry_on"),
    path("people/import/<str:job_key>/codes", imports.codes, name="import_codes"),
    path("people/import/<str:job_key>/faults", imports.faults, name="import_faults"),
    path("people/<int:person_id>/", people.show, name="person"),
    path("people/<int:person_id>/transfer", people.transfer, name="person_transfer"),
    path("people/<int:person_id>/retire", people.retire, name="person_retire"),
    path("people/<int:person_id>/bring-back", people.bring_back, name="person_bring_back"),
    path("people/<int:person_id>/code", people.reset_code, name="person_code"),
    path("people/<int:person_id>/record/", record.record, name="record"),
    path("people/<int:person_id>/record/<int:sequence>/", record.entry, name="record_entry"),
    path("people/<int:person_id>/record/<int:sequence>/take-back", record.take_back, name="record_take_back"),
    path("requirements/", requirements.index, name="requirements"),
    path("requirements/new/", requirements.new, name="requirement_new"),
    path("units/", units.index, name="units"),
    path("units/suggest", units.suggest, name="units_suggest"),
    path("units/<int:unit_id>/", units.show, name="unit"),
    path("units/<int:unit_id>/add", units.add, name="unit_add"),
    path("units/<int:unit_id>/rename", units.rename, name="unit_rename"),
    path("units/<int:unit_id>/close", units.close, name="unit_close"),
    path("classes/", classes.index, name="classes"),
    path("classes/form", classes.form, name="classes_form"),
    path("classes/<int:class_id>/", classes.show, name="class"),
    path("classes/<int:class_id>/teacher", classes.assign, name="class_teacher"),
    path("classes/<int:class_id>/rebalance", classes.rebalance, name="class_rebalance"),
    path("rules/", policy.index, name="policies"),
    path("rules/<slug:kind>/", policy.show, name="policy"),
    path("rules/<slug:kind>/export", policy.export, name="policy_export"),
    path("rules/<slug:kind>/<int:number>/withdraw", policy.withdraw, name="policy_withdraw"),
    path("roles/", roles.index, name="roles"),
    path("roles/grant", roles.grant, name="role_grant"),
    path("roles/<int:grant_id>/take-back", roles.take_back, name="role_take_back"),
]
