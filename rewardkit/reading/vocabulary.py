"""Words that deny, join alternatives, correct or affirm, in many languages.

Closed classes: a language has a handful of each. Words are folded as `words.folded_words` does.
"""

from __future__ import annotations

from rewardkit.reading.words import folded_set

NOT = folded_set(
    "not never no isn isnt wasn aren t cannot neither nor wrong nope without"
    " nicht kein keine nie"
    " niemals nein pas jamais non aucun ni nunca nao não nenhum ninguno niente"
    " né не нет ни ні не"
    " ніколи niet geen nooit ikke ikkje inte ekki ej nej nei yok değil hayır"
    " olmaz 不是 ではない"
    " nem nincs sem ei ole eivät ne není nejsou nikdy nije nisu nikad nu nici nav"
    " nėra nebūna"
    " mitte δεν όχι μην ούτε לא אינו אין ליס ليس ليست لا لم غير نیست نه نبود"
    " नहीं नही न মোটেই নয় না"
    " இல்லை అల్ల కాదు అల్లా ಅಲ್ಲ അല്ല નથી ਨਹੀਂ නොවේ ไม่ ไม่ใช่ không chẳng"
    " phải-không bukan tidak"
    " tak hindi dili si-yo siyo sio hapana emas емес биш არ არა չէ ոչ nid ddim"
    " níl ní chan"
    " မဟုတ် មិន ບໍ່ 不 非 아니 아닙니다 아니다 nohi"
) - {"si", "yo", "tak", "phai", "t"} | {"t"}
OR = folded_set(
    "or oder ou o u lub albo czy bądź или либо або чи veya yahut eller elle"
    " vagy avagy tai"
    " taikka nebo či anebo alebo sau ori ili ali ή είτε או أو ام یا या अथवा বা"
    " অথবা அல்லது లేదా ಅಥವಾ"
    " അല്ലെങ്കിൽ અથવા કે ਜਾਂ හෝ หรือ hoặc atau kaya ან կամ yoki немесе эсвэл"
    " vai või arba "
    " edo alternatively alternately voire beziehungsweise bzw respektive"
    " otherwise else possibly"
    " perhaps maybe либо vel ose eða kutoka aut 或 或者 还是 または もしくは あるいは 또는 혹은"
)
BUT = folded_set(
    "but rather instead sondern mais sino bensi mas а ma però aber jedoch но"
    " maar men utan hanem vaan"
    " ale lecz nego već αλλά אלא بل بلکه बल्कि melainkan tetapi mà 而是 而 그러나"
)
WRONG = folded_set(
    "wrong incorrect false falsch faux incorrecto sbagliato errado неверно 错误"
    " untrue mistaken"
    " verkeerd fel błędne fout fejl yanlış hibás väärä špatně greșit λάθος خطأ"
    " غلط गलत salah sai"
)
AFTERTHOUGHT = folded_set(
    "actually no wait sorry correction hmm oops nein doch non perdon нет погоди"
    " 不对 attends espera"
    " aspetta scusa scratch"
)
IS = folded_set("is was are isn isnt wasn ist war est e es era är er jest это было be est sind")
YES = folded_set(
    "yes yeah yep yup affirmative ja oui sí si da sim hai tak evet igen kyllä"
    " joo ano áno ναι כן نعم"
    " آره بله हाँ हां হ্যাঁ ஆம் có ya oo ndiyo 是 是的 对 はい 네 예 jawohl sicher да"
    " так iya bai ie jah"
)
NO = folded_set(
    "no nope nein non não nao nej nei nie nem ei ne όχι לא لا नहीं না không"
    " tidak hindi hapana нет"
    " ні hayır nee 不 否 不是 いいえ 아니요 아니오"
)
