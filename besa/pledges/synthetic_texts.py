"""Names and sentences of made-up mandates: nobody bears the names, and nobody promised this."""

from __future__ import annotations

from typing import Final

FIRST_NAMES: Final = (
    "Agron", "Albana", "Arbër", "Besa", "Blerta", "Dardan", "Drita", "Edona", "Elira", "Fatos", "Flutura", "Genta",
    "Ilir", "Jeta", "Kushtrim", "Lirie", "Liridon", "Mimoza", "Njomza", "Petrit", "Rina", "Shpresa", "Teuta", "Valon",
)  # fmt: skip
LAST_NAMES: Final = (
    "Arasi", "Bjeshka", "Burimi", "Cerraj", "Drini", "Fierza", "Gurëzi", "Kodrasi", "Kullashi", "Lisi", "Livadhi",
    "Lumëzi", "Malishta", "Mullirasi", "Pishaj", "Qershiza", "Shkëmbi", "Shpella", "Ujëzi", "Valbonasi",
)  # fmt: skip
PARTIES: Final = ("Lista e Gurit", "Lista e Lumit", "Lista e Lisit", "Lista e Urës", "Lista e Bjeshkës")

#: by policy area: what is promised, in Albanian and in English; {place} is a settlement
PROMISES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "roads": (
        ("Asfaltimi i rrugës kryesore në {place}", "The main road of {place} paved"),
        ("Ura e re mbi lumë në {place}", "A new bridge over the river in {place}"),
        ("Trotuare në të dy anët e rrugës në {place}", "Pavements on both sides of the road in {place}"),
    ),
    "water": (
        ("Ujësjellës për çdo shtëpi në {place}", "Water mains for every house in {place}"),
        ("Kanalizimi i ujërave të zeza në {place}", "Sewers in {place}"),
    ),
    "waste": (
        ("Kontejnerë nëntokësorë në {place}", "Underground containers in {place}"),
        ("Mbyllja e deponisë së egër në {place}", "The wild dump in {place} closed"),
    ),
    "environment": (
        ("Park i ri në {place}", "A new park in {place}"),
        ("Pastrimi i shtratit të lumit në {place}", "The river bed in {place} cleaned"),
    ),
    "lighting": (
        ("Ndriçim publik LED në {place}", "LED street lights in {place}"),
        ("Panele diellore mbi objektet publike në {place}", "Solar panels on the public buildings of {place}"),
    ),
    "housing": (
        ("Banesa sociale në {place}", "Social housing in {place}"),
        ("Plan rregullues për {place}", "A zoning plan for {place}"),
    ),
    "education": (
        ("Çerdhe e re në {place}", "A new kindergarten in {place}"),
        ("Renovimi i shkollës fillore në {place}", "The primary school of {place} renovated"),
        ("Laborator i shkencave në shkollën e {place}", "A science laboratory for the school of {place}"),
    ),
    "health": (
        ("Ambulancë që punon çdo ditë në {place}", "A clinic open every day in {place}"),
        ("Autoambulancë e re për {place}", "A new ambulance for {place}"),
    ),
    "social": (
        ("Qendër ditore për të moshuar në {place}", "A day centre for older people in {place}"),
        ("Shujta falas për familjet në nevojë në {place}", "Free meals for families in need in {place}"),
    ),
    "economy": (
        ("Zonë ekonomike në {place}", "An economic zone in {place}"),
        ("Treg i gjelbër i mbuluar në {place}", "A covered market in {place}"),
    ),
    "agriculture": (
        ("Ujitje për arat e {place}", "Irrigation for the fields of {place}"),
        ("Pikë grumbullimi për prodhimet e {place}", "A collection point for what {place} grows"),
    ),
    "culture": (
        ("Fushë sporti në {place}", "A sports ground in {place}"),
        ("Bibliotekë në {place}", "A library in {place}"),
    ),
    "safety": (
        ("Stacion i zjarrfikësve në {place}", "A fire station in {place}"),
        ("Pengesa për shpejtësinë pranë shkollës në {place}", "Speed bumps near the school of {place}"),
    ),
    "administration": (
        ("Zyrë e gjendjes civile në {place}", "A registry office in {place}"),
        ("Mbledhje publike çdo tre muaj në {place}", "A public meeting every three months in {place}"),
    ),
}  # fmt: skip

QUOTE: Final = (
    "{title}: këtë e bëjmë brenda mandatit, me buxhetin e komunës, dhe për këtë do të japim llogari."
)
VAGUE: Final = "{title}: do ta përmirësojmë gjendjen me të gjitha forcat që kemi."
FULFILLED_WHEN: Final = "Puna është kryer, është pranuar me akt të komunës dhe qytetarët e përdorin."
PARTLY_WHEN: Final = "Të paktën gjysma e punës është kryer."
#: by kind of evidence: what it shows
SUMMARIES: Final[dict[str, tuple[str, ...]]] = {
    "official_act": ("Kuvendi e miratoi vendimin.", "Leja u lëshua nga drejtoria."),
    "contract": ("Kontrata u nënshkrua me kryesin e punëve.", "Njoftimi për dhënie të kontratës u shpall."),
    "payment": ("Fatura e parë u pagua.", "Situacioni i fundit u pagua."),
    "budget_execution": ("Raporti i buxhetit tregon shpenzimin për këtë premtim.",),
    "field_visit": ("Punimet u panë në vend.", "Në vend nuk kishte punime.", "Objekti është hapur."),
    "access_reply": ("Komuna u përgjigj në kërkesën për qasje në dokumente.",),
    "media": ("Dy medie raportuan për punimet.", "Dy medie raportuan për vonesën."),
    "statement": ("Kryetari tha se punimet vazhdojnë.", "Zëdhënësja tha se po pritet leja."),
    "citizen": ("Një qytetar dërgoi një foto të vendit.",),
}
REASONS: Final[dict[str, str]] = {
    "fulfilled": "Puna është kryer dhe është pranuar; aktet e dëshmojnë.",
    "partly": "Një pjesë e punës është kryer; për pjesën tjetër nuk ka kontratë.",
    "in_progress": "Punimet kanë filluar dhe vazhdojnë.",
    "stalled": "Punimet kishin filluar dhe janë ndërprerë; nuk ka afat të ri.",
    "not_started": "Nuk gjetëm asnjë shenjë të punës.",
    "not_fulfilled": "Koha kaloi dhe puna nuk është bërë.",
    "outside_competence": "Këtë e vendos ministria, jo komuna.",
    "superseded": "Një projekt i shtetit zuri vendin e këtij premtimi.",
}
SECOND_REASON: Final = "Edhe dokumentet e tjera thonë të njëjtën gjë."
REPLY_ON_ALL: Final = (
    "Faleminderit për raportin. Puna vazhdon sipas planit të investimeve kapitale, dhe afatet janë publike."
)
REPLY_ON_ONE: Final = "Vlerësimi nuk e merr parasysh kontratën e re, e cila u nënshkrua këtë muaj."
CORRECTED: Final = "Kemi lexuar gabim datën e pranimit të punimeve; vlerësimi u ndryshua."
RETRACTED: Final = "Dokumenti i takonte një projekti tjetër."
SOURCES: Final = ("Drejtoria e Prokurimit", "Gazeta e Maleve", "Radio Lugina", "Zyra e Kryetarit", "Thesari")
SITES: Final = ("prokurimi", "gazeta", "radio", "komuna")
