"""Cutting Chinese text into words and sounds; imports neither Django nor, before the first call, a dictionary."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

HAN = "\u3400-\u9fff\uf900-\ufaff"
RUNS = re.compile(f"[{HAN}]+|[0-9a-zäöüß]+", re.IGNORECASE)
HAN_RUN = re.compile(f"[{HAN}]+")
SMALL_WORDS = frozenset("的了和与及在是之为对等中")
LONGEST_SOUND = 60
LONGEST_QUERY = 80
LONGEST_ABBREVIATION = 5
ABBREVIATED = "ø"
"""Begins every pair that stands for a phrase, so that no word of a reader's means it by chance."""

_loading = threading.Lock()


class Term(NamedTuple):
    """One run of a query: its words (all wanted), its pairs (all wanted, in their stead), prefixes allowed or not.

    A term that `may_abbreviate` is short enough to stand for a phrase.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    prefix: bool

    @property
    def may_abbreviate(self) -> bool:
        """Whether its characters may be those of a longer phrase, as 环保 stands for 环境保护."""
        return 0 < len(self.pairs) < LONGEST_ABBREVIATION


class Query(NamedTuple):
    """A query as terms that must all be met, and the loose words for when nothing meets them."""

    terms: tuple[Term, ...]
    loose: tuple[str, ...]

    def in_full(self, term: Term) -> list[tuple[str, ...]]:
        """What may stand for each pair of a short term: the pair itself, or a phrase that it abbreviates.

        A query of one pair needs the phrases only: what has the pair itself is found already.
        """
        alone = len(self.terms) == len(term.pairs) == 1
        return [(ABBREVIATED + pair,) if alone else (pair, ABBREVIATED + pair) for pair in term.pairs]


@cache
def _jieba() -> Any:
    # Loading the dictionary takes about a second and tens of megabytes: only whoever searches pays for it.
    with _loading:
        import jieba  # noqa: PLC0415 -- loaded at first use, see above

        jieba.setLogLevel("WARNING")
        jieba.initialize()
        return jieba


def runs(text: str) -> Iterator[str]:
    """The stretches of Chinese characters and of Latin letters or digits, in small letters."""
    for found in RUNS.finditer(text):
        yield found.group().lower()


def words(text: str) -> list[str]:
    """All words of a text for the index: long ones and the shorter ones within them."""
    found: list[str] = []
    for run in runs(text):
        found.extend(_jieba().cut_for_search(run) if HAN_RUN.match(run) else [run])
    return found


def pairs(text: str) -> list[str]:
    """Every two neighbouring Chinese characters: what finds a word that no dictionary knows."""
    return ["".join(pair) for run in runs(text) if HAN_RUN.match(run) for pair in pairwise(run)]


def abbreviations(text: str) -> list[str]:
    """Every two characters by which a phrase of the text may be called for short, marked as such.

    环境保护 is called 环保, 党的建设 党建, 人民代表大会 人大, 高等院校 高校: any two characters of neighbouring words,
    or those that begin a word and the next but one. Small words stand between, and are never part of it.
    """
    found: dict[str, None] = {}
    for run in runs(text):
        if not HAN_RUN.match(run):
            continue
        parts = [part for word in _jieba().cut(run) for part in _parts(word)]
        found |= dict.fromkeys(one + other for first, second in pairwise(parts) for one in first for other in second)
        found |= dict.fromkeys(first[0] + third[0] for first, third in zip(parts, parts[2:], strict=False))
    return [ABBREVIATED + pair for pair in found if not SMALL_WORDS.intersection(pair)]


def _parts(word: str) -> Iterator[str]:
    """The words of two characters that a longer one is made of, and the characters left over."""
    known = _jieba().dt.FREQ
    while word:
        size = 2 if len(word) == 2 or known.get(word[:2]) else 1
        yield word[:size]
        word = word[size:]


def sounds(text: str) -> list[str]:
    """Full pinyin and initials from the beginning of every word to the end of its run.

    环境保护 gives huanjingbaohu, baohu, hjbh and bh, so that any of them, or its beginning, finds the text.
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 -- its dictionary too is loaded at first use

    found: list[str] = []
    for run in runs(text):
        if not HAN_RUN.match(run):
            continue
        syllables: list[str] = lazy_pinyin(run, style=Style.NORMAL)
        start = 0
        for word in _jieba().cut(run):
            rest = syllables[start:]
            found.append("".join(rest)[:LONGEST_SOUND])
            found.append("".join(syllable[0] for syllable in rest if syllable)[:LONGEST_SOUND])
            start += len(word)
    return found


def parse(text: str) -> Query:
    """A reader's words as a query; the longest 80 characters count."""
    terms: list[Term] = []
    loose: list[str] = []
    for run in runs(text[:LONGEST_QUERY]):
        if not HAN_RUN.match(run):
            terms.append(Term((run,), (), prefix=True))
            continue
        cut = [word for word in _jieba().cut(run) if word not in SMALL_WORDS] or [run]
        terms.append(Term(tuple(cut), tuple(pairs(run)), prefix=False))
        loose.extend(word for word in words(run) if len(word) > 1)
    return Query(tuple(terms), tuple(dict.fromkeys(loose)))
