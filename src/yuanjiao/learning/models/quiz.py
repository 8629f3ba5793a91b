"""Quizzes: drawn and scored on the server."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("单选")
    MULTIPLE = "multiple", _("多选")
    TRUE_FALSE = "true_false", _("判断")


class Quiz(models.Model):
    """The quiz of a course: how many questions are drawn, tries, pass mark in per cent."""

    course = models.OneToOneField("catalogue.Course", on_delete=models.CASCADE, related_name="quiz")
    draw = models.PositiveSmallIntegerField(_("抽题数"), default=5)
    tries = models.PositiveSmallIntegerField(_("每日次数"), default=3)
    pass_mark = models.PositiveSmallIntegerField(_("及格线（%）"), default=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pass_mark__lte=100), name="pass_mark_is_per_cent"),
            models.CheckConstraint(condition=models.Q(draw__gte=1), name="a_quiz_draws_something"),
        ]

    def __str__(self) -> str:
        return f"quiz of {self.course_id}"


class Question(models.Model):
    """One question of a quiz's bank."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("题型"), max_length=12, choices=QuestionKind.choices)
    text = models.TextField(_("题干"))
    explanation = models.TextField(_("解析"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Choice(models.Model):
    """One choice of a question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(_("选项"), max_length=300)
    correct = models.BooleanField(_("正确"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class QuizAttempt(models.Model):
    """One try: the questions drawn when it opened, the answers as given, the score in per cent."""

    learner_id = models.BigIntegerField()
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="attempts")
    drawn = models.JSONField()
    answers = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["learner_id", "quiz", "-opened_at"], name="attempts_of_learner")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner_id", "quiz"], condition=models.Q(submitted_at__isnull=True), name="one_open_attempt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} at quiz {self.quiz_id}"
