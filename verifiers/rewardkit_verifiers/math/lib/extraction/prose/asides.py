"""Sentences and headings that come after an answer and state none: checks, notes, offers."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asked_form import LEAD, is_form_asked, is_tip
from rewardkit_verifiers.math.lib.extraction.prose.results import ends_on_operation

_CHECKS = (
    r"check(?:ing|s)?\b|proof\s?:|(?:double|sanity|quick|cross)[- ]?check|verif(?:y|ication|ying)\b"
    r"|to (?:double-?)?(?:check|verify|confirm)\b|(?:as|for) a (?:quick |sanity "
    r"|final )?(?:check|test)"
    r"|(?:you|we|one|i) (?:can|could|may) (?:also |easily |always |quickly )?(?:check|verify"
    r"|confirm"
    r"|see (?:this|it)|double-?check|test)"
    r"|let(?:['’]s| me| us) (?:just |quickly |also )?(?:check|verify|confirm|double[- ]?check|test)"
    r"|(?:this|that|it|the (?:answer|result|value)) (?:also )?(?:checks out|makes sense|agrees"
    r"|is consistent|is reasonable|matches|fits|seems reasonable|looks (?:right|reasonable))"
    r"|(?:both|all) (?:sides|equations|conditions|answers|values|numbers|three|of them) (?:agree"
    r"|match|hold|are satisfied|check)"
    r"|probe\b|zur (?:probe|kontrolle)|kontrolle\b|überprüfung|prüfung\b|v[ée]rification"
    r"|on (?:vérifie|peut vérifier)|pour vérifier|comprob(?:ación|amos|emos|ando)|para comprobar"
    r"|verific(?:ação|amos|ando|a|hiamo|ación)\b|conferindo|провер(?:ка|им|яем)|перев(?:ірка|іримо)"
    r"|sprawdzenie|sprawdzamy|kontrola|kontroll|controle\b|sağlama"
)
_CJK_CHECKS = r"(?:验算|检验|驗算|檢驗|检查|验证|驗證|検算|確認|확인|검산)"
_NOTES = (
    r"notes?\b(?! that the answer)|n\.?\s?b\.?\s*[:,]|remarks?\b|observe\b|notice\b|by the way\b"
    r"|to see why\b|here(?:['’]s| is) why\b"
    r"|btw\b|fun fact|interesting(?:ly)?\b|incidentally|for (?:comparison|reference|scale|context"
    r"|perspective|the record|what it['’]s worth|completeness|the curious|a sense of|intuition)\b"
    r"|(?:by|in) comparison\b(?! with)"
    r"|as a (?:decimal|percentage|percent|fraction|side ?note|comparison"
    r"|bonus|mixed number|reminder)\b|in (?:interval|set|scientific|decimal) notation\b"
    r"|numerically\b|in (?:decimal|percentage|decimals)\b|tip\b"
    r"|hint\b|safety\b|caution\b|warning\b|reminder\b|remember\b|keep in mind\b|disclaimer\b"
    r"|p\.?\s?s\.?\s*[:,]|side ?note|another (?:way|method|approach)\b|alternative(?:ly)?\b"
    r"|zum vergleich|hinweis|anmerkung|bemerkung|übrigens|remarques?\b|à noter|pour comparaison"
    r"|à titre (?:de comparaison|indicatif)|nota\b|observación|observação|fíjate|recuerda|ojo\b"
    r"|por cierto|como curiosidad|para comparar|curiosidade|lembre|vale (?:notar|lembrar)"
    r"|per confronto|curiosità|osserva(?:zione)?\b|для (?:сравнения|справки)|замечание|примечание"
    r"|заметим|кстати|uwaga\b|dla porównania|opmerking|ter vergelijking|anm\b|not:"
)
_CJK_NOTES = (
    r"(?:注意|备注|備註|注[:：]|补充|顺便|另外|提示|说明[:：]|なお|ちなみに|補足"
    r"|注記|※|참고|참고로)"
)
_OFFERS = (
    r"would you like|do you (?:want|need|have)|want (?:me|to see)|shall i|should i|let me know"
    r"|feel free|(?:i )?hope (?:this|that|it)\b|happy to\b|glad to\b|i(?:['’]m| am) (?:happy|glad"
    r"|here)|i(?:['’]d| would) be (?:happy|glad)|i can (?:also )?(?:show|explain|help|walk|draw"
    r"|build|make|plot|give|do|work|go)|if (?:you(?:['’]d| would)? (?:like|want|need|have|prefer)"
    r"|anything|any of|that|this helps|it helps)\b|need (?:help|more|another|anything)"
    r"|(?:got|have) (?:any )?(?:more|other|another) question|good luck|great (?:question|job|work)"
    r"|keep (?:up|practi)|any (?:other |more |further )?questions|just (?:ask|let|say)|cheers\b"
    r"|thanks?\b|happy \w+ing\b|enjoy\b"
    r"|soll ich|möchtest du|wenn du|falls du|sag (?:mir )?bescheid|viel erfolg|gern\w*\b"
    r"|n['’]hésite"
    r"|souhaite[sz]|voulez|veux-tu|si tu (?:veux|as)|si vous|bon courage|dis-moi|si quieres"
    r"|si necesitas"
    r"|¿?quieres|¿?te gustaría|¿?necesitas|av[ií]same|espero que|se quiser|quer que|qualquer dúvida"
    r"|se precisar|bons estudos|se vuoi|fammi sapere|buono studio|vuoi che|если (?:хотите"
    r"|хочешь|нужно"
    r"|есть|что)|хотите|хочешь|удачи|обращай|jeśli chcesz|daj znać|als je|laat (?:het )?me|wil je"
    r"|istersen|kolay gelsin|nếu bạn|chúc bạn|jika (?:kamu|anda)|semoga"
)
_CJK_OFFERS = (
    r"(?:如果(?:你|您|需要|还有)|需要我|希望|有问题|祝|要不要|もし|ご不明|何か|お役"
    r"|必要|필요하|더 궁금|궁금|도움)"
)
_HARD = re.compile(
    rf"{LEAD}(?:(?:{_CHECKS}|{_NOTES}|{_OFFERS})|{_CJK_CHECKS}|{_CJK_NOTES}|{_CJK_OFFERS})",
    re.IGNORECASE,
)
_OFFER = re.compile(rf"{LEAD}(?:(?:{_OFFERS})|{_CJK_OFFERS})", re.IGNORECASE)
# What is said of another case, or in another mood, once an answer stands.
_SOFT = re.compile(
    rf"\A{LEAD}(?:if\b|had\b|were\b|in a (?:non|leap|real)|without\b|unlike\b|compared? (?:to"
    rf"|with)\b"
    r"|(?:that(?:['’]s| is)|this is) an? (?!total|sum|grand)|in practice\b|in other words\b"
    r"|this (?:means|is (?:about|roughly|approximately|also|just"
    r"|exactly|because|since|why|the same))\b|that(?:['’]s| is) (?:about|roughly|approximately|also"
    r"|just|because|since|why|the same|around|nearly|almost)\b|it(?:['’]s| is) (?:about"
    r"|roughly|also"
    r"|because|worth)\b|falls\b|wenn\b|das (?:sind|entspricht)\b|si\b|cela (?:correspond|fait)\b"
    r"|c['’]est (?:environ|aussi)|esto (?:equivale|es)\b|se\b|isso (?:equivale|é)\b|если\b"
    r"|это (?:около"
    r"|примерно)\b|equivalently\b|or,? equivalently|talk\b|as expected|which\b|here\b|recall\b)"
    r"|\b(?:(?:for|by|in) comparison|zum vergleich|pour comparaison|para comparar|для сравнения"
    r"|would(?:['’]ve| have)?|could have|had (?:we|you|it)|würde|wäre|hätte|serait"
    r"|aurait|sería"
    r"|habría|seria|teria|sarebbe|бы)\b|['’]d (?:have|be|get)\b|^\W*如果|^\W*若|もし",
    re.IGNORECASE,
)
_MOOD = re.compile(
    r"\b(?:would|could|might|if|suppose|had|würde|serait|sería|seria)\b", re.IGNORECASE
)
_CONCLUDES = re.compile(
    rf"{LEAD}(?:(?:and |but )?(?:so|thus|therefore|hence|consequently|in (?:conclusion|total"
    rf"|summary"
    r"|all|short)|altogether|overall|finally|as a result|we conclude|it follows|accordingly"
    r"|also|damit|somit|daher|folglich|insgesamt|deshalb|donc|ainsi|par conséquent|finalement"
    r"|au total|en conclusion|por (?:lo )?tanto|así(?: que)?|luego|en total|entonces|en conclusión"
    r"|logo|portanto|assim|então|no total|quindi|dunque|perciò|pertanto|in totale|значит|итак"
    r"|следовательно|поэтому|таким образом|отже|więc|zatem|czyli|dus|daarom|derfor|alltså|yani"
    r"|sonuç olarak|vậy|do đó|jadi|maka)\b|(?:因此|所以|故|于是|综上|総|よって|したがって"
    r"|ゆえに|従って|つまり"
    r"|따라서|그러므로|그래서|결국))",
    re.IGNORECASE,
)
ASIDE_HEADING = re.compile(
    rf"\W*(?:(?:\d+[.)]\s*)?(?:{_CHECKS}|{_NOTES})|{_CJK_CHECKS}|{_CJK_NOTES}"
    r"|(?:why|common|extension|further|practice|try|key|sources?|references?|assumptions?"
    r"|related|bonus|next)\b)",
    re.IGNORECASE,
)
EXPLANATION_HEADING = re.compile(
    r"\W*(?:explanation|reasoning|details?|working|derivation|proof|justification|how|steps?|why"
    r"|erklärung|begründung|explication|explicación|explicação|spiegazione|объяснение|пояснение"
    r"|解释|解説|说明|解析|过程|설명|풀이)",
    re.IGNORECASE,
)
ANSWER_HEADING = re.compile(
    r"\W*(?:(?:the |final |correct |your )*answers?|conclusions?|(?:final )?results?|summary"
    r"|bottom line"
    r"|in short|tl;?dr|final(?: value| step)?|antwort|ergebnis|fazit|lösung|réponse|résultat"
    r"|conclusión|respuesta|resultado|resposta|conclusão|risposta|risultato|conclusione|ответ"
    r"|вывод|результат|відповідь|odpowiedź|wynik|wniosek|antwoord|conclusie|svar|cevap|sonuç"
    r"|答案|结论|结果|結論|答え|解答|答|정답|답|결론|đáp án|kết luận|jawaban|kesimpulan)\b"
    r"|\W*(?:答案|结论|结果|結論|答え|解答|答|정답|답|결론)",
    re.IGNORECASE,
)
# Words of a writer who takes something back, or does not commit to it.
_DOUBTS = re.compile(
    r"\b(?:wrong|mistak\w*|incorrect|erroneous|contradict\w*|not (?:sure|certain|right|correct"
    r"|possible to (?:tell|say|determine)|quite)|unsure|uncertain|(?:can(?:not|['’]t| not)|could"
    r"(?: not|n['’]t)|unable to|impossible to) (?:\w+ ){0,2}?(?:say|tell|decide|determine|compute"
    r"|be sure|be certain|figure|commit|answer|conclude|find|solve|calculate)"
    r"|(?:does|do|did)(?: not|n['’]t) (?:match|agree|hold|work|check|add up|satisfy|make sense|fit"
    r"|know)|take (?:that|it|this) back|i (?:guess|doubt)|just a guess|ignore (?:that|this|the)"
    r"|not enough information|it depends|pick (?:one|either)|either (?:way|one)"
    r"|nicht sicher|falsch|fehler|weiß (?:es )?nicht|pas sûr|je ne sais|erreur|no estoy segur"
    r"|no lo sé|não (?:tenho certeza|sei)|non (?:sono sicur|so)|не (?:уверен|знаю)|ошиб\w+"
    r"|неверно)\b"
    r"|不确定|不知道|错误|不对|わかりません|間違|모르|틀렸|≠|✗|❌|✘",
    re.IGNORECASE,
)
# What others get wrong is no doubt of the writer.
_OTHERS_ERR = re.compile(
    r"\b(?:common|easy|typical|frequent|usual|tempting) (?:mistakes?|errors?|slips?|traps?"
    r"|pitfalls?)\b"
    r"|\b(?:many|some|most) (?:people|students|others)\b|\b(?:don['’]t|do not|never) forget\b",
    re.IGNORECASE,
)
_RESTATES = re.compile(
    rf"{LEAD}(?:(?:my|her|his|our|the|an?) (?:\w+ )?(?:friend|teacher|classmate|student|colleague"
    r"|brother|sister|calculator|neighbou?r) (?:claims?|claimed|says?|said|thinks?|got|gets)"
    r"|suppose|assume|consider|let (?!me|us)|imagine|say that|you(?:['’]re"
    rf"| are)? (?:ask|want|mention|gave|say|wrote|wonder)\w*|(?:some"
    rf"|others|many|people) (?:think|say|claim|believe|argue|write|get)|the (?:question|problem"
    r"|task|exercise) (?:is|asks|says|wants|gives|states)|we(?:['’]re| are) (?:asked|given"
    r"|told|looking)"
    r"|(?:some|many|most) (?:people|students|others|might|would|may)|one might|it(?:['’]s"
    r"| is) tempting"
    r"|a common)\b",
    re.IGNORECASE,
)
_SURE = re.compile(r"\b(?:no|without any|not an?) (?:mistakes?|errors?)\b", re.IGNORECASE)
_NO_DOUBT = re.compile(r"not (?:sure|certain) (?:what|how|why|which|if you)\b", re.IGNORECASE)
_EITHER_WAY = re.compile(
    r"\A\W*(?:in )?either (?:way|case)(?:,| (?:of \w+ing )?(?:gives|yields|leads|works)\b)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    rf"{LEAD}(?:and |or |but )?(?:another|the other|a second|one more|it (?:could|might"
    rf"|may) (?:also|well)"
    r"|\W*\S{1,20} (?:is|works|would be|could be) (?:also|another|too))\b",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\b(?:actually|wait|correction|however|instead|rather|hold on|oops|sorry|hmm+|scratch that"
    r"|on second thought\w*|but (?:no|that|this|it)|no,)\b|\beigentlich\b|\ben fait\b"
    r"|\ben realidad\b"
    r"|\bna verdade\b|\bна самом деле\b|其实|其實|実は|사실",
    re.IGNORECASE,
)


def is_aside(sentence: str, prompt: str = "") -> bool:
    """Return whether a sentence checks, notes, compares or offers, by the words it opens with.

    Args:
        sentence: A sentence of a reply.
        prompt: The question; the form that it asks for is no aside.

    Example:
        >>> is_aside("Note: their sum is 7."), is_aside("So their sum is 7.")
        (True, False)
        >>> said = "As a percentage, that is 5%."
        >>> is_aside(said), is_aside(said, "Which percentage is red?")
        (True, False)
    """
    if _HARD.match(sentence):
        return not (is_form_asked(sentence, prompt) or is_tip(sentence, prompt))
    if _SIDES.match(sentence) is not None and " side" not in prompt:
        return True
    bare = sentence.strip("*_ ")
    whole = bare.startswith("(") and bare.rstrip(".").endswith(")")
    return whole and bare.count("(") == 1 + bare[1:].count("(") and _spoken(bare)


# The value of both sides of an equation is a check, unless the question speaks of sides.
_SIDES = re.compile(
    rf"{LEAD}(?:(?:plugging|substituting|putting|inserting)\b[^.;]{{0,60}}[:,] )?(?:(?:both"
    r"|the two) sides|the (?:left|right)(?:[- ]hand)? side|[LR]HS)"
    r" (?:(?:(?:are|is) )?(?:then |now |both )?"
    r"(?:equal to|equal)|(?:is|are)(?: then)?(?= \$?[\d\\])|equals?|gives?|becomes?"
    r"|come out (?:to|as)|evaluates? to|yields?) ?(?=\$|\d|\\)",
    re.IGNORECASE,
)


def _spoken(text: str) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= 2 or not text.isascii()


def is_offer(sentence: str) -> bool:
    """Return whether a sentence offers help or wishes luck."""
    return _OFFER.match(sentence) is not None


def is_soft_aside(sentence: str, prompt: str, before: str = "") -> bool:
    """Return whether a sentence speaks of another case, which the prompt does not ask about.

    Args:
        sentence: A sentence of a reply.
        prompt: The question.
        before: The sentence before it: *that is* behind 3 × 4 gives its value.

    Example:
        >>> is_soft_aside("If it rained, 9 would be left.", "How many are left?")
        True
    """
    if _THAT_IS.match(sentence) is not None and ends_on_operation(before.rstrip(" .*")):
        return False
    return _SOFT.search(sentence) is not None and (
        _MOOD.search(prompt) is None or _SOFT.match(sentence) is not None
    )


# That is 12, behind a sentence that ends on 3 × 4 and few words.
_THAT_IS = re.compile(
    r"\W*(?:(?:that|this|it)(?:['’]s| is| makes| gives)|das (?:sind|macht|ergibt|entspricht)"
    r"|(?:cela|ça) (?:fait|donne|correspond à)|c['’]est|(?:esto|eso) (?:es|son|equivale a|da)"
    r"|isso (?:é|são|dá|equivale a)|(?:questo|ciò) (?:è|fa|dà)|это(?: составляет)?)"
    r"\s+(?=[$＄€£*]{0,4}\d)",
    re.IGNORECASE,
)


def concludes(sentence: str) -> bool:
    """Return whether a sentence opens with a word of conclusion."""
    return _CONCLUDES.match(sentence) is not None


def doubts(sentence: str) -> bool:
    """Return whether a sentence takes something back or commits to nothing."""
    if _OTHERS_ERR.search(sentence) is not None:
        return False
    sentence = _EITHER_WAY.sub("", sentence)
    return any(
        not _NO_DOUBT.match(sentence, match.start())
        for match in _DOUBTS.finditer(_SURE.sub(" ", sentence))
    )


def offers_another(sentence: str) -> bool:
    """Return whether a sentence offers one more answer beside the one before it."""
    return _ANOTHER.match(sentence) is not None


def restates(sentence: str) -> bool:
    """Return whether a sentence repeats the question, or what others would say to it."""
    return _RESTATES.match(sentence) is not None


def turns(sentence: str) -> bool:
    """Return whether a sentence turns against what stands before it."""
    return _TURNS.search(sentence) is not None
