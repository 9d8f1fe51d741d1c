"""Sentences of made-up reports, by language and category."""

from __future__ import annotations

OPENINGS: dict[str, tuple[str, ...]] = {
    "sq": (
        "Përshëndetje,", "Prej disa ditësh", "Te hyrja e lagjes", "Pranë shkollës", "Afër xhamisë", "Para banesës sonë",
        "Në rrugën kryesore", "Te stacioni i autobusit", "Prapa tregut të gjelbër", "Te kthesa e dytë",
    ),
    "sr": ("Поштовани,", "Већ неколико дана", "Код школе", "Испред зграде", "У главној улици", "Код пијаце"),
}  # fmt: skip
SENTENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "sq": {
        "pothole": ("ka një gropë të thellë që dëmton veturat.", "gropa është hapur edhe më shumë pas shiut.",
                    "asfalti është çarë dhe makinat dalin në anën tjetër."),
        "waste": ("kontejnerët janë plot dhe mbeturinat kanë dalë në rrugë.", "dikush ka hedhur mbeturina ndërtimi.",
                  "mbeturinat nuk janë marrë dy javë."),
        "sewage": ("ujërat e zeza dalin në rrugë.", "pusetat janë bllokuar dhe vjen erë e rëndë."),
        "lighting": ("drita e rrugës nuk ndizet natën.", "tri shtylla me radhë janë pa dritë.",
                     "ndriçimi publik fiket e ndizet gjithë natën."),
        "pavement": ("pllakat e trotuarit janë thyer dhe njerëzit rrëzohen.", "trotuari është i zënë dhe i dëmtuar."),
        "road_sign": ("shenja e ndalimit është rrëzuar.", "vija e këmbësorëve është fshirë."),
        "barrier": ("nuk ka pjerrinë për karrocë.", "lartësia e bordurës nuk e lejon kalimin me karrocë."),
        "water": ("nuk ka ujë që nga dje.", "gypi ka plasur dhe uji po humb në rrugë."),
        "animals": ("një tufë qensh endacakë i frikëson fëmijët.", "ka qen të lënduar pranë rrugës."),
        "building": ("po ndërtohet pa leje në hapësirën publike.", "rrethoja e ndërtimit e ka zënë trotuarin."),
        "green": ("parku është lënë pas dore.", "një degë e thyer rri varur mbi shtegun e këmbësorëve."),
        "other": ("ka një problem që kërkon vëmendjen tuaj.", "gjendja është e njëjtë prej muajsh."),
    },
    "sr": {
        "pothole": ("има дубока рупа на путу.", "асфалт је пропао после кише."),
        "waste": ("контејнери су пуни и отпад је по улици.", "неко је бацио грађевински отпад."),
        "lighting": ("улично светло не ради ноћу.", "три стуба заредом су без светла."),
        "water": ("нема воде од јуче.", "цев је пукла и вода тече улицом."),
        "other": ("има проблем који тражи вашу пажњу.", "стање је исто већ месецима."),
    },
}  # fmt: skip
