"""The words that the templates of suggested questions know."""

from __future__ import annotations

import re

MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn"
    "|winter)"
)
_COUNTED = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety"
NUMBER = rf"(?:\d[\d.,]*(?: (?:thousand|million|billion))?|{_COUNTED})"
_MONEY = "euros?|dollars?|pounds?|francs?|crowns?|yen|rupees?|kr|kroner|kronor|EUR|USD|GBP|CHF|NOK|SEK|DKK|percent"
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
    r"^(?:first|second|third|it|this|that|these|those|there|they|he|she|we|you|i|here|what|who|which|when|where|how|but|and|or|if|an?|another"
    r"|one|some|such|each|every|both|many|most|all|no|its|their|his|her|our|my|your|in|on|at|of|for|by|with|as|after|before"
    r"|while|since|although|because|however|also|then|thus|so|for example|to|from|under|over|the (?:latter|former|same"
    r"|following|other|above|result|reason|problem|question|first|second|third|next|last|only|more|most))\b"
    r"|\b(?:which|who|that|whose|because|if|when|where|although|while|but|or|said|says|it|they|this|these|not|is|are|was"
    r"|were|has|have|had|will|can|may|must|should|would|could|do|does|did)\b",
    re.IGNORECASE,
)
# What stands for a thing that only the sentences around it name.
ALONE = re.compile(
    r"^[Tt]he (?:[\w’'-]+ )?(?:price|offer|deal|rate|figure|amount|number|value|total|result|move|decision|case|name"
    r"|talks|board|group|team|pair|man|woman|one)(?: on the table)?$|^An? (?:replacement|copy|second one|new one)$"
)
UNCLEAR = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|we|us|our|i|me|my|you|your|this|that|these|those|here|there|so|then"
    r"|such|which|also|said|says|and|or|but|as|who|because)\b",
    re.IGNORECASE,
)
# Whom a rule is for.
GENERIC = (
    r"(?P<s>An? [a-z-]+(?: [a-z-]+)?|Everyone|Everybody|Staff|All staff|(?:[A-Z][a-z]+ )?(?:[Ee]mployees|[Mm]embers"
    r"|[Vv]isitors|[Tt]enants|[Pp]arents|[Gg]uests|[Ss]tudents|[Cc]ustomers|[Pp]articipants|[Rr]eaders|[Cc]hildren"
    r"|[Tt]eachers|[Tt]rainees|[Vv]olunteers|[Dd]rivers|[Pp]upils|[Uu]sers))"
)
# What people do or did; a sentence goes on with what they do it to.
DEEDS = (
    "(?:presented|proposed|suggested|wrote|designed|founded|led|chaired|signed|approved|ordered|painted|built|discovered"
    "|invented|won|bought|sold|acquired|composed|directed|opened|repaired|organi[sz]ed|reported|leads|chairs|heads|manages"
    "|runs|teaches|edits|orders|organi[sz]es|approves|signs|owns|maintains|supervises|coordinates|prepares)"
)
DUTIES = "(?:takes care of|is responsible for|is in charge of|looks after|deals with)"
# What is counted, with what stands behind "does" or "did".
COUNTED_NOW = {
    "employs": "employ", "operates": "operate", "serves": "serve", "produces": "produce", "sells": "sell",
    "runs": "run", "owns": "own", "flies": "fly", "carries": "carry", "needs": "need", "holds": "hold",
}  # fmt: skip
COUNTED_THEN = {
    "carried": "carry", "sold": "sell", "bought": "buy", "built": "build", "lost": "lose", "killed": "kill",
    "injured": "injure", "employed": "employ", "raised": "raise", "received": "receive", "won": "win",
    "planted": "plant", "produced": "produce", "earned": "earn", "paid": "pay", "spent": "spend",
    "invested": "invest", "cost": "cost", "made": "make",
}  # fmt: skip
TOLD = {
    "announced": "announce", "decided": "decide", "promised": "promise", "warned": "warn", "admitted": "admit",
    "demanded": "demand", "confirmed": "confirm", "agreed": "agree",
}  # fmt: skip
# Past forms that differ from the participle.
PAST_FORMS = {
    "written": "wrote", "given": "gave", "taken": "took", "chosen": "chose", "begun": "began", "drawn": "drew",
    "shown": "showed", "flown": "flew", "thrown": "threw", "grown": "grew", "known": "knew", "blown": "blew",
}  # fmt: skip
# What begins and ends, with what stands behind "does".
EVENTS = {
    "begins": "begin", "starts": "start", "ends": "end", "opens": "open", "closes": "close", "expires": "expire",
    "arrives": "arrive", "leaves": "leave", "departs": "depart", "meets": "meet", "takes place": "take place",
    "goes online": "go online",
}  # fmt: skip
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
TIME = (
    rf"(?:on|in|at|from) (?:the )?(?:(?:\d{{1,2}} )?{MONTH}\b|(?:first|second|third|last) {_WEEKDAY}|{_WEEKDAY}"
    rf"|\d{{1,2}}[:.]\d\d|noon|midnight|{_COUNTED}\b)"
)
OFTEN = (
    r"(?:every (?:\w+ )?(?:day|week|month|quarter|year)s?|each (?:day|week|month|quarter|year)|once|twice|daily|weekly"
    r"|monthly|yearly)"
)
# Names of columns that can stand before "of".
ATTRIBUTE = re.compile(
    r"(?:^|\s)(?:address|age|area|author|birthday|breed|budget|capital|category|city|class|colou?r|cost|country|currency|date|deadline"
    r"|depth|destination|diameter|director|discount|e-?mail|extension|fee|floor|format|grade|height|hometown|hours|job|kind"
    r"|language|length|licen[cs]e|location|mission|model|nationality|number|occupation|office|origin|owner|page|password|phase"
    r"|phone|place|plan|platform|population|port|position|price|priority|profession|purpose|rank|reason|rent|result|role"
    r"|room|salary|score|site|size|source|speed|stage|start|state|status|street|subject|system|team|telephone|temperature"
    r"|theme|time|title|topic|town|type|unit|vintage|voltage|warranty|wage|weight|width|year"
    r"|\w{3,}(?:ment|tion|sion|ity|ance|ence|ship|ness))$",
    re.IGNORECASE,
)
# Names of columns that hold people.
PEOPLE = re.compile(
    r"^(?:\w+ )?(?:author|captain|chair|coach|contact|coordinator|director|doctor|driver|editor|instructor|keeper"
    r"|landlord|leader|librarian|manager|mentor|operator|organi[sz]er|owner|skipper|speaker|supervisor|teacher|tenant"
    r"|trainer|vet)(?: person)?$",
    re.IGNORECASE,
)
# Names of columns that hold times, and what is asked for them.
TIMED = {
    "departs": "When does {} depart?", "departure": "When does {} depart?", "arrives": "When does {} arrive?",
    "arrival": "When does {} arrive?", "starts": "When does {} start?", "begins": "When does {} begin?",
    "ends": "When does {} end?", "opens": "When does {} open?", "closes": "When does {} close?",
    "expires": "When does {} expire?", "started": "When did {} start?", "joined": "When did {} join?",
    "died": "When did {} die?", "opened": "When did {} open?", "retired": "When did {} retire?",
    "built": "When was {} built?", "founded": "When was {} founded?", "born": "When was {} born?",
    "published": "When was {} published?", "released": "When was {} released?",
    "completed": "When was {} completed?",
}  # fmt: skip
