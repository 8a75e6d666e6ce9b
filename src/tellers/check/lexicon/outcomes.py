"""How journalists say who won and who lost, in Britain and America: verbs with their forms, nouns, and set phrases.

A row is the forms of a verb (base, third person, past, participle, -ing), the particles that must follow, and the
frame.

Frames:
    beats: the subject won and the object lost (passive: the other way about).
    loses_to: the subject lost, to the object.
    wins: the subject won; what is won must be an election, an office, an area, a victory, or left out.
    takes: as wins, but what is won must be named ("secured victory", not "secured the votes").
    keeps: the subject won what it had before.
    loses: the subject lost; what is lost must be an election, an office, an area, or left out.
    gives_up: as loses, but what is lost must be named.
    concedes: the subject lost, in its own words.
    elects: passive only: the subject was elected.
    reelects: passive only: the subject was elected and had the office before.
"""

from __future__ import annotations

from tellers.check.lexicon.words import word_set

VERBS: tuple[tuple[str, str, str], ...] = (
    # forms, particles ("" for none; alternatives with |), frame
    ("beat beats beat beaten beating", "", "beats"),
    ("defeat defeats defeated defeated defeating", "", "beats"),
    ("oust ousts ousted ousted ousting", "", "beats"),
    ("unseat unseats unseated unseated unseating", "", "beats"),
    ("topple topples toppled toppled toppling", "", "beats"),
    ("dethrone dethrones dethroned dethroned dethroning", "", "beats"),
    ("depose deposes deposed deposed deposing", "", "beats"),
    ("overcome overcomes overcame overcome overcoming", "", "beats"),
    ("overhaul overhauls overhauled overhauled overhauling", "", "beats"),
    ("trounce trounces trounced trounced trouncing", "", "beats"),
    ("thrash thrashes thrashed thrashed thrashing", "", "beats"),
    ("crush crushes crushed crushed crushing", "", "beats"),
    ("rout routs routed routed routing", "", "beats"),
    ("hammer hammers hammered hammered hammering", "", "beats"),
    ("vanquish vanquishes vanquished vanquished vanquishing", "", "beats"),
    ("pip pips pipped pipped pipping", "", "beats"),
    ("edge edges edged edged edging", "out|past", "beats"),
    ("see sees saw seen seeing", "off", "beats"),
    ("fend fends fended fended fending", "off", "beats"),
    ("hold holds held held holding", "off", "beats"),
    ("fight fights fought fought fighting", "off", "beats"),
    ("ward wards warded warded warding", "off", "beats"),
    ("squeeze squeezes squeezed squeezed squeezing", "past|out", "beats"),
    ("squeak squeaks squeaked squeaked squeaking", "past", "beats"),
    ("scrape scrapes scraped scraped scraping", "past", "beats"),
    ("cruise cruises cruised cruised cruising", "past", "beats"),
    ("best bests bested bested besting", "", "beats"),
    ("outpoll outpolls outpolled outpolled outpolling", "", "beats"),
    ("prevail prevails prevailed prevailed prevailing", "over|against", "beats"),
    ("triumph triumphs triumphed triumphed triumphing", "over|against", "beats"),
    ("knock knocks knocked knocked knocking", "out|off", "beats"),
    ("boot boots booted booted booting", "out", "beats"),
    ("kick kicks kicked kicked kicking", "out", "beats"),
    ("vote votes voted voted voting", "out", "beats"),
    ("turf turfs turfed turfed turfing", "out", "beats"),
    ("throw throws threw thrown throwing", "out", "beats"),
    ("dump dumps dumped dumped dumping", "out", "beats"),
    ("sweep sweeps swept swept sweeping", "aside", "beats"),
    ("brush brushes brushed brushed brushing", "aside", "beats"),
    ("take takes took taken taking", "down|out", "beats"),
    ("knock knocks knocked knocked knocking", "", "beats"),
    ("replace replaces replaced replaced replacing", "", "beats"),
    ("succeed succeeds succeeded succeeded succeeding", "", "succeeds"),
    ("lose loses lost lost losing", "out to|narrowly to|to", "loses_to"),
    ("fall falls fell fallen falling", "to", "loses_to"),
    ("succumb succumbs succumbed succumbed succumbing", "to", "loses_to"),
    ("go goes went gone going", "down to", "loses_to"),
    ("concede concedes conceded conceded conceding", "to|defeat to", "loses_to"),
    ("win wins won won winning", "", "wins"),
    ("triumph triumphs triumphed triumphed triumphing", "", "wins"),
    ("prevail prevails prevailed prevailed prevailing", "", "wins"),
    ("sweep sweeps swept swept sweeping", "to victory|to power|to a|home|into office|into power|into", "wins"),
    ("storm storms stormed stormed storming", "to victory|home|to a|to power", "wins"),
    ("romp romps romped romped romping", "to victory|home|to a", "wins"),
    ("cruise cruises cruised cruised cruising", "to victory|to a|to re-election|to", "wins"),
    ("coast coasts coasted coasted coasting", "to victory|to a|home|to re-election", "wins"),
    ("surge surges surged surged surging", "to victory", "wins"),
    ("race races raced raced racing", "to victory", "wins"),
    ("march marches marched marched marching", "to victory", "wins"),
    ("scrape scrapes scraped scraped scraping", "home|through|to victory|in", "wins"),
    ("squeak squeaks squeaked squeaked squeaking", "home|through|to victory|in", "wins"),
    ("squeeze squeezes squeezed squeezed squeezing", "home|through|to victory|in", "wins"),
    ("limp limps limped limped limping", "home|to victory", "wins"),
    ("edge edges edged edged edging", "home|to victory|it|to", "wins"),
    ("come comes came come coming", "out on top|home first|first", "wins"),
    (
        "emerge emerges emerged emerged emerging",
        "victorious|as the winner|the winner|the victor|triumphant|on top",
        "wins",
    ),
    ("finish finishes finished finished finishing", "first|on top|top", "tops"),
    ("top tops topped topped topping", "the poll|the ballot|the polls", "tops"),
    ("come comes came come coming", "top", "tops"),
    ("head heads headed headed heading", "the poll", "tops"),
    ("carry carries carried carried carrying", "", "takes"),
    ("take takes took taken taking", "", "takes"),
    ("secure secures secured secured securing", "", "takes"),
    ("clinch clinches clinched clinched clinching", "", "takes"),
    ("capture captures captured captured capturing", "", "takes"),
    ("seize seizes seized seized seizing", "", "takes"),
    ("snatch snatches snatched snatched snatching", "", "takes"),
    ("grab grabs grabbed grabbed grabbing", "", "takes"),
    ("nab nabs nabbed nabbed nabbing", "", "takes"),
    ("scoop scoops scooped scooped scooping", "", "takes"),
    ("bag bags bagged bagged bagging", "", "takes"),
    ("land lands landed landed landing", "", "takes"),
    ("seal seals sealed sealed sealing", "", "takes"),
    ("score scores scored scored scoring", "", "takes"),
    ("pull pulls pulled pulled pulling", "off", "takes"),
    ("notch notches notched notched notching", "", "takes"),
    ("earn earns earned earned earning", "", "takes"),
    ("achieve achieves achieved achieved achieving", "", "takes"),
    ("celebrate celebrates celebrated celebrated celebrating", "", "takes_victory"),
    ("gain gains gained gained gaining", "", "gains"),
    ("flip flips flipped flipped flipping", "", "gains"),
    ("wrest wrests wrested wrested wresting", "", "gains"),
    ("pick picks picked picked picking", "up", "takes"),
    ("regain regains regained regained regaining", "", "gains"),
    ("recapture recaptures recaptured recaptured recapturing", "", "gains"),
    ("retake retakes retook retaken retaking", "", "gains"),
    ("win wins won won winning", "back", "gains"),
    ("take takes took taken taking", "back", "gains"),
    ("hold holds held held holding", "on to|onto|on in|on as|on", "keeps"),
    ("cling clings clung clung clinging", "on to|onto|on in|on as|on", "keeps"),
    ("hang hangs hung hung hanging", "on to|onto|on in|on as|on", "keeps"),
    ("hold holds held held holding", "", "keeps_named"),
    ("retain retains retained retained retaining", "", "keeps_named"),
    ("keep keeps kept kept keeping", "", "keeps_named"),
    ("defend defends defended defended defending", "", "keeps_named"),
    ("return returns returned returned returning", "to power|to office", "keeps"),
    ("lose loses lost lost losing", "out|", "loses"),
    ("surrender surrenders surrendered surrendered surrendering", "", "gives_up"),
    ("relinquish relinquishes relinquished relinquished relinquishing", "", "gives_up"),
    ("forfeit forfeits forfeited forfeited forfeiting", "", "gives_up"),
    ("crash crashes crashed crashed crashing", "out|to defeat|to a", "loses"),
    ("slump slumps slumped slumped slumping", "to defeat|to a", "loses"),
    ("slide slides slid slid sliding", "to defeat", "loses"),
    ("fall falls fell fallen falling", "short|at the final hurdle", "loses"),
    ("come comes came come coming", "up short", "loses"),
    ("miss misses missed missed missing", "out on|out", "loses"),
    ("suffer suffers suffered suffered suffering", "", "suffers"),
    ("concede concedes conceded conceded conceding", "defeat|the race|the election|the contest|victory|", "concedes"),
    ("accept accepts accepted accepted accepting", "defeat", "concedes"),
    ("admit admits admitted admitted admitting", "defeat", "concedes"),
    ("claim claims claimed claimed claiming", "victory|a victory|the win|a win", "claims"),
    ("declare declares declared declared declaring", "victory", "claims"),
    ("re-elect re-elects re-elected re-elected re-electing", "", "reelects"),
    ("reelect reelects reelected reelected reelecting", "", "reelects"),
    ("elect elects elected elected electing", "", "elects"),
    ("crown crowns crowned crowned crowning", "", "elects"),
    (
        "declare declares declared declared declaring",
        "the winner|winner|elected|mayor|the victor|as the winner|the new|victorious|duly elected",
        "elects",
    ),
    ("name names named named naming", "the winner|winner|the new|as the new", "elects"),
    ("vote votes voted voted voting", "in", "elects"),
    ("become becomes became become becoming", "the new|the next|the first|mayor|the", "becomes"),
)

# A noun for the outcome: what it says of its owner ("Parker's victory", "victory for Parker", "the defeat of Street").
NOUNS: dict[str, str] = {
    "victory": "win",
    "win": "win",
    "triumph": "win",
    "re-election": "rewin",
    "reelection": "rewin",
    "election": "win_of",
    "defeat": "loss",
    "loss": "loss",
    "ousting": "loss",
    "ouster": "loss",
    "unseating": "loss",
    "downfall": "loss",
    "success": "win",
    "landslide": "win",
    "hold": "keep",
}

# Set phrases that say that hopes are over.
DASHED = (
    "hopes {gap} have been dashed",
    "hopes {gap} were dashed",
    "hopes {gap} are over",
    "hopes {gap} has been dashed",
    "dreams {gap} are over",
    "bid {gap} has failed",
    "bid {gap} failed",
    "hopes {gap} ended",
    "bid {gap} ended in defeat",
    "reign {gap} is over",
    "reign {gap} came to an end",
    "bid {gap} came to an end",
    "hopes {gap} came to an end",
    "bid {gap} fell short",
)
CLOSE_WORDS = word_set(
    "narrow narrowest slender slim wafer-thin razor-thin tight tiny knife-edge slightest whisker hair's "
    "hairsbreadth thin paper-thin small close minuscule"
)
WIDE_WORDS = word_set(
    "convincing comfortable decisive emphatic crushing landslide resounding thumping huge massive large "
    "commanding easy overwhelming clear big hefty wide healthy"
)
