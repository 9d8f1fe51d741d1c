"""Infographics: one design system, seven templates, six sizes, light and dark, four languages.

What others build on (videos, share kits, publications, the API):

- `templates.TEMPLATES[key]` lists the templates; each says what its *subject* is: a mandate's slug, a pledge's uid, a
  municipality's slug, "all", or a survey finding's uid.
- `queries.boards.content_of(Request(template, subject, language, as_of, ...)) -> dict` is all that an infographic
  says, as plain JSON: `content["template"]`, `kicker`, `title`, `subtitle`, `lead` (one or two sentences with the
  numbers), `note`, `parts`, `marks`, `cards`, `changes`, `steps`, `rows`, `answers` (which of them there are depends
  on the template; the dataclasses of `boards` and `sheet` name every field), `counted` (the as-of line), `address`,
  `alt` (the text for those who do not see it), `words`, and the ingredients: `lang`, `brand`, `mark`, `qr`, `signs`,
  `icons`, `colours["light"|"dark"]`. Every number is computed as of the day; the words of an editor's arrangement are
  already in it. It raises `boards.NoSubject` for what is not there or not public, and `absence.NothingToShow`, which
  says why in words, where there is nothing to count or too few reports.
- `sizes.SIZES[key]` are the sizes with their pixels, `sizes.OUTPUTS` the files of a set: `square-dark.png` and so on.
- `typesetting.typeset(templates.SOURCE, content, outputs, folder)` makes files of it in a process of its own, in the
  background only. Any `Output(name, size key, "png"|"svg"|"pdf", dark, pixels)` is possible.
- `queries.boards.wanted_of(request)` with `services.editions.order_edition(wanted=...)` has the usual files made and
  kept, with progress; `queries.editions.newest_ready(wanted.series)` and `editions.folder_of(edition.key)` find them.
"""
