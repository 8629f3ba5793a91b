"""Chinese days within a sentence, with room around the digits; the full day of papers, 2026年6月30日, is Django's."""

MONTH_DAY_FORMAT = "n 月 j 日"
SHORT_DATE_FORMAT = "Y 年 n 月 j 日"
