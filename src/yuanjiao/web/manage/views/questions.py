"""The quiz of a course: settings, questions by form and by Excel."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue.models import Course
from yuanjiao.learning import public as learning
from yuanjiao.learning.models import Question, Quiz
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.course_door import course_of, question_of
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.filters import QuestionFilter
from yuanjiao.web.manage.forms.questions import QuestionForm, QuestionSheetForm, QuizForm, given_of
from yuanjiao.web.shell.listing import excel, wants_file

DEFAULTS = {"draw": 5, "tries": 3, "pass_mark": 60}
CHECKED = "yuanjiao.question-sheet"
CHECKED_SECONDS = 3600
QUESTIONS_A_PAGE = 50


@allowed(Permission.COURSES_WRITE)
def questions(request: ManageRequest, course_id: int) -> HttpResponse:
    """The quiz's settings and its questions, which come as an Excel file that can be brought in again."""
    course = course_of(request, course_id)
    quiz = Quiz.objects.filter(course=course).first()
    given = {name: getattr(quiz, name) for name in DEFAULTS} if quiz else DEFAULTS
    form = QuizForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            learning.set_quiz(actor=request.user, course=course, now=timezone.now(), **form.cleaned_data)
        except learning.LearningFailure as failure:
            form.add_error("draw", failure.sentence)
        else:
            messages.success(request, _("测验设置已保存，对以后开始的测验生效。"))
            return redirect("manage:questions", course_id)
    filters = QuestionFilter(request.GET)
    bank = Question.objects.filter(quiz__course=course)
    found = filters.in_order(filters.narrow(bank)).prefetch_related("choices")
    if wants_file(request):
        return excel(learning.question_file(found), "questions")
    page = Paginator(found, QUESTIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {"course": course, "quiz": quiz, "form": form, "filters": filters, "page": page}
    return render(request, "manage/courses/questions.html", context, status=422 if form.errors else 200)


@allowed(Permission.COURSES_WRITE)
def quiz_remove(request: ManageRequest, course_id: int) -> HttpResponse:
    """Say what goes with the quiz, and take it away."""
    course = course_of(request, course_id)
    quiz = get_object_or_404(Quiz, course=course)
    if request.method == "POST":
        learning.remove_quiz(actor=request.user, course=course, now=timezone.now())
        messages.success(request, _("测验已取消。看够视频就能得到学分。"))
        return redirect("manage:course", course_id)
    numbers = {"questions": quiz.questions.count(), "attempts": quiz.attempts.count()}
    return render(request, "manage/courses/quiz_remove.html", {"course": course, **numbers})


@allowed(Permission.COURSES_WRITE)
def question_new(request: ManageRequest, course_id: int) -> HttpResponse:
    """Write a question."""
    course = course_of(request, course_id)
    quiz = get_object_or_404(Quiz.objects.select_related("course__unit"), course=course)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            learning.add_questions(actor=request.user, quiz=quiz, drafts=[form.draft()], now=timezone.now())
        except learning.LearningFailure as failure:
            form.add_error(None, failure.sentence)
        else:
            messages.success(request, _("题目已添加。"))
            return redirect("manage:question_new" if "more" in request.POST else "manage:questions", course_id)
    return _question_page(request, course, form)


@allowed(Permission.COURSES_WRITE)
def question(request: ManageRequest, course_id: int, question_id: int) -> HttpResponse:
    """Change a question."""
    shown = question_of(request, course_id, question_id)
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=given_of(shown))
    if request.method == "POST" and form.is_valid():
        try:
            learning.change_question(actor=request.user, question=shown, draft=form.draft(), now=timezone.now())
        except learning.LearningFailure as failure:
            form.add_error(None, failure.sentence)
        else:
            messages.success(request, _("题目已保存。"))
            return redirect("manage:questions", course_id)
    return _question_page(request, shown.quiz.course, form, shown)


@require_POST
@allowed(Permission.COURSES_WRITE)
def question_remove(request: ManageRequest, course_id: int, question_id: int) -> HttpResponse:
    """Remove a question; tests taken before keep it."""
    shown = question_of(request, course_id, question_id)
    return act(
        request,
        lambda: learning.remove_question(actor=request.user, question=shown, now=timezone.now()),
        _("题目已删除。已经做过的测验不受影响。"),
        reverse("manage:questions", args=[course_id]),
        (learning.LearningFailure,),
    )


@require_GET
@allowed(Permission.COURSES_WRITE)
def questions_template(_request: ManageRequest) -> HttpResponse:
    """The empty Excel sheet."""
    return excel(learning.question_template(), "questions")


@allowed(Permission.COURSES_WRITE)
def questions_import(request: ManageRequest, course_id: int) -> HttpResponse:
    """First look: every fault by its row; then, with what was found sound, apply."""
    course = course_of(request, course_id)
    quiz = get_object_or_404(Quiz.objects.select_related("course__unit"), course=course)
    form = QuestionSheetForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"course": course, "form": form}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["checked"]:
            return _apply(request, quiz, form.cleaned_data["checked"])
        upload = form.cleaned_data["file"]
        try:
            sheet = learning.read_questions(upload.read() if upload else b"")
        except learning.LearningFailure as failure:
            form.add_error("file", failure.sentence)
        else:
            rows = [(draft.kind, draft.text, draft.choices, draft.explanation) for draft in sheet.drafts]
            context |= {"sheet": sheet, "checked": signing.dumps(rows, salt=CHECKED, compress=True)}
    return render(request, "manage/courses/questions_import.html", context, status=422 if form.errors else 200)


def _apply(request: ManageRequest, quiz: Quiz, checked: str) -> HttpResponse:
    back = reverse("manage:questions", args=[quiz.course_id])
    try:
        rows = signing.loads(checked, salt=CHECKED, max_age=CHECKED_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("检查结果已过期，没有导入。请重新上传文件。"))
        return redirect("manage:questions_import", quiz.course_id)
    drafts = [
        learning.QuestionDraft(kind, text, tuple((words, right) for words, right in choices), explanation)
        for kind, text, choices, explanation in rows
    ]
    done = _("已导入 %(number)d 题。") % {"number": len(drafts)}
    return act(
        request,
        lambda: learning.add_questions(actor=request.user, quiz=quiz, drafts=drafts, now=timezone.now()),
        done,
        back,
        (learning.LearningFailure,),
    )


def _question_page(
    request: ManageRequest, course: Course, form: QuestionForm, shown: Question | None = None
) -> HttpResponse:
    context = {"course": course, "form": form, "question": shown}
    return render(request, "manage/courses/question.html", context, status=422 if form.errors else 200)
