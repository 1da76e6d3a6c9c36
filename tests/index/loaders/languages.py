"""Five lines of text in each of many languages. The first line is also used alone."""

from __future__ import annotations

WEST = ("cp1252", "latin-1")
CENTRE = ("cp1250", "iso8859-2")

# Language, the encodings that its older files are in, and lines of text.
LANGUAGES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "French",
        WEST,
        (
            "Le café crème coûte trois euros à la terrasse.",
            "Après l'été, les élèves sont rentrés à l'école, où leur maître les attendait.",
            "Où êtes-vous allés pendant les vacances de Noël, et qu'avez-vous préféré ?",
            "La forêt était déjà dans l'ombre lorsque nous avons aperçu le château.",
            "Ce garçon a reçu une lettre de son père, qui travaille à l'étranger.",
        ),
    ),
    (
        "Spanish",
        WEST,
        (
            "El señor Muñoz llegó a la reunión por la mañana.",
            "¿Dónde está la estación de autobuses más próxima?",
            "Los niños aprendieron a leer el año pasado con una señora muy simpática.",
            "La compañía invirtió dos millones en la investigación del cáncer.",
            "Según el artículo, el público recibió la película con entusiasmo.",
        ),
    ),
    (
        "Portuguese",
        WEST,
        (
            "São Paulo é a maior cidade do Brasil.",
            "A reunião não aconteceu porque ninguém avisou os funcionários.",
            "Os pães e os limões estão na cozinha, ao lado do fogão.",
            "Você pode começar às três horas, mas a inscrição termina amanhã.",
            "A educação das crianças é uma questão de atenção e paciência.",
        ),
    ),
    (
        "Italian",
        WEST,
        (
            "Andrò là lunedì, perché la città è più bella.",
            "Il caffè è già pronto, però manca lo zucchero.",
            "La libertà di stampa è una delle qualità di una società aperta.",
            "Così finì la guerra, e la povertà tornò nelle campagne.",
            "Chi può venire giovedì? Nessuno sa dov'è l'università.",
        ),
    ),
    (
        "German",
        WEST,
        (
            "Die Straße führt über die Brücke nach Köln.",
            "Während der Prüfung dürfen keine Wörterbücher benützt werden.",
            "Das Gebäude gehört der größten Bäckerei der Stadt.",
            "Für Gäste gibt es täglich frische Brötchen und Käse.",
            "Die Ärzte erklärten, dass die Maßnahmen nötig gewesen wären.",
        ),
    ),
    (
        "Swedish",
        WEST,
        (
            "Hon köpte smörgåsar åt båda sina söner.",
            "I år är sommaren kall, och många åker till fjällen i stället.",
            "Älgen gick över vägen när vi körde hem från sjön.",
            "Göteborg är Sveriges näst största stad och ligger på västkusten.",
            "Det är först på hösten som löven blir röda och gula.",
        ),
    ),
    (
        "Danish",
        WEST,
        (
            "Færgen sejler fra Helsingør til Sverige på tyve minutter.",
            "Børnene spiste rødgrød med fløde på gården.",
            "Vi kører hjem, når træerne bliver grønne og æblerne er modne.",
            "Regeringen foreslår, at også små virksomheder får støtte.",
            "Han så en ræv på marken, før den løb ind i skoven.",
        ),
    ),
    (
        "Finnish",
        WEST,
        (
            "Tänään on kylmä päivä, mutta järvi ei ole vielä jäässä.",
            "Hän lähti töihin ennen kuin lapset heräsivät.",
            "Yöllä satoi lunta, ja pihalla näkyi jäniksen jälkiä.",
            "Kesällä mökillä syödään mansikoita ja käydään saunassa.",
            "Näyttely on avoinna lähes koko syksyn.",
        ),
    ),
    (
        "Dutch",
        WEST,
        (
            "De Belgische coördinatie van het onderzoek kostte één miljoen euro.",
            "Hij at een crème brûlée in het café op de hoek.",
            "De ideeën van de commissie werden door België geïnspireerd.",
            "Beide landen zijn geëvalueerd op hun financiën.",
            "Zij reisde via Oekraïne naar Azië, en wilde vóór de zomer terug zijn.",
        ),
    ),
    (
        "Icelandic",
        WEST,
        (
            "Það er gott veður á Íslandi þegar sólin skín.",
            "Börnin fóru í skólann og lærðu að lesa og skrifa.",
            "Hún býr í litlu húsi við ána ásamt móður sinni.",
            "Þeir sáu fjallið í fjarska og ákváðu að ganga þangað.",
            "Við höfum ekki tíma til að bíða eftir þér.",
        ),
    ),
    (
        "Czech",
        CENTRE,
        (
            "Příliš žluťoučký kůň úpěl ďábelské ódy.",
            "Praha je hlavní město České republiky a leží na řece Vltavě.",
            "Děti šly včera ráno do školy, přestože ještě pršelo.",
            "Zítra bude pěkně, jen na horách může být mlha a déšť.",
            "Můj bratr pracuje v nemocnici jako lékař už třetím rokem.",
        ),
    ),
    (
        "Slovak",
        CENTRE,
        (
            "Bratislava je hlavné mesto Slovenska a leží na Dunaji, blízko hraníc.",
            "Deti išli včera do školy, hoci ešte pršalo.",
            "Môj brat kúpil chlieb, maslo a päť vajec pre svoju babičku.",
            "Ďakujem, že ste prišli, vľavo nájdete voľné miesta.",
            "Stĺpy pri ceste sú vysoké a tŕne na kríku ostré.",
        ),
    ),
    (
        "Polish",
        CENTRE,
        (
            "Zażółć gęślą jaźń i wróć do Łodzi.",
            "Wczoraj wieczorem poszliśmy do kina, żeby obejrzeć nowy film.",
            "Książka leży na stole obok okna, a pies śpi pod łóżkiem.",
            "Rząd ogłosił, że podatki będą niższe już w przyszłym roku.",
            "Dzień dobry, czy mogę prosić o kawę i kawałek ciasta?",
        ),
    ),
    (
        "Hungarian",
        CENTRE,
        (
            "Az árvíztűrő tükörfúrógép a műhelyben van.",
            "Budapest Magyarország fővárosa, és a Duna két partján fekszik.",
            "A gyerekek reggel iskolába mentek, bár még esett az eső.",
            "Kérem, írja le, hogy mikor érkezett és hol töltötte az estét.",
            "A szőlő idén későn érett be, de a bor jó lesz.",
        ),
    ),
    (
        "Romanian",
        CENTRE,
        (
            "Bucureşti este capitala României şi cel mai mare oraş al ţării.",
            "Copiii au plecat dimineaţa la şcoală, deşi încă ploua.",
            "Fata care locuieşte lângă noi învaţă să cânte la pian.",
            "Mâine va fi frumos, numai în munţi poate să ningă.",
            "Câinele doarme sub masă, iar pisica stă pe fereastră.",
        ),
    ),
    (
        "Croatian",
        CENTRE,
        (
            "Zagreb je glavni grad Hrvatske, smješten između Save i Medvednice.",
            "Djeca su jučer išla u školu, iako je još padala kiša.",
            "Moj brat radi u bolnici kao liječnik već treću godinu.",
            "Možete li mi reći gdje je najbliža željeznička stanica?",
            "Kuća na brežuljku ima mali vrt i široku terasu prema moru.",
        ),
    ),
    (
        "Turkish",
        ("cp1254",),
        (
            "İstanbul, Türkiye'nin en kalabalık şehri ve kültür merkezidir.",
            "Çocuklar sabah okula gitti, oysa hâlâ yağmur yağıyordu.",
            "Kardeşim üç yıldır hastanede doktor olarak çalışıyor.",
            "Yarın hava güzel olacak, yalnız dağlarda sis görülebilir.",
            "Bu kitabı kütüphaneden aldım, çok beğendim.",
        ),
    ),
    (
        "Russian",
        ("cp1251", "koi8-r"),
        (
            "Москва является столицей России и стоит на реке Москве.",
            "Дети пошли утром в школу, хотя ещё шёл дождь.",
            "Мой брат уже третий год работает врачом в больнице.",
            "Завтра будет хорошая погода, только в горах возможен туман.",
            "Книга лежит на столе возле окна, а собака спит.",
        ),
    ),
    (
        "Greek",
        ("cp1253",),
        (
            "Η Αθήνα είναι η πρωτεύουσα της Ελλάδας και η μεγαλύτερη πόλη της.",
            "Τα παιδιά πήγαν το πρωί στο σχολείο, αν και έβρεχε ακόμη.",
            "Ο αδελφός μου εργάζεται στο νοσοκομείο εδώ και τρία χρόνια.",
            "Αύριο ο καιρός θα είναι καλός, μόνο στα βουνά θα έχει ομίχλη.",
            "Το βιβλίο βρίσκεται πάνω στο τραπέζι, δίπλα στο παράθυρο.",
        ),
    ),
    (
        "Japanese",
        ("shift_jis", "euc-jp"),
        (
            "東京は日本の首都であり、最も人口の多い都市です。",
            "子供たちは朝、学校へ行きましたが、まだ雨が降っていました。",
            "兄は三年前から病院で医者として働いています。",
            "明日は天気が良くなりますが、山では霧が出るかもしれません。",
            "本は窓のそばの机の上にあり、犬は寝ています。",
        ),
    ),
)
