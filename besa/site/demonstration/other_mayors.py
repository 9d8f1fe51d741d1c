"""Two more mayors of the demonstration: one whose promises came as a list, and one without a programme.

Everybody and everything here is invented.
"""

from __future__ import annotations

from besa.pledges.importing.rows import ListRow
from besa.pledges.models import Person
from besa.site.demonstration.promises import Finding

#: who holds the office, whose form its word takes, and where: one with a list, one without a programme
LISTED = ("Artan Lumi", Person.Gender.MALE, "prizren")
SILENT = ("Merita Dushi", Person.Gender.FEMALE, "gjilan")

#: where the list was taken from; nobody has that name (RFC 2606)
LIST_URL = "https://prizreni-im.example/programi"
#: the list, as it would come from a table
ROWS = (
    ListRow(
        2, "Do të asfaltojmë 12 kilometra rrugë në fshatrat e Zhupës deri në fund të vitit 2027.", "roads",
        page=2, due_on="2027-12-31", budget="1800000", title="Asfaltimi i 12 km rrugëve në Zhupë",
        criterion="Së paku 12 kilometra janë asfaltuar dhe pranuar.",
    ),
    ListRow(
        3, "Çdo lagje e qytetit do të ketë ujë njëzet e katër orë në ditë.", "water",
        page=2, title="Ujë 24 orë në çdo lagje", criterion="Gjatë një viti askund nuk ka pasur reduktime të planifikuara.",
    ),
    ListRow(
        4, "Do të vendosim 400 kontejnerë nëntokësorë për mbeturina.", "waste",
        page=3, budget="640000", title="400 kontejnerë nëntokësorë", criterion="Janë vendosur së paku 400 kontejnerë.",
    ),
    ListRow(
        5, "Do të mbjellim 10.000 drunj në qytet dhe përgjatë Lumëbardhit.", "environment",
        page=3, title="10.000 drunj të rinj", criterion="Janë mbjellë 10.000 drunj dhe së paku gjysma kanë mbijetuar një vit.",
    ),
    ListRow(
        6, "Do të ndërtojmë dy shkolla fillore, në Arbanë dhe në Petrovë.", "education",
        page=4, due_on="2028-09-01", budget="3200000", title="Dy shkolla fillore të reja",
        criterion="Të dyja shkollat kanë nisur mësimin.",
    ),
    ListRow(
        7, "Ambulanca në Zhur do të punojë njëzet e katër orë.", "health",
        page=4, title="Ambulancë 24-orëshe në Zhur", criterion="Ambulanca ka mjek dhe infermiere në çdo orë.",
    ),
    ListRow(
        8, "Do ta kthejmë Kinemanë e vjetër në shtëpi të kulturës për të rinjtë.", "culture",
        page=5, title="Shtëpi e kulturës në kinemanë e vjetër", criterion="Shtëpia e kulturës është hapur dhe ka program.",
    ),
    ListRow(
        9, "Asnjë qytetar nuk do të presë më shumë se 15 minuta në sportel.", "administration",
        page=5, title="Jo më shumë se 15 minuta në sportel", criterion="Koha mesatare e pritjes në një muaj është nën 15 minuta.",
    ),
    ListRow(
        10, "Do të blejmë katër autobusë pa pengesa për linjat e qytetit.", "roads",
        page=6, budget="900000", title="Katër autobusë pa pengesa", criterion="Katër autobusë me platformë të ulët janë në linjë.",
    ),
)  # fmt: skip

#: what the only round found of them, in order
FOUND = Finding(
    40,
    (
        ("in_progress", "Janë asfaltuar 5 nga 12 kilometra."),
        ("not_started", "Në planin e ujësjellësit nuk ka asnjë masë për këtë."),
        ("fulfilled", "Janë vendosur 412 kontejnerë, të numëruar në teren."),
        ("partly", "Janë mbjellë 6.300 drunj; për të tjerët nuk ka kontratë."),
        ("in_progress", "Shkolla në Arbanë është nën çati; ajo në Petrovë pret lejen."),
        ("fulfilled", "Orari dhe lista e kujdestarive tregojnë punë pa ndërprerje që nga pranvera."),
        ("stalled", "Projekti u ndal kur u gjet se ndërtesa nuk është pronë e komunës."),
        ("partly", "Koha mesatare ra nga 41 në 22 minuta."),
        ("not_started", "Nuk ka tender dhe nuk ka mjete në buxhet."),
    ),
    ("budget_execution", "Raporti i shpenzimeve tregon sa është paguar për çdo zotim deri tani."),
    "Komuna e Prizrenit", "Zyra e kryetarit",
    "Për autobusët po bisedojmë me një donator. Për kinemanë kemi kërkuar nga qeveria që ta kalojë pronën te komuna.",
)  # fmt: skip
