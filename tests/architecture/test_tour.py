"""The tour starts a demonstration of its own."""

from __future__ import annotations

from tools import tour


def test_the_demonstration_of_the_tour_runs_with_its_own_settings(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.test")
    monkeypatch.setenv("YUANJIAO_HOME", "elsewhere")
    given = tour.its_own()
    assert "DJANGO_SETTINGS_MODULE" not in given
    assert given["YUANJIAO_HOME"] == "elsewhere"
