"""The course: what is to be learnt, in this order. Keys are stored, texts are the interface's.

An exercise is done when the act has happened, whichever way the trainee found to it; `queries/acts.py` knows that from
the rows that the act wrote. `scene` is the practice report that it is about (`scenes.py`), `view` where the desk lists
it, `points` what the page may point at: selectors of the desk's own elements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Exercise:
    """One thing to do at the desk."""

    key: str
    title: Promise
    goal: Promise
    why: Promise
    how: Promise
    praise: Promise
    view: str = "new"
    scene: str = ""
    points: tuple[str, ...] = ()


def _act(key: str) -> str:
    return f'.desk-action:has(input[name="action"][value="{key}"])'


def _handling(key: str) -> str:
    return f'.desk-act-links a[href*="do={key}"]'


EXERCISES: Final = (
    Exercise(
        "acknowledge",
        _("See what is new"),
        _("Find the new reports and acknowledge one of them."),
        _("Whoever reported learns that somebody has read it. That is no answer yet, but it is a beginning."),
        _("Open the view “new”, choose a report, then “Acknowledge”."),
        _("The reporter now knows that you have seen it. The answer is still owed."),
        points=("#view-new", _act("acknowledge")),
    ),
    Exercise(
        "answer",
        _("Answer in time"),
        _("Answer the report about the lamp publicly, in your own words, before the deadline."),
        _("This is the rapid reaction that is counted: your own words, for this one report, in time. A prepared answer"
          " sent unchanged does not count."),
        _("Open the report, then “Answer publicly”. Say what you will do, and by when."),
        _("That was a rapid reaction. Everybody can read that the answer came in time."),
        scene="lamp",
        points=(_act("answer"),),
    ),
    Exercise(
        "start",
        _("Say that work has begun"),
        _("Start work on the hole in the road."),
        _("People who see that something happens do not have to ask again."),
        _("Open the report, then “Start work”. A few words say who is coming and when."),
        _("The hole is in progress now, and everybody who follows it would know."),
        view="open",
        scene="hole",
        points=(_act("start"),),
    ),
    Exercise(
        "fix",
        _("Show that it is fixed"),
        _("Mark the full containers as fixed, with a photo."),
        _("A photo is believed. The reporter is asked whether it is true, and closed is not yet fixed."),
        _("Open the report, then “Mark as fixed”, and choose a photo. Any picture will do here."),
        _("Fixed, with a photo. With a real report, the reporter would now be asked whether it is so."),
        view="open",
        scene="containers",
        points=(_act("fix"),),
    ),
    Exercise(
        "decline",
        _("Say no, and why"),
        _("Decline the report about the wall between two neighbours, with the right reason."),
        _("A no with its reason is an answer too. A no without one is what people remember."),
        _("Open the report, then “Decline”. Ask yourself whose wall it is before you choose the reason. Was it"
          " another reason at first? Reopen the report and decline it again."),
        _("Right: it stands on private property. A word about where to turn to makes it easier to accept."),
        scene="wall",
        points=(_act("decline"),),
    ),
    Exercise(
        "forward",
        _("Give it to whoever is responsible"),
        _("Forward the missing road sign to whoever is responsible for the national road."),
        _("A report that is not yours must not get lost. It stays open until somebody has dealt with it."),
        _("Open the report, then “Forward”, and name who is outside the municipality."),
        _("Forwarded. Everybody can read to whom, and that it is still open."),
        scene="sign",
        points=(_act("forward"),),
    ),
    Exercise(
        "category",
        _("Correct the category"),
        _("A burst pipe was reported as public lighting. Correct the category."),
        _("The category decides which department gets the report and by when it is due."),
        _("Open the report, then “Correct the category”, and choose “Water supply”."),
        _("The right department has it now, and the deadlines followed."),
        scene="pipe",
        points=(_handling("category"), "#desk-act"),
    ),
    Exercise(
        "place",
        _("Move the pin"),
        _("The report about the broken branch names another place than its pin. Move the pin there."),
        _("A team that drives to the wrong village loses a morning."),
        _("Open the report, read where the branch is, then “Correct the place”, and choose that place from the"
          " list or move the pin."),
        _("The pin is where the branch is. Nobody has to search for it."),
        scene="branch",
        points=(_handling("place"), "#desk-act"),
    ),
    Exercise(
        "merge",
        _("Find the duplicate"),
        _("Two people reported the same rubble. Mark one of the two reports as a duplicate of the other."),
        _("One problem, one answer: whoever reported it twice is told together, and the work is not done twice."),
        _("Open one of the two, then “Mark as duplicate”. Those nearby and alike are listed there."),
        _("One report goes on, and both reporters would hear of it."),
        scene="rubble",
        points=(_act("duplicate"),),
    ),
    Exercise(
        "assign",
        _("Say who deals with it"),
        _("Assign the report about the dogs to yourself, to a colleague or to a department."),
        _("What is everybody's is nobody's. A name beside it is the surest way that it gets done."),
        _("Open the report, then “I take it” or “Assign”. In practice, a colleague is not told."),
        _("Now it is clear who deals with it."),
        scene="dogs",
        points=(_handling("assign"), "#desk-act", 'form:has(input[value="take"])'),
    ),
    Exercise(
        "late",
        _("Start with what is late"),
        _("Answer the report that has waited longest."),
        _("Late is late, but every further day makes it worse, and everybody can see the clock."),
        _("Open the view “late”. Read why it is late, then answer: say sorry, and say when it will be done."),
        _("An honest late answer is better than silence."),
        view="late",
        scene="sewage",
        points=("#view-late", _act("answer")),
    ),
    Exercise(
        "calm",
        _("Stay calm"),
        _("A report insults you, but the problem with the water is real. Answer it politely."),
        _("The problem is real even when the words are not fit to read. Your answer is public, and others judge the"
          " municipality by it."),
        _("Open the report, then “Answer publicly”. Answer the problem and leave the insult alone."),
        _("Well done. Whoever reads this sees a municipality that does its work."),
        scene="rude",
        points=(_act("answer"),),
    ),
    Exercise(
        "wait",
        _("Ask back"),
        _("One report says too little. Ask the reporter, and let the clock stand still until they answer."),
        _("While you wait for somebody else, the time does not run against you, and everybody can read why."),
        _("Open the report, follow the link to its clock, choose that you wait for the citizen, and write your"
          " question."),
        _("The clock stands still. It would go on by itself as soon as the reporter answers."),
        scene="vague",
        points=('a[href*="/clock/"]',),
    ),
    Exercise(
        "reopened",
        _("Closed is not fixed"),
        _("The reporter says that the pavement is not fixed. Deal with it again."),
        _("The citizen has the last word on whether it is fixed. A reopened report is the best chance to win trust"
          " back."),
        _("Open the view “reopened”, read what the reporter says, then answer or start work again."),
        _("Taken up again. That is what the reporter wanted to see."),
        view="reopened",
        scene="pavement",
        points=("#view-reopened", _act("start")),
    ),
    Exercise(
        "view",
        _("Keep a list of your own"),
        _("Narrow the list with a filter, and save it as a view."),
        _("What you look for every morning should be one click away."),
        _("Choose “Filters” above the list, set one, then “Save this view”."),
        _("Your view stands beside the others as long as you practise."),
        view="open",
        points=("#desk-filter-link", '#desk-chips a[href*="/views/new/"]'),
    ),
    Exercise(
        "together",
        _("Many at once"),
        _("Choose two or more reports and do something with all of them together."),
        _("For what is the same for all, such as who deals with it. Words said to many at once are no rapid reaction."),
        _("Tick reports in the list, choose what to do with them, and confirm. You have 20 seconds to change your"
          " mind."),
        _("Done to all of them at once, after the time in which you could have taken it back."),
        view="open",
        points=("#desk-items input[type=checkbox]",),
    ),
    Exercise(
        "undo",
        _("Take something back"),
        _("Change who deals with a report, its priority, its category or its place, and undo it."),
        _("Everybody slips now and then. For a quarter of an hour it can be taken back."),
        _("Do any of these on a report, then choose “Undo” at its top."),
        _("Taken back. The history shows both, so nothing is hidden."),
        view="open",
        points=('form:has(input[value="undo"])',),
    ),
)  # fmt: skip
BY_KEY: Final = {exercise.key: exercise for exercise in EXERCISES}
