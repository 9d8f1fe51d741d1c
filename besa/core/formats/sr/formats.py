"""Dates and numbers as Serbian readers write them: 21. новембра 2026., 14:05, 1.234,5."""

DATE_FORMAT = "j. F Y."
DATETIME_FORMAT = "j. F Y. H:i"
TIME_FORMAT = "H:i"
SHORT_DATE_FORMAT = "d.m.Y."
SHORT_DATETIME_FORMAT = "d.m.Y. H:i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 1
