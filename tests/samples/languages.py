"""A short document in each of six languages that the bundled reading model does not know, and questions about it."""

from __future__ import annotations

DOCUMENTS = {
    "hafen.txt": "Der Hafen von Lindau\n\nDer Hafenmeister heißt Karl Brandt. Die Liegegebühr beträgt 45 Euro im "
    "Monat. Die Brücke wurde 1931 gebaut.",
    "port.txt": "Le port de Cassis\n\nLe capitaine du port s'appelle Jeanne Moreau. Le droit d'amarrage est de 52 "
    "euros par mois. Le phare a été construit en 1887.",
    "puerto.txt": "El puerto de Nerja\n\nEl capitán del puerto se llama Luis Ortega. La tarifa de amarre es de 38 "
    "euros al mes. El faro fue construido en 1902.",
    "港口.txt": "青岛港\n\n港口主任叫王建国。停泊费每月三百元。灯塔建于1904年。",
    "港.txt": "小樽港\n\n港長は田中一郎です。係留料は月に五千円です。灯台は1899年に建てられました。",
    "ท่าเรือ.txt": "ท่าเรือภูเก็ต\n\nนายท่าเรือชื่อสมชาย ใจดี ค่าจอดเรือเดือนละ 900 บาท ประภาคารสร้างขึ้นในปี 1925",
}
# Each with what the right statement holds.
QUESTIONS = {
    "de": (
        ("Wer ist der Hafenmeister?", "Karl Brandt"),
        ("Wie hoch ist die Liegegebühr?", "45 Euro"),
        ("Wann wurde die Brücke gebaut?", "1931"),
    ),
    "fr": (
        ("Qui est le capitaine du port ?", "Jeanne Moreau"),
        ("Combien coûte l'amarrage par mois ?", "52 euros"),
        ("Quand le phare a-t-il été construit ?", "1887"),
    ),
    "es": (
        ("¿Quién es el capitán del puerto?", "Luis Ortega"),
        ("¿Cuánto cuesta el amarre al mes?", "38 euros"),
        ("¿Cuándo fue construido el faro?", "1902"),
    ),
    "zh": (("港口主任是谁？", "王建国"), ("停泊费每月多少？", "三百元"), ("灯塔建于哪一年？", "1904")),
    "ja": (
        ("港長は誰ですか？", "田中一郎"),
        ("係留料はいくらですか？", "五千円"),
        ("灯台はいつ建てられましたか？", "1899"),
    ),
    "th": (("นายท่าเรือชื่ออะไร", "สมชาย"), ("ค่าจอดเรือเท่าไร", "900"), ("ประภาคารสร้างขึ้นในปีใด", "1925")),
}
