"""Editing quizzes: settings, questions, Excel."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from tests.factories.catalogue import make_course, make_draft, make_quiz
from tests.factories.organisation import make_person
from xlsxwriter import Workbook

from yuanjiao.learning import public as learning
from yuanjiao.learning.models import Question, Quiz
from yuanjiao.learning.question_sheet import HEADINGS
from yuanjiao.learning.questions import QuestionDraft, faults, missing_in_quiz

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
GOOD = QuestionDraft("single", "一加一？", (("二", True), ("三", False)))


@pytest.fixture
def editor():
    return make_person("编辑示例")


def sheet(*rows, headings=HEADINGS):
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate([headings, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (QuestionDraft("essay", "谈谈体会", ()), "题型只能是单选、多选或判断。"),
        (QuestionDraft("single", " ", GOOD.choices), "题干是空的。"),
        (QuestionDraft("single", "？", (("二", True), ("三", True))), "单选题要有且只有一个正确答案。"),
        (QuestionDraft("multiple", "？", GOOD.choices), "多选题至少要有两个正确答案。"),
        (QuestionDraft("single", "？", (("二", True),)), "选项应有 2 到 6 个。"),
        (QuestionDraft("single", "？", (("二", True), ("二", False))), "有两个选项一样。"),
        (QuestionDraft("true_false", "？", (("对", True), ("错", True))), "判断题的答案写“对”或“错”。"),
    ],
)
def test_an_unsound_question_says_why(draft, sentence):
    assert faults(draft) == [sentence]


def test_questions_are_added_all_or_none(editor):
    quiz = make_quiz(make_draft(), questions=0)
    with pytest.raises(learning.QuestionFaulty):
        learning.add_questions(actor=editor, quiz=quiz, drafts=[GOOD, QuestionDraft("single", "", ())], now=NOW)
    learning.add_questions(actor=editor, quiz=quiz, drafts=[GOOD], now=NOW)
    assert [(question.text, question.choices.count()) for question in Question.objects.all()] == [("一加一？", 2)]


def test_a_changed_question_has_its_new_choices(editor):
    question = make_quiz(make_draft(), questions=1).questions.get()
    learning.change_question(actor=editor, question=question, draft=GOOD, now=NOW)
    assert list(question.choices.values_list("text", "correct")) == [("二", True), ("三", False)]


def test_a_course_online_keeps_enough_questions(editor):
    quiz = make_quiz(make_course(), questions=5, draw=5)
    with pytest.raises(learning.TooFewLeft):
        learning.remove_question(actor=editor, question=quiz.questions.all()[0], now=NOW)
    with pytest.raises(learning.TooFewLeft):
        learning.set_quiz(actor=editor, course=quiz.course, draw=6, tries=3, pass_mark=60, now=NOW)
    assert quiz.questions.count() == 5


def test_a_draft_may_be_left_without(editor):
    quiz = make_quiz(make_draft(), questions=1, draw=1)
    learning.remove_question(actor=editor, question=quiz.questions.get(), now=NOW)
    assert missing_in_quiz(quiz.course) == ["测验每次抽 1 题，题库只有 0 题。请再加题，或减少抽题数。"]


def test_a_quiz_can_be_taken_away(editor):
    course = make_quiz(make_draft()).course
    learning.remove_quiz(actor=editor, course=course, now=NOW)
    assert not Quiz.objects.exists()
    assert missing_in_quiz(course) == []


def test_the_template_reads_as_it_is():
    read = learning.read_questions(learning.question_template())
    assert ([draft.kind for draft in read.drafts], read.faults) == (["single", "multiple", "true_false"], [])


def test_faults_are_named_by_their_rows():
    read = learning.read_questions(
        sheet(
            ("单选", "好题", "甲", "乙", "", "", "", "", "A", ""),
            ("问答", "谈谈", "", "", "", "", "", "", "", ""),
            ("", "", "", "", "", "", "", "", "", ""),
            ("单选", "没有这个选项", "甲", "乙", "", "", "", "", "D", ""),
            ("判断", "对吗", "", "", "", "", "", "", "也许", ""),
            ("多选", "数字", 2024, 2025, 2026, "", "", "", "AC", ""),
        )
    )
    assert [fault.row for fault in read.faults] == [3, 5, 6]
    assert [draft.choices for draft in read.drafts][1] == (("2024", True), ("2025", False), ("2026", True))


@pytest.mark.parametrize("content", [b"", b"no sheet", sheet(headings=("甲", "乙"))])
def test_another_file_is_refused(content):
    with pytest.raises(learning.UnreadableSheet):
        learning.read_questions(content)
