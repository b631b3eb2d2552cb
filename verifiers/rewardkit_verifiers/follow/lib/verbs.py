"""English words that can be verbs, by a list of common ones and the endings of their forms."""

from __future__ import annotations

from rewardkit_verifiers.follow.lib.word_set import word_set

_BASE = word_set(
    """
    accept access accompany accomplish account achieve acknowledge acquire act activate adapt add
    address adjust admit adopt advance advise affect afford agree aim align allocate allow alter
    amend analyse analyze announce answer anticipate apologize appear apply appoint appreciate
    approach approve argue arise arrange arrive ask assemble assert assess assign assist associate
    assume assure attach attack attempt attend attract avoid awake award bake balance base be beat
    become beg begin behave believe belong bend benefit bet bind bite blame blend bless block blow
    boil book boost borrow bounce bow break breathe brew bring broadcast browse brush build burn
    burst buy calculate call calm cancel capture care carry carve cast catch categorize cause
    celebrate center challenge change charge chase chat check cheer chew choose chop cite claim
    clarify classify clean clear click climb close coat collaborate collect combine come comfort
    command comment commit communicate compare compete compile complain complete comply compose
    compute conceal concentrate conclude conduct configure confirm connect consider consist
    construct consult consume contact contain contemplate continue contribute control convert
    convey convince cook cooperate coordinate copy correct count cover crack craft crawl create
    credit criticize cross crush cry cultivate cure customize cut damage dance dare deal debate
    decide declare decline decorate decrease dedicate deepen define delete deliver demand
    demonstrate deny depend deploy derive describe deserve design destroy detect determine develop
    devise dig diminish dip disagree disappear discard discover discuss dislike display
    distinguish distribute dive divide do document donate double download draft drag draw dream
    dress drift drill drink drive drop dry dwell earn ease eat edit educate elaborate elect
    eliminate embark embrace emerge emphasize employ empower enable encounter encourage end endure
    enforce engage enhance enjoy enlist ensure enter entertain equip escape establish estimate
    evaluate evoke evolve examine exceed exchange excite exclude execute exercise exist expand
    expect experience experiment explain explore export expose express extend extract face
    facilitate fail fall familiarize fasten fear feature feed feel fetch fight figure file fill
    filter find finish fit fix flip float flow fly focus fold follow forbid force forecast forget
    forgive form format foster found freeze fry fulfill function gain gather gaze generate get
    give glance go govern grab grade grasp greet grind grip group grow guarantee guard guess guide
    halt handle hang happen harness hate have head heal hear heat help hesitate hide highlight
    hike hire hit hold honor hope host hug hunt hurry hurt identify ignite ignore illustrate
    imagine implement imply import impress improve include incorporate increase indicate infer
    influence inform inhale initiate inject inquire insert inspect inspire install instruct
    integrate intend interact interpret introduce invent invest investigate invite involve isolate
    issue join journey judge jump justify keep kick kill kneel knit knock know label lack land
    last laugh launch lay lead lean leap learn leave lend let leverage lie lift light like limit
    link list listen live load locate lock log look lose love lower maintain make manage
    manipulate map march mark market marvel mash master match matter measure meet melt mention
    merge mind minimize miss mix modify monitor mount move multiply name navigate need negotiate
    note notice nurture obey observe obtain occur offer open operate oppose optimize order
    organize outline overcome own pack paint park participate pass paste pause pay peel perform
    permit persuade pick picture place plan plant play please plot plug point polish pop pose
    position possess post pour practice praise pray preach predict prefer preheat prepare present
    preserve press pretend prevent print prioritize proceed process produce promise promote prompt
    propose protect prove provide publish pull pump punish purchase pursue push put qualify
    question quit quote race raise reach react read realize rebuild recall receive recognize
    recommend reconsider record recover recruit recycle reduce refer refine reflect refresh refuse
    regard register regret reinforce reject rejoice relate relax release rely remain remember
    remind remove rename render renew rent repair repeat replace reply report represent request
    require rescue research reserve resist resolve respect respond rest restart restore restrict
    resume retain retrieve return reveal review revise revisit reward rewrite ride ring rinse rise
    roast roll rotate rub ruin rule run rush save say scale scan scatter schedule score scratch
    scream scroll seal search season secure see seek seem select sell send sense separate serve
    set settle sew shake shape share shift shine ship shoot shop shorten shout show shut sift sign
    signal simmer simplify simulate sing sink sit skip slay sleep slice slide slip smell smile
    smoke snap soak soar solve sort sound sow spare spark speak specify spell spend spill spin
    split spot spray spread sprinkle squeeze stack stand stare start state stay steal steam steer
    step stick stimulate stir stop store strengthen stress stretch strike strive study style
    submit substitute subtract succeed suffer suggest suit summarize summon supply support suppose
    surf surround survive suspect sustain swallow swear sweep swim swing switch synthesize tackle
    tailor take talk tap target taste teach tear tell tend test thank think thrive throw tie
    tolerate toss touch trace track trade train transfer transform translate transport travel
    treasure treat trigger trim trust try tune turn twist type uncover undergo understand
    undertake unite unleash unlock unveil update upgrade uphold upload urge use utilize validate
    value vary venture verify view visit visualize volunteer vote wait wake walk wander want warm
    warn wash waste watch water wave weave weigh welcome whisk whisper win wipe wish witness
    wonder work worry wrap write yell yield
    """
)
_FORMS = word_set(
    """
    am is are was were been being has had does did done went gone got gotten gave given took taken
    came became began begun saw seen said made knew known thought found told felt left kept held
    brought wrote written stood lost paid met sat set led understood spoke spoken spent grew grown
    won taught bought sent built fell fallen drew drawn broke broken chose chosen drove driven ate
    eaten flew flown forgot forgotten rose risen ran sang sung swam wore worn slept sold shot shut
    threw thrown hidden hid born dealt heard laid lit meant read rode ridden sought shown sprang
    struck swept torn woke woven wound 's 're
    """
)
_NO_ING = word_set(
    """
    king ring spring string thing wing sing sting nothing something anything everything morning
    evening during ceiling sibling darling duckling pudding wedding
    """
)
_NO_ED = word_set(
    """
    hundred indeed kindred sacred naked red bed shed speed seed deed weed
    """
)


def may_be_verb(word: str) -> bool:
    """Return True if an English word can be a verb; an auxiliary such as `can` is none.

    Example:
        >>> [may_be_verb(word) for word in ("Write", "Writing", "Tried", "Goes", "The", "Morning")]
        [True, True, True, True, False, False]
    """
    word = word.lower().replace("’", "'")
    word = word.removesuffix("'s").removesuffix("'re").removesuffix("n't")
    if word in _BASE or word in _FORMS:
        return True
    if word.endswith("ing"):
        return len(word) > 4 and word not in _NO_ING
    if word.endswith("ed"):
        return len(word) > 4 and word not in _NO_ED
    if word.endswith("ies"):
        return word[:-3] + "y" in _BASE
    if word.endswith("es") and word[:-2] in _BASE:
        return True
    return word.endswith("s") and word[:-1] in _BASE
