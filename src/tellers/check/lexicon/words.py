"""Small words: titles, roles, helpers, and the cues that a sentence is not the outlet's own plain assertion."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(text.split())


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _set(
    "mr mrs ms miss mx dr sir dame lord lady baroness baron rev revd reverend prof professor cllr councillor ald "
    "alderman "
    "captain capt major col colonel gen general sen senator rep representative gov governor president vice-president "
    "judge justice mayor supervisor assemblyman assemblywoman congressman congresswoman commissioner"
)
ROLES = _set(
    "incumbent candidate challenger mayor rival opponent nominee contender hopeful leader mp councillor independent "
    "newcomer veteran businessman businesswoman lawyer accountant farmer teacher doctor candidates rivals "
    "winner victor runner-up counterpart senator governor representative congressman congresswoman president "
    "vice-president commissioner sheriff chair chairman chairwoman minister secretary mayor-elect frontrunner "
    "front-runner underdog firebrand stalwart standard-bearer outsider favourite favorite politician campaigner "
    "activist barrister solicitor publican ex-mayor"
)
INCUMBENT_ROLES = _set("incumbent sitting")
DETERMINERS = _set("the a an his her their its this that these those our your my both all each some any another one")
ADJECTIVES = _set(
    "new newly-elected new-look former ex outgoing sitting two-term one-term three-term second-placed third-placed "
    "nearest closest main chief fellow local veteran popular embattled pro-gaza controversial beleaguered "
    "successful triumphant long-serving long-time longtime "
    "first-time narrow wide big strong weak young old late great national regional incumbent rookie republican "
    "democratic current previous previous then-mayor eventual jubilant delighted tearful dejected 'shock' shock "
    "surprise"
)
AUXILIARIES = _set(
    "has have had is are was were be been being did does do 's 've 'd 're having will would could may might must "
    "shall should can"
)
BE = _set("is are was were be been being 's 're get gets got getting")
ADVERBS = _set(
    "narrowly comfortably easily just only now finally eventually already also then still ultimately clearly "
    "convincingly decisively dramatically surprisingly unexpectedly officially formally duly again soundly heavily "
    "resoundingly handily barely well indeed today yesterday tonight last-minute overnight since yet currently "
    "sensationally triumphantly emphatically overwhelmingly once only apparently provisionally later swiftly "
    "therefore thus nearly almost solidly safely successfully quickly subsequently always both all each together "
    "instead too however meanwhile perhaps even really truly first last week night month this either outright"
)
NEGATORS = _set(
    "not n't never nor neither cannot didn't hasn't hadn't wasn't isn't aren't weren't won't wouldn't haven't "
    "doesn't don't couldn't can't without no-one nobody"
)
# Words that a sentence may open with before a surname: capital letters there say nothing.
OPENERS = _set(
    "a an the but and or so yet when while if as with for in on at by from after before although though because since "
    "until unless once that this these those there then now today yesterday tonight meanwhile however earlier later "
    "incumbent outgoing former candidate rival winner loser elsewhere here both neither either instead still even "
    "only just not his her its their our despite like unlike against under over about between beyond during nearby "
    "monday tuesday wednesday thursday friday saturday sunday will would could can did does do has had have is are "
    "was were may might should what why who how where whether how's challenger defeated ousted victorious re-elected "
    "critically crucially significantly notably perhaps surprisingly congratulations breaking live update watch"
)
PRONOUNS_PERSON = _set("he she him her they them his hers their himself herself")
MODALS = _set("would could might may should can must 'd wouldn't couldn't")
FUTURE = _set("will shall 'll won't")
# A finite verb after one of these is a hope, an aim or a forecast: it says nothing about the result.
PROSPECTS = (
    "expected to",
    "expect to",
    "set to",
    "poised to",
    "on course",
    "on track",
    "likely to",
    "unlikely to",
    "tipped to",
    "hoped to",
    "hoping to",
    "hopes to",
    "hope to",
    "hope of",
    "hopes of",
    "hoping for",
    "hope for",
    "aiming to",
    "aim to",
    "aims to",
    "trying to",
    "tried to",
    "try to",
    "tries to",
    "bidding to",
    "bid to",
    "bids to",
    "battling to",
    "battle to",
    "fighting to",
    "fight to",
    "vying to",
    "wants to",
    "want to",
    "wanted to",
    "needs to",
    "need to",
    "needed to",
    "have to",
    "has to",
    "had to",
    "must",
    "seeking",
    "sought",
    "seeks",
    "seek",
    "seeking to",
    "sought to",
    "predicted to",
    "predicted",
    "predict",
    "predicts",
    "projected to",
    "forecast to",
    "forecast",
    "forecasts",
    "favourite to",
    "favorite to",
    "able to",
    "unable to",
    "chance of",
    "chances of",
    "prospect of",
    "prospects of",
    "in danger of",
    "at risk of",
    "risk of",
    "attempt to",
    "attempting to",
    "promised to",
    "vowed to",
    "confident of",
    "confident that",
    "on the verge of",
    "close to",
    "appeared to",
    "appears to",
    "appear to",
    "seemed to",
    "seems to",
    "looks to",
    "looked to",
    "looks like",
    "looked like",
    "in with a chance",
    "way to",
    "path to",
    "standing to",
    "stands to",
    "stood to",
    "due to be",
    "if",
    "unless",
    "whether",
    "had hoped",
    "would have",
    "could have",
    "might have",
    "may have",
    "should",
    "feared",
    "fear",
    "fears",
    "fearing",
    "in order to",
    "in the event of",
    "in case",
    "as if",
    "as though",
    "campaign to",
    "ambition to",
    "ambitions to",
    "preparing to",
    "threatened to",
    "threatens to",
    "threaten to",
    "no way",
    "nobody thought",
    "few thought",
    "chance to",
    "right to",
    "eligible to",
    "allowed to",
    "time to",
    "race to",
    "contest to",
    "contest to be",
    "failed in his bid",
    "failed in her bid",
    "imagine",
    "suppose",
    "what if",
    "rather than",
    "short of",
)
ATTRIBUTION = _set(
    "said says say saying told tells claimed claims claiming claim insisted insists insisting believes believed "
    "believe "
    "suggested suggests suggesting argued argues arguing warned warns according estimates estimated estimate "
    "estimating "
    "reported reports reportedly sources source briefed briefing tweeted posted wrote writes added adds adding "
    "understands understood alleged alleges boasted boasts declared-that predicted predicts forecasts conceded-that "
    "admitted admits rumours rumors rumoured rumored speculation suspects thinks reckons reckon projects projected "
    "calls-it expects expected hailed hails thought think tells pointed noted joked stated announced announces "
    "acknowledged acknowledges revealed disputes disputed accused accuses wrongly falsely mistakenly erroneously "
    "apparently"
)
MONTHS = _set(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Capital words that are no place and no person, so they do not make a sentence's meaning doubtful.
NEUTRAL_CAPITALS = (
    _set(
        "i no mayor mayoral council councillor councillors mp mps pm uk us u.s british english american scottish "
        "welsh european "
        "general election elections county borough city party commons parliament westminster congress senate "
        "house bbc sky itv pa ap "
        "reuters news getty images image press association guardian times telegraph independent mail mirror sun "
        "express "
        "christmas easter gaza brexit covid ulez nhs gop mr mrs ms dr sir lord dame tv radio twitter facebook x "
        "english britain england scotland wales government prime minister minister home chancellor opposition "
        "shadow cabinet "
        "monday tuesday wednesday thursday friday saturday sunday fptp first-past-the-post second round "
        "returning officer county"
    )
    | MONTHS
)
OUTCOME_NOUNS = _set(
    "election elections contest race battle vote ballot poll polls mayoralty seat seats mayorship office post job role "
    "victory win triumph re-election reelection term presidency governorship senate council control majority day crown "
    "constituency ward borrough borough town city district county division region area runoff run-off "
    "by-election byelection "
    "primary mandate mayor commissioner campaign fight contests races poll position state landslide power hall"
)
VICTORY_NOUNS = _set("victory win triumph success re-election reelection term mandate landslide")
# What may be won or lost that is no election.
NOT_THE_OFFICE = _set(
    "nomination selection primary leadership debate argument support praise award votes vote-share hearts "
    "confidence backing "
    "endorsement approval plaudits applause friends ground deposit deposits nerve patience temper momentum faith trust "
    "voters supporters seat-count whip chance ward-by-ward case appeal lawsuit money job jobs touch face "
    "fight-back grip"
)
# A sentence that names nobody is still read for claims if it has one of these.
TRIGGERS = _set(
    "he she they his her him won lost wins loses predecessor successor performance results losses recount "
    "recounts gap outcome result contest "
    "victory defeat incumbent winner control turnout lead led ahead majority margin re-elected elected ousted "
    "beat beaten"
) | frozenset(WEEKDAYS)
