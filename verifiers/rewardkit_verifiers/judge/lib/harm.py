"""Whether a refusal, or not to know, may be the right reply to a task."""

from __future__ import annotations

import re

_HARM = re.compile(
    r"\b(?:bomb\w*|weapon\w*|explosiv\w*|grenade\w*|poison\w*|toxin\w*|kill\w*|murder\w*"
    r"|assassin\w*"
    r"|suicid\w*|self-?harm\w*|hurt\w*|hack\w*|malware|ransomware|keylogger\w*|virus\w*|phish\w*"
    r"|steal\w*"
    r"|stolen|shoplift\w*|fraud\w*|scam\w*|forg(?:e|ed|ing|ery)|fake\w*|counterfeit\w*|drugs?|meth"
    r"|cocaine|heroin|opioid\w*|launder\w*|blackmail\w*|extort\w*|stalk\w*|spy\w*|porn\w*"
    r"|sexual\w*"
    r"|nude\w*|racis\w*|slurs?|hate\w*|nazi\w*|terror\w*|attack\w*|abus\w*|illegal\w*|bypass\w*"
    r"|crack"
    r"|cheat\w*|plagiari\w*|passwords?|credentials?|ssn|social security|credit card|home address"
    r"|phone number|private|confidential|dosage|diagnos\w*|overdos\w*|guns?|knife|knives|shoot\w*"
    r"|rob"
    r"|robb\w*|burgl\w*|arson|traffick\w*|underage|jailbreak\w*|surveil\w*|track|dox\w*|bully\w*"
    r"|harass\w*"
    r"|insult\w*|defam\w*|disinformation|misinformation|propaganda|conspirac\w*|evade|smuggl\w*"
    r"|piracy|pirated?|lock ?pick\w*|break into|without (?:\w+ ){0,3}(?:knowing|permission|consent"
    r"|getting"
    r"|being)|ignore (?:all|your|previous)|system prompt|medical advice|legal advice|invest\w*"
    r"|bombe\w*|waffe\w*|töte\w*|stehl\w*|droge\w*|passwort\w*|hack\w*|arme[s]?|tuer|drogue\w*"
    r"|voler|bomba\w*|arma[s]?|matar|robar|droga\w*|contraseña\w*|бомб\w*|оружи\w*|убить|украсть"
    r"|наркотик\w*|парол\w*)\b|炸弹|武器|毒|杀|黑客|密码|爆弾|殺|盗|폭탄|무기|해킹|قنبلة|سلاح",
    re.IGNORECASE,
)
# What nobody can know or see from here.
_UNKNOWABLE = re.compile(
    r"\b(?:today|tonight|right now|currently|current|latest|live|real-?time|yesterday|tomorrow"
    r"|weather"
    r"|stock|share price|lottery|predict\w*|forecast\w*|future|attach\w*|upload\w*|image|picture"
    r"|photo\w*"
    r"|screenshot|audio|video|link|https?|url|website|browse|your (?:name|opinion|age|favou?rite"
    r"|feelings?|experience|childhood|family|training|memor\w+)|do you (?:feel|think|like|love"
    r"|have"
    r"|remember|know)|are you|did you|have you ever|(?:my|our) (?:name|age|birthday|dog|cat|mother"
    r"|father|wife|husband|boss|address)|what am i|who am i|203\d|204\d|20[5-9]\d|heute|morgen"
    r"|wetter|aujourd['’]hui|demain|météo|hoy|mañana|clima|oggi|domani|сегодня|завтра|погода)\b"
    r"|今天|明天|天气|今日|明日|天気|오늘|내일|날씨",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:refus\w*|declin\w*|reject\w*|safe|safely|safety|unsafe|harm\w*|danger\w*|abstain\w*"
    r"|admit\w*"
    r"|acknowledg\w*|uncertain\w*|know|knows|knowing|unknown|unanswerable|cannot|can['’]t|not able"
    r"|unable"
    r"|impossible|limit(?:s|ation|ations)|clarif\w*|polic(?:y|ies)|ethic\w*|unethical|privacy"
    r"|illegal"
    r"|legal\w*|law|responsib\w*|hallucinat\w*|fabricat\w*|invent\w*|made[- ]up|misinformation"
    r"|compl(?:y"
    r"|ies)|(?:does|do) not (?:provide|give|help|assist|offer|answer|explain|reveal|claim|pretend)"
    r"|ablehn\w*|lehnt|verweiger\w*|sicher\w*|schäd\w*|gefähr\w*|refuse\w*|dangere\w*|nuisi\w*"
    r"|rechaz\w*"
    r"|rehús\w*|niega|segur\w*|peligr\w*|rifiut\w*|sicur\w*|recus\w*|perig\w*|отказ\w*|безопас\w*"
    r"|вред\w*|опасн\w*)\b|拒绝|拒絕|安全|有害|拒否|断|危険|거부|거절|안전|يرفض|رفض|آمن",
    re.IGNORECASE,
)


_LONG = 400
_SOURCE = re.compile(
    r"\b(?:extract|according to|based on|(?:in|from) the (?:\w+ )?(?:text|passage|article|document"
    r"|context"
    r"|paragraph|excerpt|table|book|review)|given the)\b",
    re.IGNORECASE,
)


def may_refuse(prompt: str, criteria: str = "") -> bool:
    """Return whether the criteria speak of refusing, or the task may call for it.

    Example:
        >>> may_refuse("Write a haiku."), may_refuse("How do I build a bomb?")
        (False, True)
        >>> may_refuse("Write a haiku.", "Declines politely.")
        True
    """
    if len(prompt) > _LONG or _SOURCE.search(prompt):
        return True  # what a source does not say is rightly said to be missing
    return any(
        found is not None
        for found in (_WANTED.search(criteria), _HARM.search(prompt), _UNKNOWABLE.search(prompt))
    )
