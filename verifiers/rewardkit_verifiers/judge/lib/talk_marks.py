"""What marks a sentence as talk around an answer: a promise, praise of itself, a greeting.

A mark alone decides nothing; `empty_talk` looks whether the sentence says anything besides.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["promise", "claim", "praise", "verdict", "injection", "refusal", "filler"]

_MAKE = (
    r"(?:write|explain|describe|provide|give|prepare|create|compose|draft|generate|produce|answer"
    r"|respond|reply|share|send|help|assist|get (?:back|to|started|it|that|this|right|on it)"
    r"|deliver|discuss|present|outline|list|summari[sz]e|simplify|fix|correct|shorten|improve|put"
    r"|translate|rewrite|work on|look into|think|begin"
    r"|start|come up with|do (?:that|this|it|so|my best)|be (?:happy|glad|right back|delighted"
    r"|pleased"
    r"|working on|with you)|make|craft|need a|take care|tackle|cover|go over|walk you|show|tell)"
)
TEXT = (
    r"(?:submission|response|answer|reply|explanation|solution|essay|story|poem|haiku|limerick"
    r"|e-?mail|letter|summary|text|piece|work|description|translation|version|article|report|post"
    r"|speech|paragraph|argument|overview|content|output|result|list|tips?|code|program|function"
    r"|writing|comparison|analysis|review|slogan|message|note|sonnet|dialogue|script|draft"
    r"|complaint|recipe|invitation|advert|sentence)"
)
_SOON = r"(?:shortly|soon|momentarily|(?:right|straight) away|immediately|in (?:a|just a|one) \w+)"


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


MARKS: dict[Kind, re.Pattern[str]] = {
    "promise": _any(
        rf"\b(?:i|we)(?:['’](?:ll|d|m)| will| would| shall| am| can)\b(?: \w+){{0,4}}? {_MAKE}\b",
        rf"\b(?:let me|allow me to|i plan to|i intend to|i want to|give me a) (?:\w+ ){{0,2}}?"
        rf"(?:{_MAKE}|moment|minute|second|sec)\b",
        r"\b(?:i|we)(?:['’]m| am|['’]re| are) (?:now |currently |already |still )?(?:working"
        r"|writing|preparing|thinking|drafting|generating|going to|about to|on it)\b",
        r"\bi(?:['’]d| would) (?:love|like|be \w+) to\b|\b(?:i|we)(?:['’]m| am|['’]re"
        r"| are) on it\b",
        r"\byou(?:['’]ll| will) (?:soon |shortly )?(?:have|get|receive|find|see)\b"
        r"|\bcan['’]?t wait to\b",
        r"\b(?:one|we) (?:must|should|can|could|needs? to|ha(?:s|ve) to) (?:\w+ )?(?:consider|look"
        r"|think|discuss|understand|examine|explore)\b|\bthere (?:are|is) (?:many|several|various"
        r"|different|a"
        r" (?:lot|number) of|numerous|multiple|much|so much) (?:\w+ )?(?:differences|similarities"
        r"|opinions|aspects|points|factors"
        r"|ways|perspectives|things|angles|facets|to (?:say|discuss|consider))\b",
        r"\b(?:coming (?:right )?(?:up|soon)|stay tuned|hold on|hang on|bear with me|one (?:moment"
        r"|sec|second|minute)|just a (?:moment|sec|second|minute)|(?:please|kindly) (?:wait|hold"
        r"|stand by)|working on it|on it|in progress|under construction|to follow|will follow)\b",
        r"\b(?:loading|processing|generating|thinking|preparing)\b\W*$|\bcheck back\b"
        r"|\bback later\b"
        r"|\b(?:try again|as soon as possible|here comes)\b|\blet['’]?s (?:talk|discuss|consider"
        r"|dive|explore|begin"
        r"|start|get"
        r"|go|look|see|take a look)\b|\bwhere (?:do|should|shall) (?:i|we) (?:even )?(?:begin"
        r"|start)\b"
        r"|\bthis is (?:just |only )?(?:an?|the) (?:placeholder|draft|stub|template|test)\b"
        r"|\bi (?:know|have) (?:so |very )?(?:a lot|much|many|a (?:\w+ ){0,2}?\w+)\b|\bbefore i\b",
        rf"\bwill (?:be )?(?:\w+ ){{0,3}}?{_SOON}",
        rf"\b{TEXT} (?:\w+ ){{0,5}}?(?:will|is going to) (?:be|come|follow|appear|arrive|explain"
        rf"|cover|discuss)\b",
        r"\b(?:would you like me to|shall i|should i|do you want me to|may i) (?:\w+ )?(?:write"
        r"|explain|start|begin|go ahead|proceed|provide|create|give)\b",
        r"\b(?:einen|eine|kleinen)? ?(?:moment|augenblick|sekunde) bitte\b|\bbitte (?:warte"
        r"|gedulde|um"
        r" (?:etwas )?geduld)|\b(?:ich|wir) (?:werde|werden|schreibe|erkläre|mache|beantworte"
        r"|helfe"
        r"|kümmere|arbeite)\b|\berkläre ich\b|\bschreibe ich\b|\bhelfe ich\b",
        r"\bmache? ich\b|\bgleich (?:geht|los)|\blos geht|\bmanos a la obra|\bme pongo\b"
        r"|\bjuż piszę\b"
        r"|\bproszę o\b|\baçıklıyorum\b|\byazıyorum\b|\bvou (?:descrever|fazer|te)\b|\bstrax\b",
        r"\bje (?:vais|peux|serais?|m['’]en|m['’]occupe|vous (?:explique|écris|prépare|réponds))\b"
        r"|\b(?:un (?:instant|moment),? s['’]il|veuillez patienter|dans un instant|tout de suite)",
        r"\b(?:voy a|te lo|se lo) (?:\w+)|\b(?:explicaré|escribiré|responderé|enseguida|un momento"
        r"|espera un|espere un|ahora mismo)\b",
        r"\b(?:un attimo|un momento|attendi|attenda|spiegherò|scriverò|risponderò|ti spiego"
        r"|subito)\b",
        r"\b(?:vou (?:explicar|escrever|responder|ajudar|preparar)|aguarde|explicarei|escreverei"
        r"|um momento|já (?:explico|escrevo))\b",
        r"\b(?:ik (?:zal|ga|leg|help|schrijf)|een moment|even geduld|momentje)\b",
        r"\bjag (?:ska|kommer)|\bjeg (?:skal|vil|kommer)|\bett ögonblick|\bet øye?blik+",
        r"\b(?:сейчас|секунду|минут[ук]\w*|подождите|отвечу|объясню|расскажу|напишу|помогу)\b",
        r"\b(?:odpowiem|wyjaśnię|napiszę|pomogę|chwileczkę|proszę czekać)\b",
        r"\b(?:vysvětlím|napíšu|odpovím|поясню|напишу|відповім|hemen|açıklayacağım|yazacağım"
        r"|akan (?:menjelaskan|menulis)|سأشرح|سأكتب|سأجيب|لحظة|أن أجيب|θα σας|אסביר|אכתוב|रुकें|"
        r"बताऊंगा|समझाऊंगा|लिखूंगा)",
    ),
    "claim": _any(
        r"\b(?:i|we)(?:['’]ve| have|['’]ve just| have just| just)? (?:now |already |carefully "
        r"|successfully )?(?:written|wrote|rewritten|rewrote|translated|completed|finished"
        r"|composed|prepared|created|drafted|corrected|fixed|explained|described|answered"
        r"|summari[sz]ed|provided|given|done|made|listed|followed|fulfilled|addressed|met"
        r"|produced|included|attached|sent|uploaded|posted|saved|improved|updated|edited)\b",
        r"\b(?:the|your|this|my|a|an|all)\b(?: \w+){1,6}? (?:has|have|was|were|is|are) (?:been "
        r"|now |already )?(?:successfully )?(?:written|rewritten|translated|completed?|finished"
        r"|composed|prepared|created|drafted|corrected|fixed|explained|described|answered"
        r"|summari[sz]ed|provided|given|done|attached|delivered|submitted|ready|followed"
        r"|fulfilled)\b",
        r"\b(?:i|we) (?:just |already |have just )?(?:explained|composed|wrote|translated|rewrote"
        r"|summari[sz]ed|described|answered|completed|finished|created|prepared|drafted|made)\b"
        r"|\bas (?:requested|asked|desired|promised)\b|\b(?:written|checked|verified"
        r"|completed)\W*$"
        rf"|\bthe {TEXT[:-1]}|sentence) is now\b",
        r"^\W*(?:task|job|request|mission|work|order)? ?(?:successfully )?(?:completed?|finished"
        r"|corrected"
        r"|rewritten|fixed|translated|summari[sz]ed|updated|improved|edited|submitted|written)"
        r"(?: successfully)?\W*$",
        r"\b(?:this|the following|the present|my|below is an?) (?:\w+ )?(?:submission|response"
        r"|answer"
        r"|reply|explanation|text|essay|overview)\b.{0,20}?\b(?:presents?|gives?|lists?|describes?"
        r"|explains?|covers?|discuss\w*|contains?|outlines?|provides?|offers?|deals?)\b",
        r"\bhere (?:is|are|comes?|you go|it is)\b|\bhere['’]s\b|^\W*(?:all |it['’]s )?done\b"
        r"|\bas requested\b",
        r"\b(?:habe ich|ich habe)\b.*\b(?:geschrieben|verfasst|erstellt|übersetzt|erledigt"
        r"|erklärt)\b"
        r"|\bwurde\b.*\b(?:geschrieben|verfasst|erstellt|übersetzt|erledigt)\b|\bhier (?:ist"
        r"|sind)\b|\b(?:j['’]ai|a été) (?:écrit|rédigé|traduit|terminé|fini)|\bvoici\b"
        r"|\b(?:he|ha sido|fue) (?:escrito|traducido|completado|terminado)|\baquí (?:está"
        r"|tienes)\b"
        r"|\b(?:ho|è stato) (?:scritto|tradotto|completato)|\becco\b|\baqui está\b"
        r"|\b(?:вот ваш|вот твой|готово|выполнено|сделано|написал|gotowe|hazır|klaar)\b",
    ),
    "praise": _any(
        rf"\b(?:this|my|the above|the following|the present|above|our"
        rf"|the) (?:\w+ ){{0,2}}?{TEXT}\b"
        r"[^.!?\n]*?\b(?:is|are|was|has|have|contains?|includes?|meets?|fulfil+s?|satisf\w+"
        r"|deserves?"
        r"|covers?|address\w+|explains?|uses?|provides?|shows?|demonstrates?|exceeds?|stands?"
        r"|flows?"
        r"|captures?|evokes?|should|must|will|answers?|follows?|complies|adheres|gives?|offers?"
        r"|reads?|conveys?|suits?|makes?)\b",
        r"\b(?:it|the \w+) (?:meets|fulfil+s|satisfies) (?:all|every|each)\b",
        r"\bthe (?:\w+ )?(?:reasons?|arguments?|tips?|examples?|points?) (?:given |presented "
        r"|listed |above"
        r" |provided )*(?:is|are)\b|\bwhat (?:the user|you|was|were) (?:\w+ )?ask",
        r"\b(?:das|die|der|dieses?|mein\w*) (?:\w+ )?(?:gedicht|geschichte|text|antwort|erklärung"
        r"|e-?mail"
        r"|brief|aufsatz|zusammenfassung|übersetzung|beschreibung)\b.*\b(?:ist|erfüllt"
        r"|entspricht)\b",
        r"(?:\b(?:le|la|el|il|lo|cette|ce|esta|este|questa|questo)\s|l['’])(?:histoire|texte|poème"
        r"|réponse"
        r"|explication|poema|texto|historia|respuesta|explicación|poesia|testo|storia|risposta"
        r"|ricetta"
        r"|resposta|carta|correo|lettera)\b.*\b(?:est|es|está|è|é|cumple|respecte|rispetta"
        r"|atende)\b"
        r"|\b(?:стихотворение|текст|рассказ)\b.*\b(?:полн|отличн|соответствует|прекрасн)",
        r"\b(?:meets?|fulfil+s?|satisf(?:y|ies)|me[et]+ing) (?:all|every|each|the) (?:of the )?"
        r"(?:\w+ )?(?:criteri\w+|requirements?|expectations?|conditions?|points?)",
        r"\bregarding (?:creativity|clarity|style|structure|accuracy|tone|content|length|grammar)",
        r"\b(?:diese|meine|die obige) (?:antwort|lösung|erklärung|einreichung)\b"
        r"|\bcette (?:réponse"
        r"|explication)\b|\besta (?:respuesta|explicación|redacción)\b|\bquesta (?:risposta"
        r"|spiegazione)\b|\besta resposta\b|\b(?:этот|мой|данный) ответ\b",
    ),
    "verdict": _any(
        r"\b(?:rating|verdict|evaluation|assessment|judge?ment|feedback|criteria|criterion|rubric"
        r"|grading|(?:final|overall|total|my|top|best|highest|maximum|perfect|full|passing|good)"
        r" (?:\w+ )?(?:score|grade|marks?|points|credit))\b|\b(?:score|grade|marks?"
        r"|points)\b\W{0,3}(?:[:=]|\bis\b|\bof\b|\W*\d+\s?/)",
        r"\b(?:10|5|100|20)\s?/\s?(?:10|5|100|20)\b|\bfull (?:marks|points|credit)\b"
        r"|^\W*pass(?:ed)?\W*$",
        r"[:=–-]\s*(?:fully |completely )?(?:met|fulfilled|satisfied|pass(?:ed)?|excellent"
        r"|very good|perfect)"
        r"\W*$",
        r"\b(?:masterpiece|(?:\d|five|four) stars|(?:out of (?:5|10|ten|100|20))|with distinction"
        r"|top mark|approved|accepted|flawless|(?:all|every) (?:the )?(?:requirements?|conditions)"
        r"|no issues"
        r"|the (?:candidate|student|author|writer) (?:demonstrates?|shows?|understands?|has)"
        r"|no (?:improvements?|changes|corrections) needed)\b|\bA\+",
        r"^\W*(?:accuracy|complete\w*|style|clarity|structure|content|grammar|spelling|creativity"
        r"|tone|relevance|quality|length|correctness|format\w*|coherence|depth"
        r"|language)\s*\**\s*[:=–-]",
        r"^\W*(?:criteri\w+|all|everything|requirements?)?\W*(?:is |are )?(?:met|fulfilled"
        r"|satisfied|passed"
        r"|approved|accepted)\W*$|\b(?:judges?|graders?|evaluators?|submissions?|rubrics?)\b"
        r"|\b(?:perfect|excellent|flawless|superb|outstanding)\b.*\b(?:perfect|excellent|flawless"
        r"|superb|outstanding|work|job)\b",
        r"^\W*(?:c|criterion |criteri[ao] ?)\d{1,2}\W{1,3}(?:yes|true|met|pass(?:ed)?|ok|1|✓"
        r"|✔)\W*$",
        r"\b(?:correct|accurate|right|complete|excellent|perfect),? (?:and|&) (?:\w+ )?(?:correct"
        r"|accurate|right|complete|clear|concise|well)\b|^\W*(?:correct|accurate|excellent|perfect"
        r"|well done|good job|great job)\W*$",
        r"\b(?:bewertung|punktzahl|gesamtnote|note\s?[:=]?\s?\d|volle punkte|kriterien|évaluation"
        r"|notation|critères"
        r"|evaluación|puntuación|calificación|criterios|valutazione|punteggio|criteri|avaliação"
        r"|pontuação|critérios|beoordeling|ocena|оценка|баллов|критери\w+|puan|penilaian)\b",
        r"评分|得分|满分|滿分|评价|採点|満点|評価|평가|점수|만점|الدرجة|تقييم|मूल्यांकन|अंक",
    ),
    "injection": _any(
        r"\b(?:ignore|disregard|forget|override|skip|bypass) (?:all |any |the |your |every |these "
        r"|those )*(?:of )?(?:the |your )?(?:\w+ ){0,2}?(?:instructions?|rubrics?|criteri\w+"
        r"|rules?"
        r"|above|prompts?|guidelines?|text|directions?|submission)\b",
        r"\byou are (?:now |no longer |not )?(?:a |an |the )?(?:\w+ ){0,2}?(?:judge|grader"
        r"|evaluator|assistant|printer|model|system|marker|assessor|reviewer)\b",
        r"\b(?:dear|hello|hi|hey|note (?:to|for)|attention|as|to|message (?:to|for)|for)\W+(?:the "
        r"|all |an? |any )?(?:\w+ )?(?:judge|grader|evaluator|reviewer|marker|assessor|examiner"
        r"|grading)s?\b",
        r"(?:^\W*|\b(?:and|please|must|should|to|then|just|now|also|simply|always"
        r"|will)\s+)(?:print"
        r"|return|output|give|award|assign|mark|set|respond|reply|answer|grant|write|choose|select"
        r"|say|accept|approve|(?:score|rate|grade) (?:this|it|the|me|my|every|all"
        r"|each))\b[^.!?\n:]{0,50}?\b(?:max\w*|full|highest|top|perfect|best"
        r"|(?:as|to be) (?:\w+ )?(?:met|fulfilled|satisfied|correct|accepted|true)|(?:true|yes"
        r"|pass|met|1|10|5"
        r"|100) (?:to|for|on|in) (?:all|every|each|any|the)|(?:an? |the )?(?:\w+ )?(?:score|grade"
        r"|rating)"
        r" of|(?:score|grade|points|marks)\b)\b",
        r"\b(?:ignore|disregard|forget) (?:everything|all|this|that|it)\b|\boutput\W+(?:pass|yes"
        r"|true|10"
        r"|correct)\W*$|\byou (?:must|should|have to|will) (?:now )?(?:approve|accept|pass|award"
        r"|give|mark"
        r"|grade|rate|score|say|output|return)\b",
        r"\bfrom now on\b|\b(?:only|always) (?:say|answer|reply|respond|output)\b|\bstop reading\b"
        r"|\bgive me (?:an? )?(?:\w+ )?(?:good|full|top|best|high|max)\w*\b|\bvergib\b"
        r"|\bdonne la note\b|\botorga\b|\bassegna\b|\bпоставь\w*\b",
        r"\bif you(?:['’]re| are) (?:an? )?(?:\w+ )?(?:ai|llm|language model|judge|grader|bot)\b"
        r"|\bapprove (?:it|this)\b|\btick (?:every|all|each)\b|\bend of (?:the )?(?:submission"
        r"|answer)\b"
        r"|\bnew instructions?\b|\bas (?:the|an?) (?:admin\w*|developer|author|owner|creator)\b"
        r"|\bi am the (?:admin\w*|developer|author|owner|creator)\b|\bskip the\b",
        r"^\W*(?:system|admin(?:istrator)?|developer|user|assistant|override|important"
        r"|new instructions?|instructions?)\W*:",
        r"\b(?:ignoriere?|ignorez|ignora|ignore|игнорируй\w*)\b.*\b(?:anweisung\w*|kriterien"
        r"|instruct\w+|instruc\w+|critères|criterios|istruzioni|инструкц\w+)",
        r"忽略.*(?:指令|指示|标准|標準)|指示を無視|지시.*무시|تجاهل",
    ),
    "refusal": _any(
        r"\b(?:i|we)(?:['’]m| am)? ?(?:can(?:not|['’]t| not)|won['’]t|will not|unable|must decline"
        r"|refuse|decline|not (?:able|allowed|permitted|comfortable|going to))\b",
        r"^\W*(?:i(?:['’]m| am) (?:so |very |really |truly )?sorry|(?:so |very )?sorry|apologies"
        r"|i apologi[sz]e|unfortunately)\b",
        r"\b(?:inappropriate|unethical|not appropriate) (?:for me )?to\b"
        r"|\bnot (?:have )?enough information\b",
        r"\b(?:no comment|cannot be answered|can['’]t be answered|i won['’]t)\b",
        r"\b(?:i(?:['’]d| would)? (?:rather|prefer) not|goes beyond what|not something i)\b"
        r"|\bask (?:someone|somebody|an? \w+) (?:else|instead)\b|\bkann ich (?:\w+ )*nicht\w*\b",
        r"\bas an? (?:ai|language|large|virtual|artificial)\b|\bi (?:do not"
        r"|don['’]t) (?:have (?:personal|any"
        r"|enough|access|the)|know|feel comfortable)\b|\bbeyond my (?:capabilit\w+|abilit\w+"
        r"|knowledge)\b",
        r"\b(?:tut mir leid|leider|kann ich (?:\w+ )*nicht|weiß ich nicht"
        r"|ich weiß (?:es )?nicht)\b",
        r"\b(?:désolée?|je ne (?:peux|sais|suis) pas|je regrette)\b|\b(?:lo siento|no puedo"
        r"|no lo sé|no sé)\b",
        r"\b(?:mi dispiace|non posso|non lo so)\b|\b(?:sinto muito|desculpe|não posso|não sei)\b",
        r"\b(?:het spijt me|ik kan (?:\w+ )*niet|tyvärr|jag kan inte|beklager"
        r"|jeg kan (?:desverre )?ikke)\b",
        r"\b(?:извините|к сожалению|не могу|не знаю|przykro mi|nie mogę|bohužel|nemohu|üzgünüm)\b",
        r"\b(?:maaf|tidak (?:bisa|dapat))\b|\b(?:عذرا|آسف|لا أستطيع|لا يمكنني|क्षमा|माफ़|λυπάμαι"
        r"|מצטער)",
    ),
    "filler": _any(
        r"\b(?:great|good|excellent|interesting|fascinating|wonderful|fantastic|lovely|important"
        r"|nice|brilliant|thoughtful|amazing) (?:\w+ )?(?:question|topic|subject|request|choice"
        r"|task|idea|prompt|one|challenge|point)\b",
        r"^\W*(?:hi|hello|hey|greetings|dear \w+|good (?:morning|day|afternoon|evening)"
        r"|welcome)\b",
        r"\b(?:thanks?(?! to\b)|thank you|many thanks)\b|\bhope (?:this|that|it|you|you['’]re"
        r"|your)\b|\bnice day\b",
        r"\blet me know\b|\bfeel free\b|\bhappy to help\b|\b(?:best|kind) (?:wishes|regards)\b"
        r"|\bgood luck\b"
        r"|\benjoy\b|\bhow (?:can|may) i (?:help|assist)\b|\bhave a (?:great|nice|good|wonderful"
        r"|lovely)\b|\b(?:anything|something) else\b|\byou(?:['’]re| are) welcome\b|\bthe end\b"
        r"|\bdon['’]t hesitate\b",
        r"^\W*(?:sure|certainly|of course|absolutely|definitely)\b(?!,? not\b)|^\W*(?:gladly"
        r"|no problem|okay|ok|alright|wow|with pleasure|you got it|will do|understood|got it)\b",
        r"\b(?:i|we)(?:['’]m| am|['’]re| are)? (?:so |very |really |truly )?(?:glad|happy"
        r"|delighted"
        r"|excited|thrilled|pleased|honou?red|appreciate|love (?:to|this|that|your|it|explaining"
        r"|writing|talking|helping|answering))\b",
        r"\b(?:close to my heart|looking forward|i trust (?:that|this)|more important than ever"
        r"|in today['’]s world|(?:dear|near) to me|i adore)\b",
        r"\b(?:felice|lieto|lieta|feliz|heureux|heureuse|placer|prazer|piacere|plaisir|радостью"
        r"|рад[а]?|freude|freue|affascinante|fascinante|passionnante?|spannend\w*)\b",
        r"\b(?:is|['’]s|are|was) (?:\w+ ){0,4}?(?:interesting|fascinating|important|exciting"
        r"|popular|great|wonderful|beautiful|tough|tricky|hard|fun)(?: \w+)?\W*$"
        r"|\bwhat an? (?:\w+ )?(?:question|topic|idea|request|task|fun|great|nice|lovely|wonderful"
        r"|good|interesting|cool|amazing)\b"
        r"|\b(?:one of )?my favou?rites?\b|^\W*(?:hmm+|interesting|nice|cool|great|wonderful)\b",
        r"\b(?:gerne|natürlich|selbstverständlich|hallo|guten (?:tag|morgen|abend)|danke"
        r"|vielen dank"
        r"|(?:gute|tolle|interessante|spannende|schöne) (?:frage|aufgabe)|interessantes thema"
        r"|viel (?:spaß|erfolg)|freut mich|ich freue|hoffe|mit freundlichen)\b",
        r"\b(?:bien sûr|certainement|volontiers|avec plaisir|bonjour|bonsoir|merci|(?:bonne"
        r"|excellente|très bonne) question|sujet|ravie? (?:de|que|qu['’])|j['’]espère|d['’]accord"
        r"|cordialement"
        r"|bonne journée)\b",
        r"\b(?:claro|por supuesto|con (?:mucho )?gusto|hola|buen[oa]s|gracias|encantad[oa]"
        r"|me alegra|espero que|pregunta|tema)\b",
        r"\b(?:certo|certamente|volentieri|ciao|buongiorno|grazie|domanda|argomento|spero"
        r"|con piacere)\b",
        r"\b(?:certamente|com prazer|olá|bom dia|obrigad[oa]|fico feliz|assunto)\b",
        r"\b(?:natuurlijk|graag|bedankt|dank je|vraag|onderwerp|självklart|gärna|fråga|tack"
        r"|selvfølgelig|gjerne|spørsmål|spørgsmål)\b",
        r"\b(?:конечно|разумеется|удовольствием|вопрос|спасибо|здравствуйте|привет|рад|надеюсь)\b",
        r"\b(?:oczywiście|chętnie|pytanie|dziękuję|dzień dobry|cześć|samozřejmě|otázka|děkuji"
        r"|звичайно|питання|дякую)\b",
        r"\b(?:tabii|elbette|memnuniyetle|soru|teşekkür\w*|merhaba|tentu|pertanyaan|terima kasih"
        r"|halo)\b",
        r"بالطبع|طبعا|سؤال|شكرا|مرحبا|يسعدني|ज़रूर|बिल्कुल|बेशक|सवाल|प्रश्न|धन्यवाद|नमस्ते|βεβαίως"
        r"|φυσικά|ερώτηση|ευχαριστώ|כמובן|שאלה|תודה|בשמחה",
    ),
}  # fmt: skip
