"""People who are signed in, and a course that they like and whose quiz waits for them.

``python -m bench.pages.people PEOPLE`` prints, as JSON on the last line: the course, the right answers of its quiz,
and the cookies of their sessions; person n of the list has the staff number ``S`` and n + 1.
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")
django.setup()

from django.conf import settings  # noqa: E402 -- Django must be set up first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 -- as above
from django.contrib.auth.hashers import make_password  # noqa: E402 -- as above
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 -- as above
from django.db import transaction  # noqa: E402 -- as above

from bench.pages.visitors import PASSWORD  # noqa: E402 -- as above
from bench.pulses.academy import academy  # noqa: E402 -- as above
from yuanjiao.catalogue.models import Course, Lesson  # noqa: E402 -- as above
from yuanjiao.learning.models import Choice, Question, QuestionKind, Quiz, Watch  # noqa: E402 -- as above
from yuanjiao.organisation.models import Person  # noqa: E402 -- as above

QUESTIONS = 5


def quiz_of(course: Course) -> dict[str, int]:
    """A quiz of single choices; the right one of each, by the name of its field on the answer sheet."""
    quiz = Quiz.objects.create(course=course, draw=QUESTIONS)
    right: dict[str, int] = {}
    for position in range(1, QUESTIONS + 1):
        question = Question.objects.create(
            quiz=quiz, kind=QuestionKind.SINGLE, text=f"示例问题{position}？", position=position
        )
        choices = [
            Choice.objects.create(question=question, text=f"选项{place}", correct=place == 1, position=place)
            for place in range(1, 5)
        ]
        right[f"answer-q{question.pk}"] = choices[0].pk
    return right


def watched_by(everyone: list[Person], lesson: Lesson) -> None:
    """Everyone has watched the lesson, so that the quiz may begin."""
    whole = lesson.duration_ms
    Watch.objects.bulk_create(
        Watch(
            learner_id=person.pk,
            lesson_id=lesson.pk,
            course_id=lesson.course_id,
            duration_ms=whole,
            covered_ms=whole,
            completed_at_ms=1,
        )
        for person in everyone
    )


def session_of(person: Person) -> str:
    """The cookie of a session in which a person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key or ""


@transaction.atomic
def main(number: int) -> None:
    """Make them and tell."""
    lesson = academy(number)
    # One slow hash for all of them: checking it costs the same as if each had her own.
    Person.objects.update(password=make_password(PASSWORD))
    everyone = list(Person.objects.order_by("pk"))
    watched_by(everyone, lesson)
    right = quiz_of(lesson.course)
    print(json.dumps({"course": lesson.course_id, "right": right, "sessions": [session_of(each) for each in everyone]}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
