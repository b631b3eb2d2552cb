"""Answers in scripts without blanks between words, and in Korean with its particles.

Han, kana, Thai, Lao and Khmer are searched as text: 巴黎 stands in 法国的首都是巴黎. A mention is
the answer only where it is what the subject of the question is: right behind 是, は or คือ, or
before です or 입니다, with nothing else beside it, so that 巴黎圣母院 is not 巴黎. All else is
unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rewardkit.reading.standing import standing
from rewardkit.reading.vocabulary import NO, YES
from rewardkit_verifiers.text.lib.mentions import Alias
from rewardkit_verifiers.text.lib.words import stands_alone

_OPEN = r"(?:[\s*_\"'“‘「『《〈【(（]|\\boxed\s?\{|\\text\s?\{)*"
_CLOSE = r"[\s*_\"'”’」』》〉】)）}]*"
_IS = re.compile(
    r"(?:就是|(?<![因认認以成作行])[为為]|是|叫[做作]?|即|乃|は|が|=|:|คือ|เป็น|ແມ່ນ|គឺ|(?<=[가-힣])[은는이가]\s)"
    rf"{_OPEN}$"
)
_STATES = re.compile(
    r"就是|(?<![因认認以成作行])[为為]|是|叫[做作]|は|:|=|คือ|(?<=[가-힣])[은는](?=\s)"
)
_POLITE = (
    r"(?:です|である|だ|でございます|になります|입니다|이다|다|이에요|예요|이야)?(?:よ|ครับ|ค่ะ)?"
)
_PAST = r"(?:でした|だった|였습니다|이었습니다|였다|이었다)"
_STOP = rf"{_CLOSE}(?:[(（][A-Za-zÀ-ÿ ,.'-]{{1,40}}[)）])?(?:\Z|[。.!！，,;；\n])"
_ENDS = re.compile(rf"{_CLOSE}{_POLITE}{_STOP}")
_ENDED = re.compile(rf"{_CLOSE}{_PAST}{_STOP}")
_THEN = re.compile(r"た[のか。?？]|したか|만든|였|었|했|썼|발명한|だった|でした|ました")
_CALLED = re.compile(rf"{_CLOSE}(?:です|である|だ(?=[。\s]|\Z)|입니다|이다|이에요|예요)")
_SENTENCE = re.compile(r"[。！？!?；;\n]|\.(?=\s|\Z)")
_CLAUSE = re.compile(r"[，,、]")
_LED = re.compile(
    r"^(?:所以|因此|因而|那么|好的|当然|是的|答(?![案え])|つまり|したがって|よって|はい|但是?|不过|不過|しかし|でも|하지만|그러나|그래서|따라서|즉|네|ดังนั้น)[，,、\s]*"
)
_ANSWER = re.compile(
    r"(?:正确|正確|最终|最終|标准|標準|我)?(?:答案|回答)(?:就|应)?|答え?|正解|정답|답|คำตอบ"
)
_IT = re.compile(r"[它他她这這那]|それ|これ|彼|彼女|그것|그|이것|มัน")
_OPENED = re.compile(rf"^{_OPEN}")
_FOREIGN = re.compile(r"[A-Za-z]{2,}\s[A-Za-z]{2,}")
# A sentence that is another name and nothing else: リヨンです.
_BARE = re.compile(
    r"就?是(?![的啊呀])(?P<one>\w{1,8})|(?P<two>(?!そう|以上|正し|その通り|맞|그렇)[^\W\dはが]{1,8})(?:です|だ|입니다|이에요|예요|이다)"
)
_THIS = re.compile(r"[这那這]|この|その|あの|[이그]")
_SMALL = re.compile(r"[\s的之の의者人了*_\"'“”「」『』《》()（）]+")
_DOUBT = re.compile(
    r"可能|也许|也許|或许|或許|大概|恐怕|好像|似乎|估计|猜|据说|據說|听说|有人|说法|以为|以為|认为|認為|觉得|如果|假如|要是|曾|误|誤|错|錯|谎"
    r"|かもしれ|たぶん|多分|おそらく|恐らく|らしい|と思|とされ|という説|もし|でしょう|だろう|かつて"
    r"|아마|것 같|듯|일지도|만약|라고 생각|อาจ|น่าจะ|คิดว่า|ถ้า|เคย"
)
_UNSURE = re.compile(
    r"不确定|不確定|不知道|不清楚|无法回答|分かりません|わかりません|分からない|わからない|自信がな|확실하지|확실치|모르|ไม่แน่ใจ|ไม่รู้"
)
_BACK = re.compile(
    r"不对|不對|错了|錯了|说错|更正|纠正|等等|等一下|不[，,]|违|違い|違う|間違|訂正|いや|いいえ|아니|틀렸|잘못|정정|ไม่ใช่|ผิด|其实|不正确|不正確|假的|谎|骗|玩笑|嘘|冗談|농담|거짓|実は|사실"
)
_DENIED = re.compile(rf"(?:不[是为為叫]|[并並]?非是?|不算|没有?|除了|ไม่ใช่){_OPEN}$")
_EITHER = re.compile(r"还是|還是|或|それとも|または|아니면|또는|หรือ")
_ASKS = re.compile(
    r"[^。！!；;\n]{0,12}[?？]|[^。！!；;\n，,]{0,4}(?:吗|嗎|ですか|ますか|입니까|까)"
)
_BESIDE = re.compile(
    rf"{_CLOSE}(?:、|/|和|与|與|及|跟|或|还有|以及|还是|還是|や|と|か(?!ら)|または|나\s|이나\s|와\s|과\s|또는|및|\s아니면|\s혹은|\s?หรือ|\s?และ"
    r"|[，,；;](?!\s?(?:不是|并非|並非|而非))\s?[^\s。，,！!]{1,4}(?:[。.！!，,]|\Z))"
)
_MOST, _MOST_CLAIMS, _FEWEST, _SHORT = 16, 200, 2, 6
# A doubt anywhere goes before a plain statement, and that before what tells nothing.
_FIRST = ("hedged", "several_answers", "", "unclear")


def is_unspaced(alias: Alias) -> bool:
    """Return whether an alias is written in a script whose words have marks that part letters.

    Example:
        >>> is_unspaced(Alias("กรุงเทพ", ("กร", "งเทพ"))), is_unspaced(Alias("巴黎", ("巴黎",)))
        (True, False)
    """
    return any(_wide(char) and not char.isalnum() for char in alias.text)


def unspaced(text: str, prompt: str, aliases: Sequence[Alias]) -> tuple[str, Alias, int] | None:
    """Return why an alias inside a run of letters is no answer, nothing if it is, and where it is.

    Args:
        text: The reply.
        prompt: The question.
        aliases: The accepted answers.

    Returns:
        A reason or an empty text, with the alias and its place; None where no alias stands there.

    Example:
        >>> paris = [Alias("巴黎", ("巴黎",))]
        >>> asked = "法国的首都是哪里？"
        >>> [unspaced(f"法国的首都{end}。", asked, paris)[0] for end in ("是巴黎", "不是巴黎")]
        ['', 'hedged']
        >>> unspaced("我喜欢巴黎圣母院。", asked, paris)[0], unspaced("里昂", asked, paris)
        ('unclear', None)
    """
    if {alias.text.lower() for alias in aliases} <= YES | NO:
        return None
    found = list(islice(_places(text, aliases), _MOST))
    if not found:
        return None
    accepted = [alias.text for alias in aliases]
    whys = [_why(text, prompt, alias, at, accepted) for alias, at in found]
    why = min(whys, key=_FIRST.index)
    if why in ("", "unclear") and _rival(text, prompt, aliases):
        return "several_answers", *found[0]
    if not why and _FOREIGN.search(_without(text, accepted)):
        return "unclear", *found[0]  # The capital is Lyon. 首都是巴黎
    return why, *found[whys.index(why) if why in whys else 0]


def _without(text: str, accepted: Sequence[str]) -> str:
    for one in accepted:
        text = text.replace(one, "")
    return text


def _places(text: str, aliases: Sequence[Alias]) -> Iterator[tuple[Alias, int]]:
    """Yield where an alias stands in or beside letters of a script without blanks."""
    low = text.lower() if len(text.lower()) == len(text) else text
    for alias in sorted(aliases, key=lambda one: -len(one.text)):
        wanted = alias.text.lower().strip()
        at = low.find(wanted)
        while at >= 0:
            before, after = low[at - 1 : at] if at else "", low[at + len(wanted) :][:1]
            if _parts(before, wanted[0]) and _parts(wanted[-1], after):
                around = (before, after, *wanted)
                if any(_wide(char) for char in around if char):
                    yield alias, at
            at = low.find(wanted, at + len(wanted))


def _wide(char: str) -> bool:
    return stands_alone(char) or "가" <= char <= "힣"


def _parts(one: str, other: str) -> bool:
    """Whether a word may end between two characters: not inside of a word with blanks around it."""
    if not one or not other or not one.isalnum() or not other.isalnum():
        return True
    return _wide(one) or _wide(other)


def _why(text: str, prompt: str, alias: Alias, at: int, accepted: Sequence[str]) -> str:
    end = at + len(alias.text.strip())
    start = max((one.end() for one in _SENTENCE.finditer(text, 0, at)), default=0)
    stop = _SENTENCE.search(text, end)
    before, after = text[start:at], text[end:]
    sentence = text[start : stop.start() if stop else len(text)]
    allowed = f"{prompt} {alias.text}"
    if _denies(before) or standing(text, at, end, allowed=allowed) == "denied":
        return "hedged"
    if _DOUBT.search(sentence.replace(alias.text, "")) or _UNSURE.search(text):
        return "hedged"
    if _ASKS.match(after):
        return "hedged"
    if _BACK.search(text, stop.start() if stop else len(text)):
        return "several_answers"
    beside = _BESIDE.match(after)
    if beside and not after[beside.end() :].lstrip().startswith(tuple(accepted)):
        return "several_answers"
    if alias.text in prompt and not _EITHER.search(prompt):
        return "unclear"
    first = not text[:start].strip(" *_\n")
    return "" if _is_answer(before, after, prompt, first) else "unclear"


def _denies(before: str) -> bool:
    """Whether the verb right before a mention is denied: 不是, 并非, ไม่ใช่."""
    return _DENIED.search(before) is not None


def _is_answer(before: str, after: str, prompt: str, first: bool) -> bool:
    """Whether a mention is what the subject of its clause is, and the question speaks of that."""
    clauses = _CLAUSE.split(before)
    own = clauses[-1]
    ends = _ENDS.match(after) or (_THEN.search(prompt) and _ENDED.match(after))
    said = _IS.search(own)
    if ends and said:
        subject = own[: said.start()]
        if subject.strip() == "而" and len(clauses) > 1:  # 不是里昂，而是巴黎
            subject = re.split(r"不是|并非|並非", clauses[-2])[0]
        return _is_asked(subject, prompt, first and len(clauses) == 1)
    bare = not own.strip(" *_\"'“「『")
    if bare and first and len(clauses) == 1 and ends:
        whole = not after[ends.end() :].strip() and not re.sub(_CLOSE, "", after).strip("。.!！")
        if whole or _CALLED.match(after):
            return True  # パリです。
    return bare and len(clauses) == 1 and _has_subject_behind(after, prompt)


def _is_asked(subject: str, prompt: str, first: bool) -> bool:
    """Whether a subject is what the question asks for, said in its own letters."""
    subject = _LED.sub("", subject.strip())
    if not prompt.strip():
        return True
    bare = _SMALL.sub("", subject)
    if not bare or _IT.fullmatch(bare):
        return first
    if _ANSWER.fullmatch(bare):
        return True
    return len(bare) >= _FEWEST and set(bare.lower()) <= set(prompt.lower())


def _has_subject_behind(after: str, prompt: str) -> bool:
    """Whether what follows a mention is a piece of the question: 巴黎是法国的首都."""
    clause = re.split(r"[，,、。！!；;\n]|\.(?=\s|\Z)", after, maxsplit=1)[0]
    said = re.match(rf"{_CLOSE}(?:是|[为為]|は|が|[은는이가]\s|คือ|เป็น)?(.*)", clause, re.DOTALL)
    rest = re.sub(rf"{_POLITE}{_CLOSE}$", "", said[1] if said else "")
    bare = _SMALL.sub("", rest)
    return len(bare) > _FEWEST and bare.lower() in _SMALL.sub("", prompt.lower())


def _rival(text: str, prompt: str, aliases: Sequence[Alias]) -> bool:
    """Whether a reply says of what is asked for that it is something else, too."""
    known = [alias.text.lower() for alias in aliases]
    for piece in _SENTENCE.split(text)[:_MOST_CLAIMS]:
        alone = _BARE.fullmatch(piece.strip(" *_"))
        if alone and not (alone["one"] or alone["two"]).lower().startswith(tuple(known)):
            return True
    for found in islice(_STATES.finditer(text), _MOST_CLAIMS):
        start = max((one.end() for one in _SENTENCE.finditer(text, 0, found.start())), default=0)
        own = _CLAUSE.split(text[max(start, found.start() - 80) : found.start()])[-1]
        bare = _SMALL.sub("", _LED.sub("", own.strip()))
        if not bare or _IT.fullmatch(bare) or bare.lower() in known or own.endswith(("不", "而")):
            continue
        behind = text[found.start() : found.start() + 80]
        if len(bare) <= _SHORT and not _THIS.match(bare) and _has_subject_behind(behind, prompt):
            return True  # 里昂是法国的首都
        value = text[found.end() : found.end() + 80].lower()
        value = _OPENED.sub("", value)
        if _is_asked(own, prompt or own, False) and not value.startswith(tuple(known)):
            return True
    return False
