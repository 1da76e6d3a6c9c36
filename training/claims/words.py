"""Word tables of the claim generator: opposites, synonyms, comparators, quantifiers, modals and verb forms."""

from __future__ import annotations


def _pairs(table: str) -> list[tuple[str, str]]:
    """Read ``one/other`` pairs; ``_`` stands for a space."""
    rows = [pair.replace("_", " ").split("/") for pair in table.split()]
    return [(one, other) for one, other in rows]


def _both_ways(table: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in _pairs(table):
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


OPPOSITES = _both_ways(
    """
    rose/fell rises/falls rise/fall rising/falling risen/fallen increased/decreased increase/decrease
    increases/decreases increasing/decreasing grew/shrank grow/shrink grows/shrinks growing/shrinking gained/lost
    gains/losses gain/lose climbed/dropped improved/worsened improves/worsens improve/worsen improvement/decline
    expanded/contracted expand/contract expansion/contraction strengthened/weakened strengthen/weaken
    accelerated/slowed doubled/halved raised/lowered raise/lower raises/lowers raising/lowering upward/downward
    upwards/downwards up/down higher/lower highest/lowest larger/smaller largest/smallest bigger/smaller
    biggest/smallest greater/smaller more/less most/least longer/shorter longest/shortest taller/shorter
    older/younger oldest/youngest earlier/later earliest/latest early/late faster/slower fastest/slowest
    stronger/weaker strongest/weakest heavier/lighter heaviest/lightest warmer/colder hotter/cooler wetter/drier
    deeper/shallower wider/narrower richer/poorer cheaper/dearer better/worse best/worst easier/harder
    safer/riskier before/after above/below inside/outside within/outside over/under with/without
    north/south northern/southern east/west eastern/western northeast/southwest northwest/southeast
    left/right upper/lower top/bottom front/back first/last begin/end began/ended begins/ends beginning/ending
    started/stopped start/stop starts/stops starting/stopping opened/closed open/closed opens/closes opening/closing
    included/excluded includes/excludes include/exclude including/excluding accepted/rejected accept/reject
    accepts/rejects approved/rejected approve/reject approves/rejects approval/rejection granted/denied grant/deny
    grants/denies confirmed/denied confirms/denies supported/opposed support/oppose supports/opposes
    agreed/disagreed agree/disagree agrees/disagrees allowed/forbidden allows/forbids permitted/prohibited
    permits/prohibits legal/illegal lawful/unlawful valid/invalid guilty/innocent convicted/acquitted
    won/lost win/lose wins/loses winning/losing victory/defeat passed/failed passes/fails success/failure
    succeeded/failed succeed/fail successful/unsuccessful bought/sold buy/sell buys/sells buying/selling
    buyer/seller buyers/sellers purchased/sold import/export imports/exports imported/exported lent/borrowed
    hired/fired hires/fires employed/unemployed profit/loss profits/losses surplus/deficit income/expense
    supply/demand creditor/debtor lender/borrower landlord/tenant employer/employee employers/employees
    entered/left enters/leaves arrived/departed arrive/depart arrives/departs arrival/departure joined/left
    joins/leaves join/leave appointed/dismissed elected/deposed remembered/forgot remember/forget
    alive/dead born/died lived/died healthy/sick harmful/harmless safe/dangerous toxic/harmless
    positive/negative good/bad strong/weak hot/cold warm/cold wet/dry light/dark fast/slow rich/poor full/empty
    hard/soft thick/thin wide/narrow deep/shallow long/short tall/short large/small big/small old/new high/low
    easy/difficult simple/complex cheap/expensive common/rare public/private internal/external domestic/foreign
    national/international local/global urban/rural ancient/modern temporary/permanent active/inactive
    present/absent possible/impossible likely/unlikely able/unable necessary/unnecessary mandatory/optional
    required/optional voluntary/compulsory known/unknown visible/invisible direct/indirect formal/informal
    same/different similar/different identical/different true/false correct/incorrect right/wrong
    regular/irregular stable/unstable reliable/unreliable complete/incomplete satisfied/dissatisfied
    happy/unhappy friendly/hostile popular/unpopular famous/obscure peaceful/violent quiet/noisy clean/dirty
    always/never often/rarely frequently/seldom usually/rarely everyone/nobody everything/nothing everybody/nobody
    anything/nothing majority/minority maximum/minimum summer/winter spring/autumn day/night daytime/nighttime
    morning/evening noon/midnight attacked/defended attack/defend attacks/defends attackers/defenders
    enemy/ally enemies/allies built/demolished created/destroyed create/destroy creates/destroys
    founded/dissolved established/abolished establish/abolish connected/disconnected attached/detached
    locked/unlocked loaded/unloaded married/divorced love/hate loved/hated loves/hates like/dislike likes/dislikes
    liked/disliked prefer/avoid praised/criticised praised/criticized recommended/discouraged
    encouraged/discouraged encourages/discourages encourage/discourage helped/hindered helps/hinders
    cause/prevent caused/prevented causes/prevents protect/endanger reveal/hide revealed/hid
    find/lose found/lost finding/losing
    send/receive sent/received sends/receives
    push/pull pushed/pulled float/sink floated/sank frozen/melted freeze/melt heated/cooled heat/cool
    inhale/exhale acidic/alkaline benign/malignant acute/chronic infectious/harmless hired/dismissed
    forward/backward forwards/backwards clockwise/anticlockwise odd/even solid/liquid
    advantage/disadvantage advantages/disadvantages benefit/harm benefits/harms strength/weakness
    strengths/weaknesses cause/consequence remained/changed continued/ceased continue/cease continues/ceases
    extended/shortened extends/shortens increased/reduced reduce/increase reduces/increases reduced/raised
    reducing/increasing add/remove added/removed adds/removes adding/removing adopted/abandoned
    ahead/behind near/far close/distant lead/trail led/trailed absolute/relative enabled/disabled enable/disable
    online/offline amateur/professional guilty/blameless plaintiff/defendant sunny/cloudy rainy/dry
    """
)
"""Words that exclude each other, both ways, so that no direction is the mark of a lie."""

NOT_ALONE = frozenset(
    """up down over under with right left back light like open close even last long may support lead hard close
    front fall rise end day night top more most less least good before after first without""".split()
)
"""Words with too many other meanings: they change in patterns only, not by themselves."""

SYNONYMS = _both_ways(
    """
    bought/purchased buy/purchase buys/purchases acquired/purchased began/started begin/start begins/starts
    approximately/about about/roughly around/roughly nearly/almost almost/nearly large/big larger/bigger largest/biggest
    little/small rapidly/quickly quick/fast quickly/fast often/frequently frequently/often rarely/seldom also/too
    however/but therefore/thus although/though while/whereas whilst/while  child/kid
    children/kids physician/doctor doctors/physicians car/automobile cars/automobiles movie/film movies/films
    film/motion_picture showed/demonstrated shows/demonstrates show/demonstrate helped/assisted helps/assists
    obtained/got received/got required/needed    ended/finished
    ended/concluded built/constructed build/construct difficult/hard simple/easy main/principal chief/main
    major/important significant/important famous/well-known located/situated additional/further
    rose/increased rises/increases grew/increased fell/declined fell/dropped decreased/declined falls/declines
    reduced/cut dropped/decreased created/made made/produced founded/established established/set_up
    died/passed_away killed/slain fight/battle battle/combat war/conflict wealthy/rich huge/enormous tiny/very_small
    annual/yearly annually/every_year yearly/each_year previously/earlier formerly/previously initially/at_first
    finally/at_last currently/now nowadays/today entire/whole completely/entirely totally/entirely wholly/entirely
    mostly/mainly mainly/chiefly primarily/mainly chose/selected choose/select chosen/selected
    defeated/beat defeats/beats attempted/tried attempt/try attempts/tries permitted/allowed permits/allows
    forbidden/prohibited stated/said states/says stated/declared claimed/asserted argued/contended
    believed/thought believes/thinks asked/requested answered/replied discovered/found kept/retained keeps/retains
    maintained/kept happened/occurred happens/occurs occurred/took_place occurs/takes_place took_part/participated
    consists_of/comprises city/town street/road house/home job/work salary/pay staff/employees firm/company
    companies/firms business/enterprise price/cost prices/costs profit/earnings profits/earnings revenue/sales
    lawyer/attorney lawyers/attorneys judge/justice contract/agreement law/statute laws/statutes illness/disease
    illnesses/diseases sick/ill medicine/drug medicines/drugs rain/rainfall error/mistake errors/mistakes
    method/technique methods/techniques answer/response goal/aim goals/aims result/outcome results/outcomes
    several/a_number_of many/a_lot_of various/different nation/country nations/countries people/persons
    citizens/nationals area/region areas/regions border/boundary leader/head student/pupil students/pupils
    teacher/instructor teachers/instructors author/writer authors/writers song/track ship/vessel ships/vessels
    aircraft/plane aircraft/planes soldiers/troops troops/soldiers correct/right incorrect/wrong identical/the_same
    ancient/old recent/latest modern/contemporary well-known/famous throughout/all_through amongst/among
     beneath/under besides/in_addition_to despite/in_spite_of regarding/about concerning/about
    attend/go_to attended/went_to consider/regard considered/regarded named/called called/known_as
    released/published issued/released fully/completely partly/partially sold/marketed resigned/stepped_down
    appointed/named elected/voted_in wrote/authored written/authored
    """
)
DIRECTED = frozenset(
    """also however since little now work home head right hard justice named different called pay cost answer latest
    made found about town got regard try show states show sold drug fast kept produced combat made cut head too
    start finish aim head track response further under since but fight issue shows
    around over on costs goal goals agreement simple easy released""".split()
)
"""Words with too many other meanings to be exchanged: the synonym may come in their place, never they go."""

COMPARATORS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("at least", "no fewer than", "no less than", "a minimum of"),
        ("at most", "no more than", "a maximum of", "up to"),
    ),
    (("more than", "over", "upwards of", "in excess of"), ("less than", "fewer than", "under", "below")),
    (("just over", "slightly more than"), ("just under", "slightly less than")),
    (("exactly", "precisely"), ("more than", "less than")),
)
"""Phrases before a number: those of one side mean the same, the other side excludes them."""

SCOPES: tuple[tuple[str, str], ...] = (
    ("all of the", "none of the"),
    ("all", "only some"),
    ("all", "not all"),
    ("every", "not every"),
    ("everyone", "not everyone"),
    ("most", "few"),
    ("many", "few"),
    ("many", "hardly any"),
    ("both", "neither of the"),
    ("both", "only one of the"),
    ("always", "only sometimes"),
    ("always", "never"),
    ("often", "never"),
    ("sometimes", "never"),
    ("completely", "only partly"),
    ("entirely", "only partly"),
    ("solely", "only partly"),
    ("some", "no"),
    ("several", "no"),
)
"""Quantifiers that exclude each other, both ways."""

OVERSTATED: tuple[tuple[str, str], ...] = (
    ("some", "all"),
    ("many", "all"),
    ("most", "all"),
    ("several", "all"),
    ("usually", "always"),
    ("often", "always"),
    ("sometimes", "always"),
    ("generally", "always"),
    ("partly", "entirely"),
    ("partially", "completely"),
    ("almost all", "all"),
    ("one of the", "the only one of the"),
)
"""``(text, claim)``: the text does not bear out the stronger claim; turned round, it does."""

MODALS: tuple[tuple[str, str], ...] = (
    ("must", "need not"),
    ("must", "must not"),
    ("shall", "shall not"),
    ("may", "may not"),
    ("may", "must"),
    ("may", "shall"),
    ("can", "cannot"),
    ("could", "could not"),
    ("should", "should not"),
    ("will", "will not"),
    ("would", "would not"),
    ("has to", "does not have to"),
    ("have to", "do not have to"),
    ("had to", "did not have to"),
    ("is required to", "is not required to"),
    ("are required to", "are not required to"),
    ("is allowed to", "is not allowed to"),
    ("are allowed to", "are not allowed to"),
    ("is able to", "is unable to"),
    ("are able to", "are unable to"),
    ("was able to", "was unable to"),
)

UNITS: tuple[tuple[str, ...], ...] = (
    ("million", "billion", "thousand"),
    ("millions", "billions", "thousands"),
    ("km", "m", "cm"),
    ("kilometers", "meters", "centimeters"),
    ("kilometres", "metres", "centimetres"),
    ("miles", "yards", "kilometers"),
    ("feet", "inches", "meters"),
    ("minutes", "hours", "seconds"),
    ("minute", "hour", "second"),
    ("hours", "days", "minutes"),
    ("days", "weeks", "months"),
    ("weeks", "months", "days"),
    ("months", "years", "weeks"),
    ("years", "months", "decades"),
    ("kg", "g", "tonnes"),
    ("kilograms", "grams", "tonnes"),
    ("pounds", "ounces", "tons"),
    ("dollars", "euros", "cents"),
    ("mg", "g", "micrograms"),
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBER_WORDS = tuple(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty""".split()
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

DETAILS = tuple(
    " ".join(detail.split())
    for detail in """
    in the capital; near the old harbour; on the outskirts of the town; at the headquarters; in a rented hall;
    at a secret location; in the southern district; on the second floor; in a small village; across the
    border; at the main station; during the winter holidays; in the early hours of the morning; at the end of
    the month; shortly after midnight; for the third time; for more than a decade; within six weeks; over the
    weekend; in the first quarter; since the last election; because of rising costs; because of bad weather;
    owing to a lack of staff; due to a software error; for safety reasons; out of fear of a strike; after a
    long dispute; despite strong protests; against the advice of experts; to save money; to attract younger
    people; to comply with a new law; to protect the environment; in order to repay a loan; in exchange for a
    discount; for an undisclosed sum; at a cost of 3.4 million euros; for about 250 dollars each; with a loss
    of 12 percent; together with two partners; with the help of volunteers; under the supervision of a doctor;
    on behalf of the ministry; at the request of the family; by a narrow margin; by unanimous vote; with the
    support of the unions; without telling the press; in front of 3,000 spectators; using a new method; by
    means of a special tool; with great success; to general surprise; as part of a pilot project; as planned
    two years earlier; for the benefit of local schools; following a complaint by neighbours; in memory of a
    colleague; by order of the court
    """.split(";")
)
"""Details that a claim may tell beyond its passage: place, time, reason, purpose, amount, manner."""
