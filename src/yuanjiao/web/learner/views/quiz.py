"""The quiz of a course: where the learner stands, the answer sheet, the result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import CourseBarred
from yuanjiao.learning import public as learning
from yuanjiao.learning.models import Quiz, QuizAttempt
from yuanjiao.web.learner.forms.quiz import AnswerSheet
from yuanjiao.web.learner.lessons import study_course
from yuanjiao.web.shell.http import PersonRequest


@require_GET
@login_required
def quiz(request: PersonRequest, course_id: int) -> HttpResponse:
    """What the quiz asks, how many tries are left today, and what has to be watched first."""
    try:
        course = study_course(request, course_id)
    except CourseBarred as barred:
        messages.error(request, str(barred))
        return redirect("learner:home")
    standing = learning.quiz_queries.standing(request.user.pk, course_id, timezone.now())
    if standing is None:
        raise Http404
    return render(request, "learner/quiz/quiz.html", {"course": course, "standing": standing})


@require_POST
@login_required
def quiz_open(request: PersonRequest, course_id: int) -> HttpResponse:
    """Draw the questions, or go on with the attempt that is open."""
    try:
        study_course(request, course_id)
        attempt = learning.open_attempt(actor=request.user, course_id=course_id, now=timezone.now())
    except (CourseBarred, learning.LearningFailure) as failure:
        messages.error(request, str(failure))
        return redirect("learner:quiz", course_id=course_id)
    except Quiz.DoesNotExist as missing:
        raise Http404 from missing
    return redirect("learner:quiz_attempt", course_id=course_id, attempt_id=attempt.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def quiz_attempt(request: PersonRequest, course_id: int, attempt_id: int) -> HttpResponse:
    """The answer sheet until it is handed in, then the result; a POST hands it in, once."""
    person = request.user
    attempt = learning.quiz_queries.attempt_of(person.pk, course_id, attempt_id)
    if attempt is None:
        raise Http404
    if attempt.submitted_at is not None:
        return render(request, "learner/quiz/result.html", _result(attempt))
    sheet = AnswerSheet(attempt, request.POST or None)
    if request.method == "POST" and sheet.is_valid():
        try:
            learning.submit_attempt(actor=person, attempt_id=attempt.pk, answers=sheet.answers(), now=timezone.now())
        except learning.AttemptAlreadyScored as scored:
            messages.info(request, scored.sentence)
        return redirect("learner:quiz_attempt", course_id=course_id, attempt_id=attempt.pk)
    page = {"course": attempt.quiz.course, "attempt": attempt, "sheet": sheet}
    return render(request, "learner/quiz/sheet.html", page, status=422 if sheet.errors else 200)


def _result(attempt: QuizAttempt) -> dict[str, Any]:
    course: Course = attempt.quiz.course
    standing = learning.quiz_queries.standing(attempt.learner_id, course.pk, timezone.now())
    tries_left = standing.tries_left if standing and not standing.passed else 0
    return {
        "course": course,
        "attempt": attempt,
        "tries_left": tries_left,
        "right": learning.quiz_queries.right_count(attempt),
        "questions": learning.quiz_queries.results(attempt, tries_left),
        "progress": learning.progresses(attempt.learner_id, [course.pk]).get(course.pk),
        "rating": learning.rating_of(attempt.learner_id, course.pk),
    }
