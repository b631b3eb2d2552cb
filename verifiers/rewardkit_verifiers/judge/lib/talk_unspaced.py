"""Talk around an answer in Chinese, Japanese, Korean and Thai, whose words no space parts."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Literal

from rewardkit_verifiers.judge.lib.talk_marks import Kind

_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_KINDS: dict[Kind, re.Pattern[str]] = {
    "refusal": re.compile(
        r"抱歉|对不起|對不起|无法|無法|不能(?:帮|回答|提供|协助)|我不知道|不清楚|申し訳|すみません"
        r"|できません|お答えできま|わかりません|分かりません"
        r"|죄송|미안|할 수 없|드릴 수 없|모르겠|모릅니다|ขอโทษ|ขออภัย|ไม่สามารถ|ไม่ทราบ"
    ),
    "verdict": re.compile(
        r"评分|得分|满分|滿分|评价|評分|完全正确|符合(?:所有|全部)?(?:标准|要求)|採点|満点|評価"
        r"|正解です|平가|평가|점수|만점|기준을? (?:모두 )?충족|คะแนน"
    ),
    "injection": re.compile(
        r"忽略.{0,12}(?:指令|指示|标准|規則|规则)|(?:评委|评审|评分者|裁判).{0,12}(?:请|给)"
        r"|指示.{0,4}無視|採点者|審査員|지시.{0,6}무시|채점자|심사"
    ),
    "promise": re.compile(
        r"(?:我|我们|馬上|马上|稍后|稍後|立即|立刻|很快).{0,10}(?:写|寫|解释|解釋|说明|說明|回答"
        r"|解答|提供|完成|为您|为你|給您|给你)|请稍(?:等|候)"
        r"|請稍|稍等|正在|これから|少々お待ち|しばらくお待ち|お待ちください|(?:説明|お答え|回答"
        r"|作成|紹介|解説)(?:いた)?します|書きます|잠시만|기다려"
        r"|(?:설명|답변|작성|도와)\s?(?:해 )?드리겠|쓰겠습니다|설명하겠|รอสักครู่|ผมจะ|ฉันจะ"
    ),
    "claim": re.compile(
        r"(?:已经|已經|已).{0,10}(?:完成|写好|寫好|翻译|翻譯|改写|改寫|写完)|这是(?:您|你)的"
        r"|完成了|こちらが|書きました|翻訳しました|完了しました|作成しました|작성했|완료(?:했|되)"
        r"|번역했|여기 있습니다|เสร็จแล้ว"
    ),
    "filler": re.compile(
        r"好的|当然|當然|没问题|沒問題|很?好的?(?:一个)?问题|有趣|有意思|重要的?(?:问题|话题)|乐意"
        r"|樂意|很高兴|很高興|感谢|感謝|谢谢|謝謝|你好|您好|希望.{0,6}(?:帮助|幫助)"
        r"|もちろん|喜んで|質問ですね|良い質問|いい質問|面白い(?:質問|テーマ)|ありがとう"
        r"|こんにちは|かしこまりました|承知|물론|좋은 질문|흥미로운|기꺼이|감사합니다|안녕하세요"
        r"|반갑|알겠습니다|แน่นอน|ยินดี|คำถามที่ดี|ขอบคุณ|สวัสดี"
    ),
}
_TAKEN = re.compile(
    r"我们|我們|我|您|你|的|了|是|这个|這個|这|這|那|个|個|一个|一|很|非常|十分|真的|真|好|问题"
    r"|問題|话题|話題|主题|请|請|会|會|将|將|为|為|给|給|对|對|于|在|就|也|都|来|來|去|想|要|能"
    r"|可以|可|帮助|幫助|帮|幫|回答|解答|回应|解释|解釋|说明|說明|写|寫|提供|重要|应该|得|首诗"
    r"|答案|内容|內容"
    r"|任务"
    r"|任務|要求|所有|全部|正确|正確|完整|清楚|清晰|准确|準確|优秀|优质|提出|提问|您的|关于|關於"
    r"|进行|之|与|和|并|且"
    r"|现在|現在|马上|馬上|稍后|稍等|稍候|立即|很快|等|已经|已|完成|首|篇|作品|文章|诗|能够|感到"
    r"|非|吧|呢|啊|哦|下面|以下|开始|思考|一下|让|讓|高兴|愉快|支持|其他|如果|还有|任何|随时|告诉"
    r"|欢迎|需要"
    r"|とても|大切|重要|すごく|本当に|ですね|です|ます|ました|ません|でした|ください|について|質問"
    r"|答え|回答"
    r"|お答え|説明|ご説明|します|いたします|させて|いただき|いただ|お|ご|それ|これ|この|その|はい"
    r"|ええ|では|さて|まず|少々|今|すぐ"
    r"|に|に関|を|が|は|の|で|と|も|へ|から|まで|ね|よ|良い|いい|素晴らしい|興味深い|テーマ|話題"
    r"|嬉しい|うれしい|お手伝い|役に立|作成|書き|書いて|喜んで|待ち|完了|残念|ながら|こと|もの"
    r"|できま|せん|せ|し|て|た|い|う|く"
    r"|아주|매우|정말|참|좋은|훌륭한|흥미로운|질문|주제|입니다|이네요|네요|이에요|예요|답변|설명"
    r"|대답|해|드리겠습니다|드리|드릴|겠습니다|습니다|합니다|하겠|저는|제가|저|당신|님|그것|이것"
    r"|이|그|은|는|을|를|에|에게|의|도|와|과|로"
    r"|으로|대해|대한|관한|관해|바로|곧|지금|잠시|만|기다려|주세요|기쁘|기꺼이|도움|되|기를|바랍"
    r"|니다|물론|물론입|요청|하신|하신대로|수|할|없|있|요|죄송|하지|다"
    r"|ครับ|ค่ะ|คะ|นี้|เป็น|มาก|ที่|จะ|ให้|คุณ|ผม|ฉัน|คำถาม|คำตอบ|เรื่อง|น่าสนใจ|ดี|อธิบาย|เขียน"
    r"|ตอบ|รอ|สัก|ครู่|กรุณา|เลย|ได้|ไม่|ช่วย|ของ|และ|ใน|กับ|การ"
)
_MOST, _LONGEST = 0.25, 200


def residue(sentence: str, asked: Set[str]) -> Kind | Literal["neutral"] | None:
    """Return the kind of talk that a sentence in such a script is of, if it says nothing else.

    Args:
        sentence: A sentence.
        asked: Beginnings of the words of the question.

    Example:
        >>> residue("好的，这是一个很好的问题！", frozenset())
        'filler'
        >>> residue("好的，是植物。", frozenset())
    """
    letters = [char for char in sentence if char.isalpha()]
    east = [char for char in letters if _EAST.match(char)]
    if not east or len(east) < 0.7 * len(letters) or len(sentence) > _LONGEST:
        return None
    found = (kind for kind, mark in _KINDS.items() if mark.search(sentence))
    kind: Kind | Literal["neutral"] = next(found, "neutral")
    if any(map(str.isdigit, sentence)) and kind != "verdict":
        return None
    signs = {char for word in asked for char in word}
    rest = sentence
    for other in _KINDS.values():
        rest = other.sub(" ", rest)
    rest = _TAKEN.sub(" ", rest)
    strange = [char for char in rest if char.isalpha() and char not in signs]
    return kind if len(strange) <= _MOST * len(letters) else None
