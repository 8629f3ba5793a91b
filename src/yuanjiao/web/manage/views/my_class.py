"""The class teacher's desk: her class by pace, one learner, reminders, contacts, answers, a substitute (A18)."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation import public, queries
from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Person
from yuanjiao.organisation.public import Permission
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import ReminderChannel
from yuanjiao.web.manage import my_class, reminding
from yuanjiao.web.manage.door import ManageRequest, act, allowed, typed
from yuanjiao.web.manage.forms.my_class import AnswerLearnerForm, ContactForm, ReminderForm, SubstituteForm

READERS = (Permission.OWN_CLASS_READ, Permission.CLASSES_READ)
CARERS = (Permission.OWN_CLASS_REMIND, Permission.LEARNERS_REMIND)
NOT_ARRANGED = (public.ImpossiblePeriod, public.TeachesItAlready, public.TeacherHasLeft)
MESSAGES_SHOWN = 30


@allowed(*READERS)
def index(request: ManageRequest) -> HttpResponse:
    """Her class, or the one that the address names; whoever teaches none goes to the teachers of her units."""
    group = _group(request)
    if group is None and request.scope.has(Permission.CLASSES_READ):
        return redirect("manage:caseload")
    return _desk_page(request, group, SubstituteForm(group=group) if group else None)


def _desk_page(request: ManageRequest, group: ClassGroup | None, form: SubstituteForm | None) -> HttpResponse:
    own = request.scope.own_classes().order_by("unit__path", "number")
    words: dict[str, Any] = {"classes": list(own) if request.scope.has(Permission.OWN_CLASS_READ) else []}
    if group is not None:
        cares = group in words["classes"] or request.scope.may(Permission.LEARNERS_REMIND, group.unit)
        words |= {
            "desk": my_class.class_desk(group, request.GET.get("pace", ""), timezone.now()),
            "may_remind": cares,
            "learner_page": "manage:classmate" if cares else "manage:person",
            "may_hand_over": _may_hand_over(request, group),
            "form": form,
        }
    return render(request, "manage/my_class/desk.html", words, status=422 if form and form.errors else 200)


def _may_hand_over(request: ManageRequest, group: ClassGroup) -> bool:
    return group.teacher_id == request.user.pk or request.scope.may(Permission.CLASSES_WRITE, group.unit)


def _group(request: ManageRequest) -> ClassGroup | None:
    wanted = request.GET.get("class", "")
    if wanted.isdecimal():
        return get_object_or_404(queries.find_classes(request.scope), pk=wanted)
    own = request.scope.own_classes().select_related("unit", "teacher")
    return own.order_by("unit__path", "number").first()


@allowed(*CARERS)
def remind(request: ManageRequest) -> HttpResponse:
    """Show who would be reminded with which words; send it when that is confirmed, or at once from the desk."""
    group, person, now = _group(request), _asked_person(request), timezone.now()
    faces = reminding.faces_asked(group, person, request.GET.get("pace", ""), now)
    first = {"text": reminding.proposed_text(faces), "channels": [ReminderChannel.NOTICE, ReminderChannel.MAIL]}
    at_once = "at_once" in request.POST
    sent = (first if at_once else request.POST) if request.method == "POST" else None
    form = ReminderForm(sent, initial=first)
    if form.is_valid() and (at_once or "confirmed" in request.POST):
        return _send(request, form, [face.person.pk for face in faces], _back(group, None if at_once else person))
    text = form["text"].value() or ""
    words = {
        "form": form,
        "receivers": reminding.receivers(faces, text),
        "rested": sum(face.reminded_lately for face in faces),
        "rest_days": outreach.REST_DAYS,
        "night": outreach.is_night(now),
        "back": _back(group, person),
    }
    return render(request, "manage/my_class/remind.html", words, status=422 if form.errors else 200)


def _send(request: ManageRequest, form: ReminderForm, person_ids: list[int], back: str) -> HttpResponse:
    send = partial(outreach.remind, actor=request.scope, person_ids=person_ids, link=reverse("learner:record"))
    try:
        made = send(**form.cleaned_data, now=timezone.now())
    except outreach.OutreachFailure as failure:
        messages.error(request, failure.sentence)
    else:
        messages.success(request, reminding.told(len(made), timezone.now()))
    return redirect(back)


def _asked_person(request: ManageRequest) -> Person | None:
    wanted = request.GET.get("person", "")
    return _learner(request, int(wanted)) if wanted.isdecimal() else None


def _learner(request: ManageRequest, person_id: int) -> Person:
    people = request.scope.people(Permission.LEARNERS_REMIND).select_related("unit")
    return get_object_or_404(people, pk=person_id)


def _back(group: ClassGroup | None, person: Person | None) -> str:
    if person is not None:
        return reverse("manage:classmate", args=[person.pk])
    return f"{reverse('manage:my_class')}?{urlencode({'class': group.pk})}" if group else reverse("manage:my_class")


@allowed(*CARERS)
def show(request: ManageRequest, person_id: int) -> HttpResponse:
    """One learner: how she stands, how to reach her, what was written and said, what was sent."""
    return _learner_page(request, _learner(request, person_id), ContactForm())


def _learner_page(request: ManageRequest, person: Person, form: ContactForm) -> HttpResponse:
    (face,) = my_class.faces_of([person], timezone.now())
    words = {
        "face": face,
        "place": queries.place_of(person),
        "written": outreach.messages_with(person)[:MESSAGES_SHOWN],
        "contacts": outreach.contacts_in(request.scope).filter(person=person).order_by("-at", "-pk"),
        "reminders": outreach.reminders_in(request.scope).filter(person=person).order_by("-at")[:MESSAGES_SHOWN],
        "form": form,
        "answer": AnswerLearnerForm(),
    }
    return render(request, "manage/my_class/learner.html", words, status=422 if form.errors else 200)


@require_POST
@allowed(*CARERS)
def note(request: ManageRequest, person_id: int) -> HttpResponse:
    """Keep a contact."""
    person, form = _learner(request, person_id), ContactForm(request.POST)
    if not form.is_valid():
        return _learner_page(request, person, form)
    keep = partial(outreach.note_contact, actor=request.scope, person=person, talk=form.talk())
    back = reverse("manage:classmate", args=[person.pk])
    return act(request, lambda: keep(now=timezone.now()), _("已记下。"), back, (outreach.OutreachFailure,))


@require_POST
@allowed(*CARERS)
def answer(request: ManageRequest, person_id: int) -> HttpResponse:
    """Write to a learner, or put what she wrote aside."""
    person, now = _learner(request, person_id), timezone.now()
    back, link = reverse("manage:classmate", args=[person.pk]), reverse("learner:teacher")
    if "aside" in request.POST:
        settle = partial(outreach.settle_messages, actor=request.scope, learner=person)
        return act(request, lambda: settle(now=now), _("已标为看过。"), back)
    write = partial(outreach.answer_learner, actor=request.scope, learner=person, text=request.POST.get("text", ""))
    done = _("已发给%(name)s，会出现在通知里。") % {"name": person.full_name}
    return act(request, lambda: write(link=link, now=now), done, back, (outreach.OutreachFailure,))


@require_POST
@allowed(*READERS)
def hand_over(request: ManageRequest, class_id: int) -> HttpResponse:
    """Let somebody stand in for the class's teacher."""
    group = get_object_or_404(queries.find_classes(request.scope), pk=class_id)
    form = SubstituteForm(request.POST, group=group)
    if form.is_valid():
        try:
            public.hand_over_class(actor=request.scope, class_id=group.pk, now=timezone.now(), **form.cleaned_data)
        except NOT_ARRANGED as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("已安排%(name)s代班。") % {"name": form.cleaned_data["person"].full_name})
            return redirect(_back(group, None))
    return _desk_page(request, group, form)


@allowed(*READERS)
def suggest(request: ManageRequest, class_id: int) -> HttpResponse:
    """Options for the substitute while typing: colleagues of the class's unit, to whoever may hand the class over."""
    group = get_object_or_404(queries.find_classes(request.scope), pk=class_id)
    if not _may_hand_over(request, group):
        raise public.OutOfScope
    words = typed(request)
    others = queries.who_may_stand_in(group).exclude(pk=group.teacher_id or 0)
    people = queries.suggest_among(others, words) if words else []
    return render(request, "manage/suggestions.html", {"people": people})


@require_POST
@allowed(*READERS)
def take_back(request: ManageRequest, substitute_id: int) -> HttpResponse:
    """End standing in before its time."""
    groups = queries.find_classes(request.scope)
    found = get_object_or_404(ClassSubstitute, pk=substitute_id, class_group__in=groups)
    end = partial(public.take_class_back, actor=request.scope, substitute_id=found.pk)
    return act(request, lambda: end(now=timezone.now()), _("代班已结束。"), _back(found.class_group, None))
