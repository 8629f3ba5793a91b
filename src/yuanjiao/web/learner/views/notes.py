"""Notes beside the film: writing, listing, deleting; the answers are fragments for htmx."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from yuanjiao.catalogue.models import Lesson
from yuanjiao.learning import public as learning
from yuanjiao.web.learner.forms.notes import NoteForm
from yuanjiao.web.shell.http import PersonRequest


@require_http_methods(["GET", "POST"])
@login_required
def notes(request: PersonRequest, lesson_id: int) -> HttpResponse:
    """A learner's notes of a lesson; a POST adds one first. They stay hers when the course is retired."""
    person = request.user
    lesson = get_object_or_404(Lesson, pk=lesson_id)
    problem = ""
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            problem = _write(request, lesson, form)
        else:
            problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    if not request.headers.get("HX-Request"):
        return redirect("learner:player", lesson_id=lesson_id)
    page = {"notes": learning.notes_of_lesson(person.pk, lesson_id), "problem": problem}
    return render(request, "learner/player/notes.html", page)


@require_POST
@login_required
def note_delete(request: PersonRequest, note_id: int) -> HttpResponse:
    """Delete one of the reader's own notes; nobody else's exists for her."""
    if not learning.delete_note(actor=request.user, note_id=note_id, now=timezone.now()):
        raise Http404
    return HttpResponse()


def _write(request: PersonRequest, lesson: Lesson, form: NoteForm) -> str:
    try:
        learning.write_note(
            actor=request.user,
            lesson=lesson,
            at_ms=form.cleaned_data["at_ms"],
            text=form.cleaned_data["text"],
            now=timezone.now(),
        )
    except learning.TooManyNotes as full:
        return full.sentence
    return ""
