"""The demonstration's monitoring report: on an invented mayor of Peja, in Albanian and translated into Serbian.

Each number in it is bound; `MANDATE` stands for the mandate's slug, `PHOTO` for the key of the picture that the
demonstration draws. Everybody here is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """A block: its kind, its data in Albanian, and its words in Serbian."""

    kind: str
    data: Mapping[str, Any]
    serbian: Mapping[str, Any]


def _pledges(key: str, more: str = "") -> str:
    return f"{{{{figure pledges.{key}|mandate=MANDATE{more}}}}}"


def _reports(key: str, more: str = "|period=365d") -> str:
    return f"{{{{figure reports.{key}|municipality=peja{more}}}}}"


TITLE = {
    "sq": "Premtimet në Pejë: çfarë u bë dhe çfarë pret ende",
    "sr": "Обећања у Пећи: шта је урађено, а шта још чека",
}
SUBTITLE = {
    "sq": "Raporti i dytë i monitorimit të programit “Një qytet për të gjithë”",
    "sr": "Други извештај о праћењу програма „Град за све“",
}
SUMMARY = {
    "sq": "Dy monitorues, pa e parë njëri-tjetrin, vlerësuan çdo premtim të kryetares në bazë të dëshmive të "
    "arkivuara. Rruga që kërkonin fshatrat është asfaltuar dhe bizneset e reja janë liruar nga taksat. "
    "Mbyllja e deponive ka ngecur.",
    "sr": "Два посматрача, не видећи налаз оног другог, оценила су свако обећање градоначелнице на основу "
    "архивираних доказа. Пут који су тражила села је асфалтиран, а нова предузећа ослобођена су такси. "
    "Затварање депонија је у застоју.",
}
AUTHORS = {"sq": ("Teuta Marku", "Liridon Bytyqi"), "sr": ("Теута Марку", "Љиридон Битићи")}

_OPENING = Part(
    "text",
    {
        "markdown": "## Çka gjetëm\n\n"
        "Programi zgjedhor i kryetares Dafina Liqenari ka dymbëdhjetë faqe. Prej tyre ne nxorëm "
        f"**{_pledges('total')}** premtime dhe i ngrimë në një listë publike, para se të fillonim vlerësimin.[^lista] "
        f"Nga **{_pledges('scored')}** premtime që mund të vlerësohen, **{_pledges('fulfilled')}** janë përmbushur, "
        f"**{_pledges('partly')}** është përmbushur pjesërisht, **{_pledges('in_progress')}** kanë filluar dhe "
        f"**{_pledges('stalled')}** ka ngecur.\n\n"
        "Dy premtime mbetën jashtë vlerësimit. Njëri, për cilësinë e mësimit “më të mirë se kurrë”, nuk thotë si "
        "do të matej. Tjetri premton paga më të larta për mjekët, të cilat i cakton qeveria e jo komuna.\n\n"
        "[^lista]: Lista e ngrirë, me kriterin e secilit premtim, gjendet në faqen publike të kryetares; çdo "
        "ndryshim i saj shënohet në regjistrin publik."
    },
    {
        "markdown": "## Шта смо утврдили\n\n"
        "Изборни програм градоначелнице Дафине Љићенари има дванаест страница. Из њега смо издвојили "
        f"обећања, укупно **{_pledges('total')}**, и замрзли их на јавној листи пре него што је оцењивање почело.[^lista] "
        f"Оценити се може **{_pledges('scored')}**. Број испуњених је **{_pledges('fulfilled')}**, делимично испуњених "
        f"**{_pledges('partly')}**, започетих **{_pledges('in_progress')}**, а у застоју је **{_pledges('stalled')}**.\n\n"
        "Два обећања су остала ван оцене. Једно, о настави „бољој него икад“, не каже како би се то мерило. "
        "Друго обећава веће плате лекарима, а њих одређује влада, не општина.\n\n"
        "[^lista]: Замрзнута листа, са мерилом за свако обећање, налази се на јавној страници градоначелнице; "
        "свака њена измена бележи се у јавном регистру."
    },
)
_FINDING = Part(
    "callout",
    {
        "tone": "finding",
        "markdown": f"Ajo që varet vetëm nga komuna po ecën: pjesa e përmbushur plotësisht është "
        f"**{_pledges('fulfilled_share')}**. Ajo që kërkon makineri, leje ose para nga niveli qendror, ngec.",
    },
    {
        "markdown": f"Оно што зависи само од општине иде напред: у потпуности је испуњено "
        f"**{_pledges('fulfilled_share')}**. Оно за шта су потребне машине, дозволе или новац са централног нивоа, "
        "стоји."
    },
)
_SHARE = Part(
    "figure",
    {
        "key": "pledges.fulfilled_share",
        "parameters": {"mandate": "MANDATE"},
        "sentence": f"Kaq nga {_pledges('scored')} premtimet e vlerësuara janë përmbushur plotësisht, sipas kriterit që "
        "ishte publikuar para vlerësimit.",
    },
    {
        "sentence": f"Толико је од оцењених обећања ({_pledges('scored')}) испуњено у потпуности, по мерилу које је "
        "објављено пре оцењивања."
    },
)
_STATUSES = Part(
    "chart",
    {
        "chart": "pledge_statuses",
        "parameters": {"mandate": "MANDATE"},
        "title": "",
        "alt": "Shtylla për çdo gjendje të premtimeve: të përmbushura, pjesërisht të përmbushura, të filluara, të "
        "ngecura. Numrat janë të njëjtët si në tekst.",
    },
    {
        "alt": "Стубац за свако стање обећања: испуњена, делимично испуњена, започета, у застоју. Бројеви су исти као "
        "у тексту."
    },
)
_ONE_BY_ONE = Part(
    "text",
    {
        "markdown": "## Premtim pas premtimi\n\n"
        "### Rrugët\n\n"
        "Rruga Vitomiricë–Loxhë është asfaltuar në tërë gjatësinë dhe është pranuar nga komisioni teknik.[^kontrata] Për "
        "banorët kjo do të thotë se autobusi i shkollës nuk e bën më rrethin nëpër qendër.\n\n"
        "### Mbeturinat\n\n"
        "Në raundin e parë ishin mbyllur dy nga shtatë deponitë përgjatë Lumbardhit. Gjashtë muaj më vonë, numri "
        "është i njëjti. Prandaj e kemi ndryshuar vlerësimin nga “i filluar” në “i ngecur”.\n\n"
        "### Transparenca\n\n"
        "Komuna i publikon tani shumicën e kontratave brenda shtatë ditëve, por jo të gjitha. Kriteri kërkonte "
        "*të gjitha kontratat e një viti*; ky premtim është përmbushur pjesërisht.\n\n"
        "[^kontrata]: Kontrata e nënshkruar dhe raporti gjashtëmujor i shpenzimeve, të arkivuara si dëshmi të shkallës A."
    },
    {
        "markdown": "## Обећање по обећање\n\n"
        "### Путеви\n\n"
        "Пут Витомирица–Ложа асфалтиран је целом дужином и примила га је техничка комисија.[^kontrata] За становнике то "
        "значи да школски аутобус више не обилази кроз центар.\n\n"
        "### Отпад\n\n"
        "У првом кругу биле су затворене две од седам депонија дуж Бистрице. Шест месеци касније број је исти. Зато "
        "смо оцену променили из „започето“ у „у застоју“.\n\n"
        "### Транспарентност\n\n"
        "Општина сада већину уговора објављује у року од седам дана, али не све. Мерило је тражило *све уговоре једне "
        "године*, па је ово обећање делимично испуњено.\n\n"
        "[^kontrata]: Потписан уговор и шестомесечни извештај о расходима, архивирани као докази степена А."
    },
)
_LIST = Part("pledges", {"mandate": "MANDATE"}, {})
_REPLY = Part(
    "quote",
    {
        "text": "Për deponitë presim makineritë që i ka premtuar ministria. Do t'ju njoftojmë.",
        "who": "Zyra e kryetares",
        "source": "Përgjigje ndaj draftit të këtij raundi, e shtypur fjalë për fjalë",
    },
    {
        "text": "За депоније чекамо машине које је обећало министарство. Обавестићемо вас.",
        "who": "Кабинет градоначелнице",
        "source": "Одговор на нацрт овог круга; превод са албанског је наш",
    },
)
_CITIZENS = Part(
    "text",
    {
        "markdown": "## Çka raportojnë qytetarët\n\n"
        f"Në dymbëdhjetë muajt e fundit qytetarët e Pejës raportuan **{_reports('received')}** probleme. Ende të hapura "
        f"janë **{_reports('open', '')}**. Përgjigje brenda afatit morën **{_reports('rapid_reaction')}** e raporteve, "
        f"ndërsa të rregulluara janë **{_reports('fixed')}**.\n\n"
        "Dy nga temat që dalin më shpesh, ndriçimi dhe mbeturinat, janë edhe në programin e kryetares. Raportet e "
        "qytetarëve *nuk e caktojnë* vlerësimin: ato tregojnë ku duhet shikuar."
    },
    {
        "markdown": "## Шта пријављују грађани\n\n"
        f"У последњих дванаест месеци број пријава грађана Пећи је **{_reports('received')}**. Још увек је отворено "
        f"**{_reports('open', '')}**. У року је одговорено на **{_reports('rapid_reaction')}** пријава, а решено је "
        f"**{_reports('fixed')}**.\n\n"
        "Две од најчешћих тема, јавна расвета и отпад, налазе се и у програму градоначелнице. Пријаве грађана *не "
        "одређују* оцену: оне показују где треба гледати."
    },
)
_ARRIVALS = Part(
    "chart",
    {
        "chart": "arrivals",
        "parameters": {"municipality": "peja", "period": "90d"},
        "title": "",
        "alt": "Dy vija nëpër javë: sa probleme u raportuan në Pejë dhe sa u rregulluan në tre muajt e fundit.",
    },
    {
        "alt": "Две линије по недељама: колико је проблема пријављено у Пећи и колико решено у последња три месеца."
    },
)
_TABLE = Part(
    "table",
    {
        "caption": "Të njëjtat tema në program dhe në raportet e qytetarëve",
        "header": ["Tema", "Premtime të përmbushura", "Raporte në 12 muaj", "Ende të hapura"],
        "rows": [
            ["Mbeturinat", _pledges("fulfilled", "|area=waste"), _reports("received", "|category=waste|period=365d"),
             _reports("open", "|category=waste")],
            ["Ndriçimi", _pledges("fulfilled", "|area=lighting"),
             _reports("received", "|category=lighting|period=365d"), _reports("open", "|category=lighting")],
        ],
    },
    {
        "caption": "Исте теме у програму и у пријавама грађана",
        "header": ["Тема", "Испуњена обећања", "Пријаве за 12 месеци", "Још отворено"],
        "rows": [
            ["Отпад", _pledges("fulfilled", "|area=waste"), _reports("received", "|category=waste|period=365d"),
             _reports("open", "|category=waste")],
            ["Јавна расвета", _pledges("fulfilled", "|area=lighting"),
             _reports("received", "|category=lighting|period=365d"), _reports("open", "|category=lighting")],
        ],
    },
)  # fmt: skip
_METHOD = Part(
    "text",
    {
        "markdown": "## Si kemi punuar\n\n"
        "1. Çdo premtim e vlerësuan dy monitorues, secili vetëm, sipas kriterit të publikuar.\n"
        "2. Ku nuk pajtoheshin, vendosi një e tretë, e cila nuk kishte vlerësuar.\n"
        "3. Zyra e kryetares pati dhjetë ditë pune për t'u përgjigjur.\n"
        "4. Raporti u miratua nga dy veta të tjerë dhe pastaj u publikua.\n\n"
        f"Vlerësimet mbështeten në **{_pledges('evidence')}** dëshmi të arkivuara.[^metoda] Kush ka konflikt interesi "
        "me temën nuk e vlerëson atë.\n\n"
        "[^metoda]: Metoda e plotë: [si i kontrollojmë premtimet](/sq/pledges/method/)."
    },
    {
        "markdown": "## Како смо радили\n\n"
        "1. Свако обећање оценила су два посматрача, сваки за себе, по објављеном мерилу.\n"
        "2. Где се нису сложили, одлучила је трећа особа, која није оцењивала.\n"
        "3. Кабинет градоначелнице имао је десет радних дана за одговор.\n"
        "4. Извештај су одобриле две друге особе, па је тек онда објављен.\n\n"
        f"Број архивираних доказа на којима оцене почивају је **{_pledges('evidence')}**.[^metoda] Ко има сукоб интереса "
        "у некој теми, ту тему не оцењује.\n\n"
        "[^metoda]: Цела метода: [како проверавамо обећања](/sr/pledges/method/)."
    },
)
_NEXT = Part(
    "callout",
    {
        "tone": "note",
        "markdown": "Raundi i ardhshëm është pas gjashtë muajsh. Nëse keni një foto ose një dokument për njërin nga këto "
        "premtime, na e dërgoni; çdo dëshmi kontrollohet para se të përdoret.",
    },
    {
        "markdown": "Следећи круг је за шест месеци. Ако имате фотографију или документ о неком од ових обећања, "
        "пошаљите нам; сваки доказ се проверава пре него што се употреби."
    },
)

_ROAD = Part(
    "photo",
    {
        "file": "PHOTO",
        "alt": "Vizatim: një rrugë e sapoasfaltuar me vijë të bardhë në mes, trotuar dhe shtëpi me çati të kuqe.",
        "credit": "Besa (vizatim për demonstrimin)",
        "caption": "Rruga Vitomiricë–Loxhë, ashtu siç e gjetën monitoruesit.",
        "focus": [500, 600],
    },
    {
        "alt": "Цртеж: тек асфалтиран пут са белом линијом по средини, тротоар и куће са црвеним крововима.",
        "credit": "Беса (цртеж за демонстрацију)",
        "caption": "Пут Витомирица–Ложа, онакав какав су затекли посматрачи.",
    },
)

PARTS = (
    _OPENING, _FINDING, _SHARE, _STATUSES, _ONE_BY_ONE, _ROAD, _LIST, _REPLY, _CITIZENS, _ARRIVALS, _TABLE, _METHOD, _NEXT,
)  # fmt: skip
