"""Units of measure as other languages spell them, in the English spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.grammar.words import UNITS
from rewardkit_verifiers.math.lib.word_lists import listed

_SPELT = {
    "m": "meter metro metros metri mètre mètres metern м метр метра метров 米 公尺 미터 "
    "メートル متر أمتار मीटर",
    "km": "kilometer kilómetro kilómetros kilometro kilometros chilometro chilometri "
    "quilômetro quilômetros quilómetros quilometros kilomètre kilomètres kilometern км "
    "километр километра километров 公里 千米 킬로미터 キロメートル كم كيلومتر किलोमीटर",
    "cm": "centimeter centímetro centímetros centimetro centimetros centimetri centimètre "
    "centimètres zentimeter zentimetern см сантиметр сантиметра сантиметров 厘米 公分 "
    "센티미터 センチメートル سم سنتيمتر सेंटीमीटर सेमी",
    "mm": "millimeter milímetro milímetros milimetros millimetri millimètre millimètres "
    "millimetern мм миллиметр миллиметра миллиметров 毫米 밀리미터 ミリメートル مم",
    "in": "zoll pouce pouces pulgada pulgadas polegada polegadas pollice pollici дюйм дюйма дюймов "
    "英寸 인치 インチ",
    "dm": "decímetros dezimeter décimètre décimètres дм дециметров 分米",
    "g": "gramo gramos grammo grammi gramme grammes gramm gramas г грамм грамма граммов 克 "
    "그램 グラム",
    "kg": "kilo kilos kilogramo kilogramos chilogrammo chilogrammi kilogramme kilogrammes "
    "kilogramm quilograma quilogramas quilo quilos кг килограмм килограмма килограммов 千克 "
    "公斤 킬로그램 キログラム كغ كجم किलोग्राम",
    "mg": "miligramos milligrammes milligramm мг миллиграммов 毫克",
    "ton": "tonelada toneladas tonnellata tonnellate tonnen т тонна тонны тонн 吨 噸 톤 トン",
    "s": "sekundy sekund saniye detik giây "
    "segundo segundos secondo secondi seconde secondes sekunde sekunden с сек секунда "
    "секунды секунд 秒 초 ثانية ثوان",
    "min": "minut minuty minuta dakika menit phút "
    "minuto minutos minuti minuten мин минута минуты минут 分钟 分鐘 분 دقيقة دقائق "
    "मिनट",
    "h": "godzina godziny godzin saat jam giờ "
    "hora horas ore heure heures stunde stunden uur ч час часа часов 小时 小時 時間 "
    "시간 ساعة ساعات घंटे",
    "day": "dni dzień gün hari ngày "
    "día días dia dias giorno giorni jour jours tag tage tagen dagen день дня дней 天 "
    "日 일 日間 أيام दिन",
    "week": "semana semanas settimana settimane semaine semaines woche wochen неделя недели "
    "недель 周 星期 週間 주",
    "month": "meses mesi mois monat monate monaten месяц месяца месяцев 月 개월 ヶ月 か月",
    "year": "año años anos anni ans année années jahr jahre jahren год года лет 年 岁 歲 歳 "
    "년 살 سنة سنوات साल",
    "l": "litro litros litri liter л литр литра литров 升 公升 리터 リットル لتر लीटर",
    "ml": "mililitro mililitros millilitri мл миллилитров 毫升 밀리리터 ミリリットル مل",
    "ha": "hectárea hectáreas hectares hektar га гектар гектара гектаров 公顷",
    "$": "dólar dólares dolares dollari доллар доллара долларов 美元 美金 달러 ドル",
    "cent": "centavo centavos центов 美分 센트",
    "euro": "евро 欧元 유로 ユーロ",
    "degree": "grado grados gradi degré degrés grad graus градус градуса градусов 度 도 درجة",
    "radian": "radianes radianti radianos radiant bogenmaß рад радиан радиана радианов 弧度 "
    "라디안 ラジアン",
    "percent": "prozent procent процент процента процентов 퍼센트 パーセント",
    "N": "newtons ньютон ньютона ньютонов 牛 牛顿 뉴턴",
    "J": "julios джоуль джоулей дж 焦耳 焦 줄",
    "W": "vatios вт ватт 瓦 瓦特 와트",
    "Hz": "hercios гц герц 赫兹",
    "V": "voltios вольт 伏 伏特 볼트",
    "Pa": "па паскалей 帕 帕斯卡",
}  # fmt: skip
_ENGLISH = {word: unit for unit, words in _SPELT.items() for word in listed(words)}
_SQUARE = listed("cuadrados cuadrado quadrati quadrato carrés carré quadrados quadrado")
_CUBE = listed("cúbicos cúbico cubi cubici cubico cubes cube")
# Square metres with the power before the unit.
_BEFORE = re.compile(
    r"(?:(?P<two>quadrat|平方|제곱|кв\.?\s?|квадратны[хей]\s)"
    r"|(?P<three>kubik|立方|세제곱|куб\.?\s?|кубически[хей]\s))(?P<unit>\S+)"
)
_PER = re.compile(
    r"\s*(?:/|每|\b(?:por|pro|par|al|all['’]|na|в|per)\b|(?<=[a-zа-я])\s+à\s+l['’])\s*"
)
_COUNTED = re.compile(r"^(?:个|個)\s?")


@lru_cache(maxsize=4096)
def english_unit(text: str) -> str:
    """Return the English symbol of a unit in another language, and any other text as it is.

    Example:
        >>> english_unit("metros cuadrados"), english_unit("км / ч"), english_unit("manzanas")
        ('m^2', 'km/h', 'manzanas')
    """
    lowered = text.strip(" .").lower()
    if len(lowered) > _LONGEST:
        return text
    halves = _PER.split(lowered)
    sides = [one for half in halves if (one := _one(half, len(halves) > 1))]
    return "/".join(sides) if len(sides) == len(halves) < 3 else text


_LONGEST = 40


def _one(text: str, english: bool) -> str | None:
    text = _COUNTED.sub("", text.strip(" .")).replace(" ^ ", "^")
    text, mark, power = text.partition("^")
    text = text.strip()
    if (before := _BEFORE.fullmatch(text)) is not None:
        unit = _ENGLISH.get(before["unit"])
        return None if unit is None else f"{unit}^{2 if before['two'] else 3}"
    head, _, last = text.rpartition(" ")
    if last in _SQUARE or last in _CUBE:
        unit = _ENGLISH.get(head)
        return None if unit is None else f"{unit}^{2 if last in _SQUARE else 3}"
    unit = _ENGLISH.get(text) or (text if english and text in UNITS else None)
    return None if unit is None else f"{unit}{mark}{power.strip()}"
