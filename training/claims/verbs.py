"""Forms of English verbs: enough to turn questions into statements and active clauses into passive ones."""

from __future__ import annotations

IRREGULAR: dict[str, tuple[str, str]] = {
    base: (past, participle)
    for base, past, participle in (
        row.split("/")
        for row in """
    be/was/been become/became/become begin/began/begun bite/bit/bitten blow/blew/blown break/broke/broken
    bring/brought/brought build/built/built buy/bought/bought catch/caught/caught choose/chose/chosen come/came/come
    cost/cost/cost cut/cut/cut deal/dealt/dealt dig/dug/dug do/did/done draw/drew/drawn drink/drank/drunk
    drive/drove/driven eat/ate/eaten fall/fell/fallen feed/fed/fed feel/felt/felt fight/fought/fought
    find/found/found flee/fled/fled fly/flew/flown forbid/forbade/forbidden forget/forgot/forgotten get/got/got
    give/gave/given go/went/gone grow/grew/grown hang/hung/hung have/had/had hear/heard/heard hide/hid/hidden
    hit/hit/hit hold/held/held hurt/hurt/hurt keep/kept/kept know/knew/known lay/laid/laid lead/led/led
    learn/learned/learned leave/left/left lend/lent/lent let/let/let lie/lay/lain lose/lost/lost make/made/made
    mean/meant/meant meet/met/met pay/paid/paid put/put/put quit/quit/quit read/read/read ride/rode/ridden
    ring/rang/rung rise/rose/risen run/ran/run say/said/said see/saw/seen seek/sought/sought sell/sold/sold
    send/sent/sent set/set/set shake/shook/shaken shine/shone/shone shoot/shot/shot show/showed/shown shut/shut/shut
    sing/sang/sung sink/sank/sunk sit/sat/sat sleep/slept/slept speak/spoke/spoken spend/spent/spent
    spread/spread/spread stand/stood/stood steal/stole/stolen stick/stuck/stuck strike/struck/struck
    swear/swore/sworn swim/swam/swum take/took/taken teach/taught/taught tell/told/told think/thought/thought
    throw/threw/thrown understand/understood/understood wake/woke/woken wear/wore/worn win/won/won
    write/wrote/written overcome/overcame/overcome undergo/underwent/undergone withdraw/withdrew/withdrawn
    """.split()
    )
}
REGULAR = frozenset(
    """abandon absorb accept accompany accuse achieve acquire act add admit adopt advertise advise affect agree aim
    allow announce answer appear apply appoint approve argue arrest arrive ask assign assist attack attempt attend
    attract award base bathe believe belong better blame block boost borrow call cancel capture care carry cause
    celebrate change charge check claim clean climb close collect combine command commit compare compete complain
    complete compose conquer consider consist contain continue contribute control convert convince cook cover create
    criticize cross cure damage date decide declare decline defeat defend define deliver demand deny depart depend
    deploy derive describe design desire destroy determine develop die direct disappear discover discuss display
    dissolve divide donate earn edit elect employ enable encourage end enforce enjoy enter escape establish estimate
    evolve examine exceed exclude exist expand expect experience explain explore express extend face fail favor
    feature fill film finance finish fit fix flow focus follow force form found fund gain generate govern graduate
    grant guide handle happen hate help hire hope identify ignore impact implement import improve include increase
    influence inform inherit inspire install intend introduce invade invent invest investigate invite involve issue
    join judge jump kill lack land last launch like limit link list live locate look love maintain manage
    manufacture mark marry match mention merge move murder name need notice number obtain occupy occur offer open
    operate oppose order organize originate own paint participate pass perform permit persuade photograph place plan
    plant play pour practice praise predict prefer prepare present prevent print process produce promise promote
    propose protect prove provide publish purchase pursue push qualify raise range rank reach realize receive
    recommend record recover reduce refer refuse regard reject relate release rely remain remember remove rent
    repair replace report represent request require rescue reside resign resist respond rest result retain retire
    return reveal rule save score search select separate serve settle share sign smell solve sound sponsor star
    start state stay stem stop store struggle study submit succeed suffer suggest supply support surrender surround
    survive switch target taste tend test thank threaten touch trade train transfer translate travel treat try turn
    unite use value vary view visit vote wait walk want warn wash waste watch weigh witness work worry""".split()
)
"""Verbs with the regular past."""
BASES = frozenset(IRREGULAR) | REGULAR
DOUBLING = frozenset("admit commit fit plan rob ship star stem stop permit refer prefer occur transfer submit".split())


def past(base: str) -> str:
    """Form the simple past of a base form."""
    return IRREGULAR[base][0] if base in IRREGULAR else _ed(base)


def participle(base: str) -> str:
    """Form the past participle of a base form."""
    return IRREGULAR[base][1] if base in IRREGULAR else _ed(base)


def third_person(base: str) -> str:
    """Form the third person singular of a base form."""
    if base in {"have", "be"}:
        return {"have": "has", "be": "is"}[base]
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + base[-1] + "ed" if base in DOUBLING else base + "ed"


PARTICIPLES = {participle(base): base for base in BASES}
PASTS = frozenset(past(base) for base in BASES)
