"""Every act that the source writes into the audit trail has a name for its readers, and says where it was done."""

from __future__ import annotations

import ast

import pytest
from tests.architecture.recorded import kinds_of, recordings, words_of

from yuanjiao.kernel import acts

pytestmark = pytest.mark.slow  # the whole source is read


def test_every_verb_of_the_audit_trail_has_a_name_and_every_name_a_verb():
    written = {verb for place, given in recordings() for verb in words_of(given["verb"], place)}
    named = {verb for area in acts.areas() for verb in area.acts}
    assert written == named


def test_every_kind_of_subject_has_a_name_and_every_name_a_subject():
    written = {kind for place, given in recordings() for kind in kinds_of(given["subject"], place)}
    assert written == set(acts.subjects())


def test_no_verb_has_two_names():
    verbs = [verb for area in acts.areas() for verb in area.acts]
    assert len(verbs) == len(set(verbs))


def test_an_act_on_a_person_or_a_unit_says_where():
    silent = [
        f"{place.module.name}: {ast.unparse(given['verb'])}"
        for place, given in recordings()
        if kinds_of(given["subject"], place) & {"person", "unit", "class"} and "unit_path" not in given
    ]
    assert silent == []
