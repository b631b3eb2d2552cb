"""Patterns for what stands beside the name of an option: a conclusion, a denial, a doubt, a mark.

Each is matched next to a name and looks at few characters; all repeats are bounded.
"""

from __future__ import annotations

import re

from rewardkit_verifiers.text.lib.choosing import wordlists as words
from rewardkit_verifiers.text.lib.choosing.wordlists import ANSWER, IS, OPTION, RIGHT, any_of

_SMALL = (
    rf"(?:[\s*_\"'`“”‘«„$(\[{{}}:：=,–—>→⇒-]|\\(?:text|textbf|mathrm|mathbf|boxed)?\{{?"
    rf"|\b{words.SMALL}\b|[是为為は가이은는选選项項应應该]|هي|هو|היא)"
)
_EDGE = r"[\s*_\"'`”’»)\]}$]"
# "Answer: X", "\boxed{X", "{"answer": "X": a place that is kept for the answer.
LABEL = re.compile(
    rf"(?:^|[\n.!?,;。！？|*#{{\"']|(?<!\w)_)[\s*_#>\"'-]{{0,6}}(?:(?:the|my|our|la|le|die|a|o)\s{{1,3}})?"
    rf"(?:(?:{RIGHT}\s{{1,3}})?{ANSWER}(?:\s{{1,3}}{RIGHT})?|{RIGHT})[\s*_\"']{{0,4}}[:：=]{_SMALL}{{0,12}}$"
    rf"|\\(?:boxed|fbox)\s?\{{(?:[^{{}}\n]|\{{){{0,30}}$|<(?:answer|final(?:_answer)?|choice|option|response|output)>\s{{0,4}}$|\b(?:print\(|return\s)[\"']$"
    rf"|[【\[]{ANSWER}[】\]]\s{{0,3}}[:：]?\s{{0,3}}$",
    re.IGNORECASE,
)
HEADING = re.compile(
    rf"^[\s#*_>]{{0,8}}(?:(?:the|my)\s{{1,3}})?(?:{RIGHT}\s{{1,3}})?{ANSWER}(?:\s{{1,3}}{RIGHT})?"
    r"[\s*_:：#]{0,6}$",
    re.IGNORECASE,
)
_LEADS = (
    rf"(?:\b{words.THUS}(?!\w)|\b{RIGHT}\s{{1,3}}(?:{ANSWER}|{OPTION})\b|\b{ANSWER}\s{{1,3}}(?:{RIGHT}|{IS})(?!\w)"
    rf"|\b{ANSWER}['’]s\b|\b{RIGHT}\s{{1,3}}(?!(?:angle|triangle|side|hand|end)\b)[^\W\d]{{2,16}}\s{{1,3}}{IS}(?!\w)"
    rf"|\b{words.INVERTED}(?=\s{{1,3}}{IS}\s)|{words.THUS_WIDE}|{ANSWER}[是为為は은는이가:：]"
    rf"|[→⇒]|=>|->|\b{words.CHANGE}\b|(?:^|[.!?,]\s{{0,3}}){words.NO}\b[,.:!—–]|{words.CHANGE_WIDE})"
)
# A word that draws a conclusion, with nothing but small words between it and the name.
MARKER = re.compile(
    rf"(?:{_LEADS}|^\W{{0,3}}(?:è|é|es|est|ist|это|to|det\s{{1,3}}är|dat\s{{1,3}}is)\s){_SMALL}{{0,14}}$",
    re.IGNORECASE,
)
ANY_MARKER = re.compile(_LEADS, re.IGNORECASE)
# Words after which a name is no longer what a conclusion at the head of the sentence is about.
ASIDE = re.compile(
    r"[,;:]|\b(?:since|because|as|while|whereas|although|though|unlike|when|if|than|between|da"
    r"|weil|car|porque|parce|perché|потому)\b",
    re.IGNORECASE,
)
PREDICATE = re.compile(
    rf"(?:{_EDGE}|[.:]){{0,6}}(?:[(（][^()（）\n]{{1,60}}[)）][\s*_]{{0,4}})?(?:,\s{{1,3}})?"
    rf"(?:{IS}|must\s{{1,3}}be|has\s{{1,3}}to\s{{1,3}}be|remains|would\s{{1,3}}be)\s{{1,3}}"
    r"(?:(?:the|clearly|therefore|thus|only|my|our|a|la|le|el|il|die|der|das|den|o|most|un|det|de"
    r"|single)\s{1,3}){0,3}"
    rf"(?:(?:{RIGHT}|{ANSWER})(?!\w)|only\s{{1,3}}(?:{OPTION}\b|[^\W\d]{{2,16}}\s{{1,3}}(?:that|which|left|remaining|to)\b)|one\s{{1,3}}(?:left|remaining|that|which|we)\b"
    r"|(?:option|choice)\s{1,3}(?:that|which|left)\b|left\b(?!\s{1,3}out)"
    r"|(?:appropriate|accurate|suitable|likely)\b)"
    rf"|{_EDGE}{{1,5}}(?:it\s{{1,3}}is\b|(?:fits|works|remains|wins|matches)\b"
    r"(?!\s{1,3}(?:poor|bad|less|only\s{1,3}if))|(?:is|seems|looks)\s{1,3}(?:it\b(?!\s{1,3}\w)|the\s{1,3}one\b"
    r"|(?:better|preferable|more\s{1,3}(?:likely|appropriate|accurate|plausible))\b(?!\s{1,3}than)))"
    r"|[\s*_]{0,3}(?:选项|选|項|项|選項)?[\s*_]{0,3}(?:的?(?:说法|描述|表述))?\s?"
    r"(?:是|为|が|은|는|이|가)?\s?最?(?:正确|正確|正しい|符合题意|正解|정답|맞)"
    r"|[\s,]{1,3}(?:doğru(?:dur)?|सही\s{1,3}(?:है|उत्तर)|সঠিক|ถูกต้อง|صحيح\w?|הוא\s{1,3}הנכון)",
    re.IGNORECASE,
)
# "(B) fits the data, so it is the right one.", "B. This is the answer."
TAKEN_UP = re.compile(
    r"[^.!?\n]{0,120}?(?:[.!]\s{1,3}|\b(?:so|thus|therefore|hence|and|making|which)\s{1,3}|,\s{1,3})"
    r"(?:it|this|that)?(?:['’]s|\s{0,3}(?:is|must\s{1,3}be))\s{1,3}(?:(?:the|our|my|clearly|only)\s{1,3}){0,2}"
    rf"(?:credited\s{{1,3}})?(?:{RIGHT}\s{{1,3}})?(?:{ANSWER}|option|response|one)\b",
    re.IGNORECASE,
)
_UNTRUE = (
    r"(?:(?:not|never|n['’]t)\s{1,3}(?:true|correct|accurate)|incorrect|wrong|false|untrue|inaccurate"
    r"|the\s{1,3}exception|the\s{1,3}odd\s{1,3}one\s{1,3}out)"
)
# Where the wrong option is asked for.
CALLED_FALSE = re.compile(
    rf"{_EDGE}{{0,5}}(?:is|was|must\s{{1,3}}be|ist|est|es|è|é)(?:n['’]t)?\s{{1,3}}"
    rf"(?:(?:the|an?|clearly|therefore|only)\s{{1,3}}){{0,2}}{_UNTRUE}"
    rf"|{_EDGE}{{0,5}}[:–—-]\s{{0,3}}(?:false|incorrect|wrong|not\s{{1,3}}true)\b",
    re.IGNORECASE,
)
CALLED_TRUE = re.compile(
    rf"{_EDGE}{{0,5}}(?:(?:is|are|was|were)\s{{1,3}}(?:(?:all|both|also|clearly|indeed)\s{{1,3}}){{0,2}}"
    r"(?:true|correct|right|accurate|valid)\b|[:–—-]\s{0,3}(?:true|correct|yes)\b)",
    re.IGNORECASE,
)
# Behind a name that begins its sentence, one of these lets it stand as the answer.
LED = re.compile(
    rf"{_EDGE}{{0,8}}(?:[(（][^()（）\n]{{1,80}}[)）][\s*_]{{0,4}})?"
    r"(?:[.!。！]?[\s*_$)\]}]{0,6}\Z|[.,:;!—–→，：。！]|\s-\s|\s{0,3}(?![✗✘✖☒❌])[\u2190-\u2bff\U0001f000-\U0001faff]"
    r"|\s{0,3}(?:because|since|as|due|for|given|which|weil|da|denn|parce|car|porque|pues|perché"
    r"|poiché|потому|так\s{1,3}как|instead\s{1,3}of|over|rather\s{1,3}than|(?:and\s{1,3}|but\s{1,3})?not)\b|\s{0,3}因)",
    re.IGNORECASE,
)
GOOD = re.compile(
    r"[✅✓✔☑🟢👍⭐○]|\[x\]|正确|正しい|맞음"
    r"|(?<![a-z])(?<!not\s)(?<!in)(?:correct|right|yes|true)(?=\s{0,3}[*_)\]|.!]|\s{0,3}\Z|\s{0,3}[—–-]\s)"
    r"|\b(?:richtig|correcta|correcto|corretta|correta|vrai|oui|ja|sí|sì|sim|верно|да|doğru|evet)"
    r"(?=\s{0,3}[*_)\]|.!]|\s{0,3}\Z)",
    re.IGNORECASE,
)
BAD = re.compile(
    r"[❌✗✘✖☒🚫🔴👎×]|错误|不正确|不对|不符|誤り|틀림|틀렸"
    r"|\b(?:incorrect|wrong|false|no|not\s{1,3}(?:it|this|correct|right|true)|eliminat\w{1,6}|excluded"
    r"|ruled\s{1,3}out|out|falsch|faux|incorrecta|falsa|errad[ao]|sbagliat[ao]|неверно|нет|yanlış"
    r"|hayır|nein|non)(?=\s{0,3}[*_)\]|.!,;]|\s{0,3}\Z|\s{0,3}[—–-]\s)",
    re.IGNORECASE,
)
CHANGED = re.compile(
    rf"\b{words.CHANGE}\b|(?:^|[.!?\n]\s{{0,3}})\b{words.NO}\b[,.:!—–]|{words.CHANGE_WIDE}",
    re.IGNORECASE,
)
# Directly behind a name: "✓", "? Yes!"
MARKED = re.compile(
    rf"{_EDGE}{{0,5}}[:.|–-]{{0,2}}\s{{0,3}}(?:(?P<good>[✅✓✔☑🟢👍])|(?P<bad>[❌✗✘✖☒🚫🔴👎]))"
    rf"|{_EDGE}{{0,5}}\?\s{{0,3}}(?:(?P<yes>yes|yep|correct|right|true|ja|oui|sí|sì|sim|да)"
    r"|(?P<no>no|nope|wrong|incorrect|false|nein|non|não|нет))(?=\s{0,3}(?:[.,!;:*_\n—–]|\Z))",
    re.IGNORECASE,
)
# Directly ahead of a name: a box to tick.
TICKED = re.compile(r"[\[(][xX✓✔][\])]\s{0,2}[*_(]{0,4}$")
UNTICKED = re.compile(r"(?:\[\s{0,2}\]|\(\s{1,2}\))\s{0,2}[*_(]{0,4}$")
# Ahead of a name in its clause: it is set aside.
SET_ASIDE = re.compile(
    rf"(?:\b{words.SETS_ASIDE}(?!\w)\.?|{words.SETS_ASIDE_WIDE})[\s*_(\[\"'`]{{0,4}}"
    r"(?:(?:just|the|a|an|option|choice|answer|is|be|with|in|of|out|la|le|el|die|der|das|den"
    r"|opción|opção|l|il|lo)\b[\s*_(\[\"'`:]{1,4}){0,3}$",
    re.IGNORECASE,
)
# Ahead of a name in its clause: it is only thought of.
THOUGHT_OF = re.compile(
    rf"\b{words.THINKS_OF}\b[^.!?\n]{{0,80}}$|{words.THINKS_OF_WIDE}"
    r"|\b(?:fast|beinahe|almost|nearly)\b[^.!?\n]{0,12}$",
    re.IGNORECASE,
)
_NOT = any_of(
    "(?:is|was|are|were)(?:n't|_(?:\\w{1,10}_)?(?:not|out|wrong|incorrect|false|eliminated|excluded"
    "|ruled|no\\b|never|impossible|too|neither|unlikely|off))",
    "can(?:not|'t|_be_(?:ruled|excluded|eliminated)) (?:does|did|do)(?:n't|_not) fails?\\b won't",
    "has_no only_\\w{2,12}s\\b ist_(?:es_)?(?:nicht|kein|falsch) scheidet entfällt",
    "kann_es_nicht n'(?:est|a|y) ne_ est_(?:faux|fausse|incorrect|exclu) no_(?:es|puede|está)",
    "es_(?:falsa?|incorrect) non_(?:è|può) não_(?:é|pode) не_ nie_ değil bukan",
)
# Ahead of a name: what it is said to be is no answer.
OTHER_PART = re.compile(
    r"\b(?:least|worst|weakest|wrong|incorrect|false|opposite|distractor|decoy|trap|mistake|error"
    r"|second\s{1,3}(?:best|guess|choice|thought))\b[^.,;:!?\n]{0,40}\b(?:is|was|are|be)\s{1,3}$",
    re.IGNORECASE,
)
# Ahead of a name that is the only one: it is named for something else.
IN_PASSING = re.compile(
    r"\b(?:about|after|before|twice|half|beyond|besides|like|near|versus|vs)\s{1,3}(?:the\s{1,3})?$",
    re.IGNORECASE,
)
CLUELESS = re.compile(
    r"\b(?:do\s{1,3}not|don['’]t)\s{1,3}know\b|\bno\s{1,3}(?:idea|clue)\b|\b(?:can(?:no|['’])t|unable\s{1,3}to)\s{1,3}(?:answer|say|tell)\b"
    r"|\bnone\s{1,3}of\s{1,3}(?:them|these|the\s{1,3}(?:options|choices|answers|above))\b",
    re.IGNORECASE,
)
# Behind a name: a share of belief.
SHARE = re.compile(r"[\s*_\"'`)\]]{0,4}[:=(]?\s{0,2}(?:0?\.\d{1,4}|\d{1,3}(?:\.\d{1,2})?\s?%)")
# Behind a name: it seemed so, or is not.
SEEMED = re.compile(
    rf"[\s*_\"'`)\]}},]{{0,5}}(?:(?:also|at\s{{1,3}}first|initially)\s{{1,3}})?"
    r"(?:looked|seemed|sounded|appeared|(?:looks?|seems?|sounds?|is|was)\s{1,3}(?:also\s{1,3})?"
    r"(?:tempting|plausible|possible|attractive|close|a\s{1,3}(?:tempting|common|plausible|possible"
    rf"|distractor|trap|decoy))"
    r"|(?:is|comes|came|ranks|was)\s{1,3}(?:only\s{1,3})?(?:second|third|next|last|behind|(?:far|close)\s{1,3}behind)\b"
    rf"|(?:might|may|could|would)\b|{_NOT}|错|不|有误|ではな|じゃな|아니)",
    re.IGNORECASE,
)
UNDECIDED = re.compile(
    r"\b(?:can(?:no|['’])?t|could\s{1,3}not|couldn['’]t|unable\s{1,3}to|not\s{1,3}able\s{1,3}to"
    r"|refuse\s{1,3}to|won['’]t|will\s{1,3}not)\s{1,3}(?:(?:really|quite|possibly)\s{1,3})?"
    r"(?:commit|decide|choose|pick|settle|make\s{1,3}up\s{1,3}my\s{1,3}mind)"
    r"|\b(?:going|goes|go)\s{1,3}round\s{1,3}(?:and\s{1,3}round\s{1,3})?in\s{1,3}circles"
    r"|\b(?:toss[-\s]?up|coin\s{1,3}(?:flip|toss))\b"
    r"|\beither\s{1,3}(?:one|of\s{1,3}(?:them|these|the\s{1,3}two))\s{1,3}(?:could|might|may|is|works)"
    r"|\b(?:ich\s{1,3}weiß\s{1,3}(?:es\s{1,3})?nicht|je\s{1,3}ne\s{1,3}sais\s{1,3}pas"
    r"|no\s{1,3}(?:lo\s{1,3})?sé|non\s{1,3}lo\s{1,3}so|não\s{1,3}sei|не\s{1,3}знаю)\b"
    r"|不知道|不确定|わかりません|모르겠",
    re.IGNORECASE,
)
