"""Pages that belong to no audience, and what every page carries."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError
from tests.factories.organisation import make_person

from yuanjiao.outreach.models import Complaint
from yuanjiao.web.shell import assets


@pytest.mark.parametrize("path", ["/help/", "/help/complaint/", "/help/gallery/", "/offline/", "/account/login/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.django_db
def test_open_pages_are_there_in_both_languages(client, path, language):
    client.cookies["django_language"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.django_db
def test_every_page_carries_the_content_policy_and_no_inline_code(client):
    answer = client.get("/help/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


@pytest.mark.django_db
def test_a_page_begins_with_a_way_past_its_bars(client):
    page = client.get("/help/").content.decode()
    assert page.index('class="skip" href="#main"') < page.index('<header class="topbar"')
    assert '<main id="main"' in page


@pytest.mark.django_db
def test_an_unknown_address_says_what_to_do(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()
    assert "/help/complaint/?page=/nowhere/" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("failure", "status"), [(OperationalError("gone"), 503), (ValueError("bug"), 500)])
def test_a_failure_of_ours_is_told_without_the_database(client, monkeypatch, failure, status):
    def fail(*_args, **_kwargs):
        raise failure

    monkeypatch.setattr("yuanjiao.web.shell.gallery.Paginator", fail)
    client.raise_request_exception = False
    answer = client.get("/help/gallery/")
    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == ("10" if status == 503 else None)


@pytest.mark.django_db
def test_the_application_can_be_installed(client):
    answer = client.get("/manifest.webmanifest")
    manifest = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}


@pytest.mark.skipif(not assets.manifest(), reason="the front end is not built")
def test_the_worker_keeps_the_files_of_this_build_and_no_page_of_a_person(client):
    code = client.get("/sw.js").content.decode()
    kept = json.loads(code.removeprefix("self.SHELL = ").split(";\n", 1)[0])
    assert kept[-1] == "/offline/"
    assert all(path.startswith("/static/") for path in kept[:-1])


@pytest.mark.django_db
def test_lin_complains_and_finds_her_words_again(client):
    lin = make_person()
    client.force_login(lin)
    answer = client.post(
        "/help/complaint/", {"kind": "counting", "text": "看完了没有算", "page": "/courses/3/"}, follow=True
    )
    assert "看完了没有算" in answer.content.decode()
    kept = Complaint.objects.get()
    assert (kept.person, kept.kind, kept.page, kept.state) == (lin, "counting", "/courses/3/", "waiting")


@pytest.mark.django_db
def test_someone_not_signed_in_leaves_a_way_to_be_reached(client):
    client.post("/help/complaint/", {"kind": "other", "text": "登录不了", "contact": "13800000000"})
    assert Complaint.objects.values_list("person", "contact").get() == (None, "13800000000")


@pytest.mark.django_db
def test_an_empty_complaint_is_not_kept(client):
    answer = client.post("/help/complaint/", {"kind": "other", "text": " "})
    assert answer.status_code == 200
    assert not Complaint.objects.exists()
