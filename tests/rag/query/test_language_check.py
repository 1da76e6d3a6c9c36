from __future__ import annotations

import pytest

from rag.query.language_check import is_english, unknown


@pytest.mark.parametrize(
    "text",
    [
        "why is Alibaba's plan considered risky?",
        "Who is Jack Ma?",
        "alibaba investment plan",
        "Zhipu Moonshot",
        "How many people died in the battle of Las Navas de Tolosa?",
        "Was Charles de Gaulle in La Rochelle?",
        "2025?",
        "luis enrique cafe sao paulo",
    ],
)
def test_english_questions_and_bare_names_are_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Warum gilt der Plan von Alibaba als riskant?",
        "Pourquoi le plan est-il considéré comme risqué ?",
        "¿Por qué el plan de Alibaba es arriesgado?",
        "Perché il piano di Alibaba è considerato rischioso?",
        "为什么阿里巴巴的计划有风险?",
        "Почему план считается рискованным?",
        "なぜ計画は危険ですか",
        "Dlaczego ten plan jest uważany za ryzykowny?",
        "Bu plan neden riskli kabul ediliyor?",
        "Miksi suunnitelmaa pidetään riskialttiina?",
        "Tại sao kế hoạch này được coi là rủi ro?",
    ],
)
def test_other_languages_are_told_apart(text: str) -> None:
    assert not is_english(text)


def test_it_is_said_whether_the_question_or_the_passages_are_in_another_language() -> None:
    english, german = "The plan is risky because payback is unclear.", "Der Plan ist riskant und die Rendite unklar."
    known = "not look English, the only language that the bundled models know."
    assert unknown(english, [english]) == ""
    assert unknown(english, []) == ""
    assert unknown(german, [english]) == f"The question does {known}"
    assert unknown(english, [german, german, english]) == f"The passages found do {known}"
    assert unknown(english, [english, english, english, german, german, german, german]) == ""
    assert unknown(german, [german]) == f"The question and the passages found do {known}"
