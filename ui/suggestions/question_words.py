"""The words that the templates of suggested questions know."""

from __future__ import annotations

import re

MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn"
    "|winter)"
)
_COUNTED = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety"
NUMBER = rf"(?:\d[\d.,]*(?: (?:thousand|million|billion))?|{_COUNTED})"
_MONEY = "euros?|dollars?|pounds?|francs?|crowns?|yen|rupees?|EUR|USD|GBP|CHF|percent"
AMOUNT = rf"(?:[$€£¥] ?\d[\d.,]*(?: (?:thousand|million|billion|trillion))?\b|{NUMBER} (?:{_MONEY})\b|\d[\d.,]* ?[%€£])"
MEASURES = (
    "metres", "meters", "kilometres", "kilometers", "km", "m", "cm", "miles", "feet", "inches", "years", "months",
)  # fmt: skip
# Third forms of verbs. Words of other kinds end so too, and a question of them is not answered.
PARTICIPLE = (
    r"(?:[a-z]{2,}(?:ed|wn)|built|bought|sold|made|held|won|lost|paid|spent|found|led|written|given|taken|chosen|begun|set"
    r"|cut|sent|born|brought|taught|signed|drawn)"
)
# Past forms that stand without "was", and what stands behind "did".
BASE_FORMS = {
    "acquired": "acquire", "adopted": "adopt", "announced": "announce", "arrived": "arrive", "became": "become",
    "began": "begin", "bought": "buy", "built": "build", "closed": "close", "completed": "complete",
    "created": "create", "died": "die", "discovered": "discover", "ended": "end", "established": "establish",
    "founded": "found", "introduced": "introduce", "joined": "join", "launched": "launch", "left": "leave",
    "married": "marry", "merged": "merge", "moved": "move", "opened": "open", "passed": "pass",
    "published": "publish", "received": "receive", "released": "release", "resigned": "resign", "retired": "retire",
    "returned": "return", "signed": "sign", "sold": "sell", "started": "start", "took": "take", "visited": "visit",
    "won": "win", "wrote": "write",
}  # fmt: skip
# What a person can be, at the end of a role.
PERSONS = (
    "(?:analyst|architect|author|ceo|chair|chairman|chairwoman|chairperson|chief|coach|commissioner|composer|contact|"
    "coordinator|curator|dean|designer|director|editor|engineer|founder|governor|head|headmaster|historian|inspector|"
    "inventor|keeper|king|leader|librarian|manager|master|mayor|minister|officer|organiser|organizer|owner|painter|"
    "president|principal|professor|queen|representative|researcher|scientist|secretary|speaker|spokesperson|"
    "spokeswoman|spokesman|surgeon|teacher|treasurer|warden|writer)"
)
# How words that are no names end.
ADJECTIVE = re.compile(r"(?:al|ive|ous|ic|able|ible|ful|less|ary|ing|ed)$")
PLURAL = re.compile(r"[^s’']s$")
# What nobody can ask for by these words, or what a sentence before this one says.
VAGUE = re.compile(
    r"^(?:it|this|that|these|those|there|they|he|she|we|you|i|here|what|who|which|when|where|how|but|and|or|if|an?|another"
    r"|one|some|such|each|every|both|many|most|all|no|its|their|his|her|our|my|your|in|on|at|of|for|by|with|as|after|before"
    r"|while|since|although|because|however|also|then|thus|so|for example|to|from|under|over|the (?:latter|former|same"
    r"|following|other|above|result|reason|problem|question|first|second|third|next|last|only|more|most))\b"
    r"|\b(?:which|who|that|whose|because|if|when|where|although|while|but|or|said|says|it|they|this|these|not|is|are|was"
    r"|were|has|have|had|will|can|may|must|should|would|could|do|does|did)\b",
    re.IGNORECASE,
)
