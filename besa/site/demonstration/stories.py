"""The demonstration's reports and what became of them. All of it is invented; the places are real.

A story's steps are (days after the step before, verb, words). Verbs: answer, acknowledge, start, fix, decline,
forward, confirm, not_fixed. A decline's words start with its reason, a forward's with where it goes.
"""

from __future__ import annotations

from dataclasses import dataclass

Step = tuple[float, str, str]


@dataclass(frozen=True)
class Story:
    """One report: where, what, how many days ago, in whose words, and what happened then."""

    municipality: str
    place: str
    category: str
    days_ago: float
    text: str
    steps: tuple[Step, ...] = ()
    photo: bool = False
    language: str = "sq"
    name: str = ""
    me_too: int = 0


_SEEN = (0.6, "acknowledge", "")
_PLANNED = (0.8, "acknowledge", "Ekipi ynë e ka në plan për këtë javë.")
_WORKING = (1.5, "start", "Ekipi është në teren që nga mëngjesi.")

STORIES = (
    Story("peja", "karagaq", "pothole", 21, "Gropë e thellë në mes të rrugës, para furrës. Dy vetura i kanë dëmtuar gomat"
          " këtë javë.", (_PLANNED, _WORKING, (2, "fix", "Gropa u mbush dhe u asfaltua."), (1, "confirm", "")),
          photo=True, name="Arta K.", me_too=14),
    Story("peja", "qendra", "lighting", 6, "Tri shtylla me radhë janë pa dritë te ura e gurit. Natën nuk shihet asgjë.",
          (_PLANNED, _WORKING), photo=True, me_too=9),
    Story("peja", "vitomirice", "waste", 9, "Kontejnerët pranë shkollës nuk janë zbrazur që dhjetë ditë dhe mbeturinat"
          " kanë dalë në rrugë.", (), photo=True, name="Besnik", me_too=23),
    Story("peja", "fidanishtja", "pavement", 33, "Pllakat e trotuarit janë ngritur. Nëna ime u rrëzua dje.",
          (_SEEN, (6, "start", ""), (9, "fix", "Trotuari u rregullua."),
           (3, "not_fixed", "Janë ndërruar vetëm dy pllaka, të tjerat ende lëvizin.")), photo=True, me_too=6),
    Story("peja", "dardania", "water", 2, "Gypi ka plasur te hyrja 4 dhe uji po rrjedh në rrugë tërë natën.",
          ((0.2, "start", "Ekipi i ujësjellësit është duke e ndërruar gypin."),), photo=True),
    Story("peja", "zatra", "road_sign", 44, "Shenja STOP te kryqëzimi është rrëzuar.",
          (_SEEN, (4, "fix", "Shenja u vendos përsëri.")), photo=True),
    Story("peja", "kapeshnice", "barrier", 18, "Në hyrje të ambulancës nuk ka pjerrinë për karrocë. Bashkëshorti im"
          " nuk mund të hyjë vetë.", (_PLANNED,), name="Vjollca", me_too=5),
    Story("peja", "stacioni", "animals", 4, "Një tufë qensh endacakë rri te stacioni i autobusëve në mëngjes, kur fëmijët"
          " shkojnë në shkollë."),
    Story("peja", "tabja", "green", 12, "Një degë e madhe e thyer rri varur mbi shteg.",
          ((0.4, "fix", "Dega u pre dhe u largua të njëjtën ditë."), (0.6, "confirm", ""))),
    Story("peja", "xhemajl-kada", "building", 27, "Në kat të fundit po ndërtohet pa leje, materiali është në trotuar.",
          ((1.2, "forward", "Inspektorati i ndërtimit"),)),
    Story("peja", "cushke", "sewage", 15, "Ujërat e zeza dalin nga puseta para shkollës kur bie shi.",
          (_SEEN, (3, "answer", "Pastruesi special vjen të hënën; deri atëherë pusetën e kemi rrethuar.")), me_too=11),
    Story("peja", "asllan-ceshme", "other", 52, "Muzika nga lokali deri në orën 3 të natës.",
          ((2, "decline", "not_municipal: Për zhurmën natën është kompetente Policia e Kosovës, numri 192."),)),
    Story("prishtina", "dardania", "waste", 3, "Mbeturina ndërtimi të hedhura pas bllokut, afër parkut të fëmijëve.",
          (_SEEN,), photo=True, me_too=17),
    Story("prishtina", "ulpiana", "pavement", 40, "Trotuari para Fakultetit është i thyer, karrocat nuk kalojnë.",
          (_PLANNED, _WORKING, (5, "fix", "U shtruan pllaka të reja në 60 metra."), (2, "confirm", "")), me_too=31),
    Story("prishtina", "bregu-i-diellit", "lighting", 10, "Ndriçimi publik fiket e ndizet tërë natën.",
          (_PLANNED, (1, "fix", "U ndërrua ndërprerësi i ndriçimit."))),
    Story("prishtina", "velania", "water", 1, "Nuk ka ujë që nga dje në mbrëmje, as njoftim.", (), me_too=42),
    Story("prishtina", "arberia", "road_sign", 25, "Vijat e këmbësorëve para shkollës nuk shihen fare.",
          (_SEEN, (3, "start", "Vijëzimi bëhet sapo të thahet rruga."))),
    Story("prishtina", "kodra-e-trimave", "pothole", 8, "Pas shiut rruga është bërë e pakalueshme.", (_SEEN,), me_too=8),
    Story("prishtina", "mati-1", "sewage", 19, "Puseta pa kapak në mes të rrugës, rrezik për fëmijët.",
          ((0.1, "start", "Ekipi emergjent u nis menjëherë."), (0.2, "fix", "Kapaku u vendos."), (0.5, "confirm", "")),
          photo=True, me_too=12),
    Story("prishtina", "lakrishte", "barrier", 60, "Ashensori i nënkalimit nuk punon prej muajsh.",
          (_SEEN, (20, "answer", "Pjesa është porositur; pritet brenda muajit.")), me_too=19),
    Story("mitrovica", "tavnik", "pothole", 14, "Gropë pranë urës, makinat dalin në anën tjetër.",
          (_PLANNED, (4, "fix", "Gropa u mbush.")), photo=True),
    Story("mitrovica", "bair", "waste", 5, "Deponi e egër te rruga e varrezave.", (), me_too=7),
    Story("mitrovica", "shipol", "lighting", 29, "Tërë rruga pa ndriçim.", (_SEEN, (7, "start", ""))),
    Story("mitrovica", "qendra", "pavement", 11, "Коцке на тротоару су се подигле испред поште, људи се саплићу.",
          ((1, "acknowledge", "Hvala. Ekipa izlazi ove sedmice."),), language="sr", name="Милица"),
    Story("gjakova", "carshia-e-madhe", "pavement", 7, "Gurët e kalldrëmit janë liruar te hyrja e Çarshisë.", (_PLANNED,),
          photo=True, me_too=10),
    Story("gjakova", "blloku-i-ri", "green", 36, "Parku i vogël ka nevojë për kositje, bari është një metër.",
          (_SEEN, (5, "fix", "U kosit."), (2, "confirm", ""))),
    Story("gjakova", "orize", "waste", 22, "Mbeturina të djegura pranë lumit, tymi hyn në shtëpi.",
          (_SEEN, (8, "answer", "Inspektori ka dalë dy herë; po kërkojmë personin."))),
    Story("gjakova", "piskote", "water", 3, "Presioni i ujit është shumë i ulët pas orës 18.", ()),
    Story("gjilan", "arberia", "lighting", 16, "Drita e rrugës ndizet ditën, natën jo.", ((1, "fix", "Sensori u ndërrua."),)),
    Story("gjilan", "dheu-i-bardhe", "pothole", 4, "Rruga e sapokryer është çarë përsëri.", (_SEEN,), photo=True, me_too=13),
    Story("gjilan", "gavran", "animals", 48, "Qen të lënduar pranë shkollës.",
          ((2, "forward", "Agjencia e Ushqimit dhe Veterinarisë"),)),
    Story("gjilan", "qendra", "other", 2, "Kosha për mbeturina nuk ka në tërë sheshin."),
    Story("ferizaj", "qendra", "road_sign", 13, "Semafori te sheshi punon vetëm me të verdhë.",
          ((0.5, "start", "Njësia është në riparim."), (2, "fix", "Semafori punon."), (1, "confirm", "")), me_too=22),
    Story("ferizaj", "greme", "sewage", 31, "Kanalizimi derdhet në arë.", ((5, "acknowledge", ""),), me_too=4),
    Story("ferizaj", "balaj", "pothole", 6, "Gropë te kthesa, natën nuk shihet."),
    Story("prizren", "shatervan", "waste", 2, "Pas festës sheshi ka mbetur plot mbeturina.",
          ((0.3, "fix", "Sheshi u pastrua në mëngjes."),), photo=True),
    Story("prizren", "ortakoll", "barrier", 24, "Rampa e shkollës është shumë e pjerrët për karrocë.", (_SEEN,), me_too=6),
    Story("prizren", "jeni-mahalle", "water", 9, "Chesma e lagjes rrjedh pa ndalur.", (_PLANNED, _WORKING)),
    Story("prizren", "bazhdarhane", "pothole", 38, "Gropa te shkolla fillore, fëmijët biejnë me biçikleta.",
          (_SEEN, (10, "fix", "U asfaltua."), (4, "not_fixed", "Gropa u hap përsëri pas një jave."))),
    Story("kukes", "qendra", "lighting", 8, "Ndriçimi i rrugës kryesore nuk punon te spitali.",
          (_SEEN, (2, "fix", "U ndërruan llambat."), (1, "confirm", "")), photo=True, me_too=5),
    Story("kukes", "bicaj", "waste", 12, "Koshat e mbeturinave nuk zbrazen rregullisht.", ((3, "answer", "Kemi ndryshuar"
          " grafikun: dy herë në javë, të martën dhe të premten."),)),
    Story("kukes", "qendra", "barrier", 20, "Në hyrje të bashkisë nuk ka rampë.", (), me_too=9),
)  # fmt: skip

#: how many reports of the two years before stand behind the stories, so that there is something to count and compare
REPORTS_BEFORE = 1_200
#: how long the municipalities take for each step beside the made-up pace of about four days; the rest is between them
PACES = {
    "prishtina": 0.9,
    "peja": 0.25,
    "prizren": 0.5,
    "gjakova": 0.35,
    "gjilan": 0.6,
    "ferizaj": 1.3,
    "kukes": 0.7,
}
#: and after about how many days even the slowest has repaired something
MOST_DAYS_OPEN = 60
