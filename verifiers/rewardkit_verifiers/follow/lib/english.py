"""Word lists of English: stop words, and what a full stop does not end a sentence after."""

from __future__ import annotations

from rewardkit_verifiers.follow.lib.word_set import word_set

STOP_WORDS = word_set(
    """
    a about above after again against ain all am an and any are aren as at be because been before
    being below between both but by can couldn d did didn do does doesn doing don down during each
    few for from further had hadn has hasn have haven having he her here hers herself him himself
    his how i if in into is isn it its itself just ll m ma me mightn more most mustn my myself
    needn no nor not now o of off on once only or other our ours ourselves out over own re s same
    shan she should shouldn so some such t than that the their theirs them themselves then there
    these they this those through to too under until up ve very was wasn we were weren what when
    where which while who whom why will with won wouldn y you your yours yourself yourselves
    """
)
"""The stop words of NLTK's list, apostrophes left out."""

ABBREVIATIONS = word_set(
    """
    a.a a.c a.d a.g a.h a.m a.m.e a.s a.t adm ala ariz aug ave b.f b.v bros c c.i.t c.o.m.b c.v
    calif chg cie co col colo conn corp cos ct d d.c d.h d.w dec dr e e.f e.h e.l e.m f f.g f.j
    feb fla fri ft g g.d g.f g.k ga gen h h.c h.f h.m i.m.s ill inc j.b j.c j.j j.k j.p j.r jan jr
    k kan ky l l.a l.f l.p lt ltd m m.b.a m.d.c m.j maj messrs mg mich minn mr mrs ms n n.c n.d
    n.h n.j n.m n.v n.y nev nov oct ok okla ore p p.a.m p.m pa ph.d prof r r.a r.h r.i r.j r.k r.t
    rep reps s s.a s.a.y s.c s.g s.p.a s.s sen sep sept sr st sw t t.j tenn tues u.k u.n u.s u.s.a
    u.s.s.r v va vs vt w w.c w.r w.va w.w wash wed wis yr
    """
)
"""Abbreviations in lower case, as NLTK's English Punkt model has them (Kiss and Strunk 2006)."""

STARTERS = word_set(
    """
    above abreast acceleration accepted accepts accompanied according accordingly achieving
    acknowledging ad adding addressing adds adjusted admen adopted advocacy advocates agricultural
    ahead aiding airline allegations allowing almost along already although altogether among
    annualized annually anticipating anyone apparently applications applied approximately
    arbitragers architect argued arm arming ask asked aspects assertions assigned assisted
    associate assume attack attempts attorneys au auditor authorities averages ballets ballooning
    balloons bankruptcies bat behind being believe besides better between beyond bidders bids
    bipartisan blame blond bond borrowings both bouncers boutique breaking broader broker
    brokerage brokers bumpy buried businesses businessmen but buyer buyout call calling came
    cancellation candidates canny car catches cautious cemetery censure certainly chagrined
    challengers charge charging chemicals circuit citing colleagues collecting combined
    commissions compared competing competitors compiled completion concedes concerns confidential
    confirmation consider considered considering consumption continued continuing contracted
    contributing contributors corporations costly counting coupled coupon created creditor critics
    crying currencies currently dangerous date dealers declined decliners defendants definitive
    delays denial depending describing despite details determinations developers developments
    differences different dig directing directly disappointing discuss disgrace dish disk diverse
    diverted diving documents dodge does doesn doing domestic dozens dumping durable earlier early
    earning eased economist eight either employer employers enabling environment equally
    especially estimated even eventually ever evidence examples excess excited excluding experts
    faced falling fans faster fellow females fewer figures files final finally fliers flimsy
    flying follow following follows forget formerly founded founder frequent frustrated fully
    furthermore gainers gasoline girl given giving global gratitude grew guests handy hangars
    hanging hasn he headlines hearing heating helped hence her here heretofore highlights hiring
    historian historically hog holds honor hoping hostile hot however hug i ideal ideally if
    ignore in including increased indeed independent indications individuals informed initial
    inside inspection instant instead intellectuals interior interpretations invariably
    inventories inventory isn iss it jeans journalists junior justices kiss knowledge known lately
    launched lawmakers le leaders leading lean legislation leisure lesser letters lifting likewise
    liquor lives looking lovastatin lover lowering maintaining majestic manufactured many maquila
    maquilas massive maturing meantime meanwhile microchips mild missed missing moderates
    monopoles moral moreover most narrower nasty nationally naturally naval negotiate negotiating
    neither nervousness nevertheless nomination nondurable nonetheless nor notable note nothing
    noting nowhere numbers numerous obsessional occasionally occupied ocean officer offset
    offsetting opponents originally otherwise outboard outgoing outlays overall overdue
    overwhelmed paced painful participants participating particularly partly patients pending pep
    percent percentage performances photography places platinum playing pointing political
    politicians polls possibly precious precise preferred pressed pressures presumably previous
    previously priced principal prior private problem problems proceeds profitable program
    promotions proponents proposed proud prove proving provisions psychologists pulp purchasers
    purchases pushing put quadrupled racquets ranks rarely recent recently referring refinancing
    reflecting regardless regions regular reliable relief relocating remember reorganization
    repeated researchers residential resigns resolution responding restraining restricting results
    retailers retailing retired revamping reverse ribaminol right rising rivalry robust romance
    romantic roses round sad sales seasonally secondary seeing seldom selling senator senators
    sentencing separately session setback settling seven seventh sharply shipping shooting shortly
    shouting signaling similarly since sitting skeptics slipped slowly sluggish smaller so some
    somehow someone sometime sometimes son soon source soybean specialized specifically specifics
    spectacle speculation spending spillover spinning spokesmen sponsorship squash steelmaker
    still stopping strict striking studio subsequently succeeding such sucralose suddenly
    sufficient sum summit supported surely surged surveys survival sweeten sweetener swift swing
    swung task technological ten tentative terms textiles the there thereafter therefore these
    they things this though thrifts through thus tip together tomorrow tone totaled totaling
    totals tradition traditionally trained troy true truer try trying turnout turns typically
    ultimately unchanged under undoubtedly unfortunately unfriendly unhappy unions unknown
    unleaded unless unlike unsecured urgency us using vacations various ve via viewpoint virus
    visitors voters vows wage walking wary waterfront were wheat when whenever whereas whether
    which while wholesalers widely widened win winners within without witness working workstations
    worsening written yes yesterday yet yields your
    """
)
"""Words that begin a sentence after an abbreviation when they are capitalised: ordinary words
that stand capitalised nowhere but at the beginning of a sentence."""

AFTER_NUMBERS = word_set(
    """
    abreast aes business cbot colgate commodities cooper corrections credit dividend financing
    genentech henley insider international leisure letters notable pay-fone pegasus pepper review
    rj wedgestone who zimmer
    """
)
"""Words before which a full stop after a number ends nothing."""

AFTER_INITIALS = word_set(
    """
    b.stewart i.toussie j.fialka o.ludcke i.magnin b.wigton b.edelman b.levine b.smith j.walter
    j.aron
    """
)
"""Initials with the names that follow them, a full stop between."""
