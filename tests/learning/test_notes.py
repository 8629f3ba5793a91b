from __future__ import annotations

import pytest
from tests.factories.catalogue import make_course
from tests.factories.learning import NOW
from tests.factories.organisation import make_person

from yuanjiao.learning import public as learning
from yuanjiao.learning.actions import notes
from yuanjiao.learning.models import Note

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    return make_course(lessons=1, minutes=10).lessons.get()


def write(person, lesson, text="记一笔", at_ms=1000):
    return learning.write_note(actor=person, lesson=lesson, at_ms=at_ms, text=text, now=NOW)


def test_notes_come_in_the_order_of_the_film(lesson):
    lin = make_person()
    for at_ms in (30_000, 10_000):
        write(lin, lesson, at_ms=at_ms)
    assert [note.at_ms for note in learning.notes_of_lesson(lin.pk, lesson.pk)] == [10_000, 30_000]


def test_a_moment_outside_the_film_is_its_nearest_end(lesson):
    lin = make_person()
    assert [write(lin, lesson, at_ms=at_ms).at_ms for at_ms in (-5, 10**9)] == [0, lesson.duration_ms]


def test_nobody_sees_or_deletes_another_ones_notes(lesson):
    lin, neighbour = make_person(), make_person("邻示例")
    note = write(lin, lesson)
    assert list(learning.notes_of_lesson(neighbour.pk, lesson.pk)) == []
    assert learning.delete_note(actor=neighbour, note_id=note.pk, now=NOW) is False
    assert Note.objects.get() == note


def test_a_note_is_deleted_once(lesson):
    lin = make_person()
    note = write(lin, lesson)
    assert [learning.delete_note(actor=lin, note_id=note.pk, now=NOW) for _ in range(2)] == [True, False]


def test_a_lesson_holds_a_bounded_number_of_notes(lesson, monkeypatch):
    monkeypatch.setattr(notes, "MOST_NOTES_A_LESSON", 1)
    lin = make_person()
    write(lin, lesson)
    with pytest.raises(learning.TooManyNotes):
        write(lin, lesson)
