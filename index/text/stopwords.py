"""The stop words: words that say how a text is built, or how a question is asked, but not what it is about."""

# Articles, pronouns, prepositions, auxiliaries and question words of English.
FUNCTION_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but by can could did do
    does doing during each for from had has have having he her here hers him his how i if in into is it its itself just
    me more most my no nor not of off on once only or other our out over own same she should so some such than that the
    their them then there these they this those through to too under until up very was we were what when where which
    while who whom whose why will with would you your
    """.split()
)
# The same words run together, and words by which people talk to each other. The keyword index counts them: "use",
# "name" and "US" may be what a question is about.
STOPWORDS = FUNCTION_WORDS | frozenset(
    """
    above again another anyone anything aren't ask can't cannot couldn't didn't doesn't don't done either elaborate else
    ever every everything explain few further gave get give go going got hasn't haven't hello hi how's however i'd i'm
    i've idea instead isn't it's kind know let like list lot made make many may mean might mine much must name need
    neither never now oh ok okay one ones others ours please question quite rather really said say since something sorry
    still sure talk tell thank thanks that's theirs there's they're thing things though upon us use want wasn't well
    what's whatever whether who's within without won't wouldn't yeah yes yet you'd yours
    """.split()
)
# Function words of German, for questions about its tables; folded: small letters, no accents.
GERMAN_FUNCTION_WORDS = frozenset(
    """
    alle aller allem allen alles am an auf aus bei beim bitte da dann das dass dem den denn der des die dies diese
    dieser dieses du ein eine einem einen einer eines er es euch fur haben hat hatte hatten ich ihr ihre im in ins ist
    jede jeder jedes man mir mit oder sein seine sich sie sind und uns unser unsere vom von war waren was wann welche
    welchem welchen welcher welches wem wen wer werden wessen wie wir wird wo wurde wurden zu zum zur als
    """.split()
)
