r"""Words of many languages by which a reply concludes, denies, doubts or corrects.

Each list is closed. In a list a blank parts the entries, `_` stands for the blanks inside one, and
an entry may be a regular expression.
"""

from __future__ import annotations


def any_of(*lists: str) -> str:
    r"""Return a pattern for any entry of some lists.

    Example:
        >>> any_of("so that's", "that_is")
        "(?:so|that['’]s|that\\s{1,3}is)"
    """
    entries = [entry for text in lists for entry in text.split()]
    return "(?:" + "|".join(entries).replace("_", r"\s{1,3}").replace("'", "['’]") + ")"


ANSWER = any_of(
    "answer ans result conclusion verdict choice selection solution pick",
    "antwort lösung ergebnis fazit réponse résultat respuesta conclusión resultado",
    "resposta conclusão",
    "risposta conclusione soluzione ответ вывод итог відповідь висновок odpowiedź wniosek odpověď",
    "závěr antwoord conclusie svar slutsats konklusion konklusjon vastaus johtopäätös válasz cevap",
    "yanıt sonuç răspuns concluzie απάντηση συμπέρασμα отговор odgovor đáp_án kết_luận trả_lời",
    "jawaban(?:nya)? kesimpulan kunci(?:_jawaban)? sagot jibu gabarito",
    "उत्तर जवाब উত্তর பதில் సమాధానం คำตอบ",
    "الإجابة الاجابة الجواب پاسخ جواب תשובה 答案 结论 結論 回答 答え 正解 答 정답 답 결론",
)
RIGHT = any_of(
    "correct right best final true proper richtige?[rns]? korrekte? beste correct[ea]? bonne juste",
    "exacte? correct[oa] correta certa corrett[ao] giusta esatt[ao] правильн\\w{1,3} верн\\w{1,3}",
    "вірн\\w{1,3} poprawn\\w prawidłow\\w správn\\w juiste goede rätt riktiga? rigtige?",
    "oikea helyes",
    "doğru corect σωστή đúng benar tepat tama sahihi सही সঠিক ถูกต้อง الصحيحة الصحيح صحیح",
    "נכונה הנכונה",
    "正确 正確 正しい 맞는",
)
# Of these, some stand before a verb in German and French: "richtig ist C".
INVERTED = any_of("richtig korrekt correct la_bonne rätt rigtig juist goed poprawna správně")
OPTION = any_of("option one choice opción opção opzione вариант choix optie alternativ(?:et)?")
NOUN = any_of(
    "option choice answer letter statement alternative response opci[oó]n op[cç][aã]o alternativa",
    "r[ée]ponse proposition lettre antwort lösung buchstabe möglichkeit opzione risposta lettera",
    "letra resposta вариант ответ буква пункт optie antwoord alternativ(?:et)? svar(?:et)?",
    "vaihtoehto odpowied[zź] možnost odpověď varianta válasz seçenek şık pilihan jawaban opsi",
    "phương_án lựa_chọn đáp_án επιλογή απάντηση विकल्प উত্তর বিকল্প ข้อ ตัวเลือก الخيار الإجابة",
    "התשובה אפשרות گزینه 选项 選項 選択肢 선택지 보기",
)
IS = any_of("is was are ist est es è é est er är jest je este είναι là adalah ialah ni ay c'est 's")
THUS = any_of(
    "so thus hence therefore consequently accordingly ergo that_is that's i\\.e\\. namely",
    "it's it_(?:is|was) (?:that|it|this)_would_be",
    "(?:it|this|that|which|answer|one|what)_(?:must|has_to|can_only|should)_be",
    "leav(?:es|ing) left_with remains that_means this_means means",
    "(?:points?|amounts?|corresponds?|brings_us|leads?(?:_us)?)_to",
    "i'(?:d|ll)_(?:say|go_with|choose|pick)",
    "i_(?:would_|will_)?(?:say|choose|chose|pick|select|go_with|answer|settle_on)",
    "choose pick select going_with my_vote i_vote(?:_for)? (?:go|going)_for finally",
    "ultimately (?:odd_one_out|exception)_is in_the_end eventually",
    "not_(?:\\w+ly_)?(?:sure|certain),?_but",
    "(?:only|remaining)_(?:(?:remaining|other|possible)_)?(?:option|choice|one|answer|candidate)"
    "(?:_(?:left|remaining|standing))?_is",
    "also daher deshalb somit folglich demnach damit donc ainsi c'est il_s'agit_(?:de|du|d')",
    "por_(?:lo_)?tanto por_eso entonces luego se_trata_del? quindi dunque perciò pertanto",
    "si_tratta_d\\w{1,4} portanto logo trata-se значит следовательно поэтому итак таким_образом",
    "отже тому zatem więc czyli tedy takže proto dus alltså altså derfor därför siis tehát",
    "így yani",
    "o_halde dolayısıyla deci prin_urmare άρα επομένως vậy do_đó vì_vậy jadi maka kaya kwa_hiyo",
    "इसलिए अतः তাই ดังนั้น إذن لذلك إذاً بنابراین לכן",
)
THUS_WIDE = any_of(
    "所以 因此 故 选 選 即为? 应为 应是 よって したがって だから 따라서 그러므로 그래서"
)
SMALL = any_of(
    "the a an is are was it be must should would has have to that this we i you get option choice",
    "letter only clearly definitely simply obviously likely probably surely still one of my our",
    "i'd",
    "say go with choose pick select answer correct right best indeed therefore thus hence really",
    "just left remaining remains der die das ein eine ist es le la l il lo el los les un une est c",
    "è é e o os um uma de het een det den er är en to jest je este on az là adalah ialah ni ay ang",
    "это opción opção opzione réponse antwort вариант letra lettre buchstabe número گزینه",
)
CHANGE = any_of(
    "wait actually correction oops scratch_that sorry hmm+ hold_on",
    "on_(?:second|further|closer)_(?:thought|look|reflection|inspection)",
    "i_(?:(?:now|must|need_to|have_to)_)?(?:change|changed|correct|revise|reconsider|retract|misread)",
    "let_me_(?:re|correct|fix)\\w{0,12} chang(?:e|ing)_my_(?:answer|mind)",
    "moment(?:_mal)? korrigiere korrektur doch attends attendez pardon rectifi\\w{1,4} en_fait",
    "perdón mejor_dicho en_realidad rectifico corrijo aspetta anzi scusa pensandoci mi_correggo",
    "espera aliás na_verdade peraí стоп погодите? точнее вернее поправка ошиб\\w{1,5}",
    "czekaj jednak",
    "właściwie wacht eigenlijk vänta vent bekle aslında düzeltiyorum tunggu khoan",
)
CHANGE_WIDE = any_of("不对 等等 等一下 更正 待って 違う いや 訂正 아니 잠깐 다시")
NO = any_of("no nein non нет nee nej nie não")
SETS_ASIDE = any_of(
    "rul(?:e|es|ed|ing)_out (?:that|which|this)_(?:rules|excludes|eliminates)(?:_out)?",
    "eliminat\\w{1,6} exclud\\w{1,4} discard\\w{0,4} reject\\w{0,4} dismiss\\w{0,4} drop\\w{0,4}",
    "cross\\w{0,4}_(?:out|off) not (?:is|are|was)n't never neither nor unlike than over versus vs",
    "against except instead_of without confus\\w{1,4}(?:_with)? mistaken?_for",
    "ausgeschlossen nicht kein\\w{0,2} weder noch schließ\\w{1,3} statt als descart\\w{1,4}",
    "elimin\\w{1,5} exclu\\w{1,4} écart\\w{1,4} ni no_es pas scart\\w{1,4} não_é non_è не",
    "исключ\\w{1,5} nie niet inte ikke değil bukan không_phải",
)
SETS_ASIDE_WIDE = any_of("排除 不是 不选 不選 并非 除了 而非 而不是")
THINKS_OF = any_of(
    "at_first initially originally first_(?:thought|glance|instinct|guess|impression)",
    "(?:i|you|we|one)_(?:was|were|am)_(?:going|tempted|inclined|about)",
    "(?:might|may|could)(?:_(?:also|well|even|just)){0,2}_(?:be|say|think|seem) thought considered",
    "tempt\\w{1,4} many some people students? common_(?:mistake|error|answer) (?:look|seem)s?_like",
    "(?:teacher|friend|book|textbook|professor|someone|everyone|everybody)s?_(?:say|think|claim|believe)s?",
    "(?:option|choice|statement|answer)_\\(?[a-j]\\)?_(?:say|mention|state|claim|list|read|describe)s?",
    "used_to formerly if unless whether suppose assum\\w{1,4} would_(?:need|require|have)",
    "either",
    "zunächst zuerst anfangs d'abord au_début al_principio primero_pens\\w{1,3} all'inizio",
    "a_princípio сначала najpierw eerst först entweder soit ou_bien",
)
THINKS_OF_WIDE = any_of("起初 一开始 最初は 처음에")
