"""The history that courses had before it was written down: when they came and went, and who made them."""

from django.db import migrations
from django.db.models import Q

MADE = (
    "catalogue.create_course", "catalogue.change_course", "catalogue.add_lesson", "catalogue.change_lesson",
    "catalogue.move_lesson", "catalogue.remove_lesson",
)
AT_ONCE = 500


def write_history(apps, schema_editor):
    course_model = apps.get_model("catalogue", "Course")
    move_model = apps.get_model("catalogue", "CourseMove")
    moves = []
    known = course_model.objects.filter(Q(published_at__isnull=False) | Q(retired_at__isnull=False))
    for course in known.iterator():
        if course.published_at:
            moves.append(
                move_model(course=course, from_state="draft", to_state="published", at=course.published_at)
            )
        if course.state == "retired" and course.retired_at:
            moves.append(
                move_model(
                    course=course, from_state="published", to_state="retired", at=course.retired_at,
                    reason=course.retired_reason,
                )
            )
    move_model.objects.bulk_create(moves, batch_size=AT_ONCE)


def name_authors(apps, schema_editor):
    entries = apps.get_model("kernel", "AuditEntry").objects.filter(
        subject_kind="course", verb__in=MADE, actor_id__isnull=False
    )
    course_ids = {str(number) for number in apps.get_model("catalogue", "Course").objects.values_list("id", flat=True)}
    people = set(apps.get_model("organisation", "Person").objects.filter(
        id__in=entries.values("actor_id")
    ).values_list("id", flat=True))
    made = set(entries.values_list("subject_id", "actor_id").distinct())
    through = apps.get_model("catalogue", "Course").authors.through
    through.objects.bulk_create(
        [
            through(course_id=int(course), person_id=actor)
            for course, actor in sorted(made)
            if course in course_ids and actor in people
        ],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0004_life"),
        ("kernel", "0002_background_job"),
    ]

    operations = [
        migrations.RunPython(write_history, migrations.RunPython.noop),
        migrations.RunPython(name_authors, migrations.RunPython.noop),
    ]
