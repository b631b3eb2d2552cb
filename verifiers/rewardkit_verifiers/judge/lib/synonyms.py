"""Everyday words that mean the same, as short answers use one for the other.

Only pairs that are the same in any question; a judge is asked all the same.
"""

from __future__ import annotations

from rewardkit.reading.words import folded_words, visible

_ROWS = """
physician = doctor = medical doctor = md
pilot = aviator = flyer = airman
lawyer = attorney = solicitor = barrister
author = writer
policeman = police officer = cop
fireman = firefighter
teacher = schoolteacher
dentist = dental surgeon
vet = veterinarian
sailor = seaman = mariner
child = kid
infant = baby
teenager = adolescent
woman = lady
man = gentleman
mother = mom = mum
father = dad
grandmother = grandma = granny
grandfather = grandpa
car = automobile = auto = motorcar
truck = lorry
bicycle = bike
motorcycle = motorbike
airplane = aeroplane = plane = aircraft
subway = underground = metro
gasoline = petrol = gas
television = tv
telephone = phone
mobile phone = cell phone = cellphone
photograph = photo
film = movie = motion picture
refrigerator = fridge
apartment = flat
elevator = lift
sofa = couch
garbage = trash = rubbish
autumn = fall = fall season
holiday = vacation
football = soccer
cookie = biscuit
candy = sweets
corn = maize
eggplant = aubergine
zucchini = courgette
cilantro = coriander
chickpea = garbanzo bean
peanut = groundnut
soda = soft drink
rise = rises = increase = increases = go up = goes up = grows = up
fall = falls = decrease = decreases = go down = goes down = drops = declines = down
expand = expands = get bigger = gets bigger
contract = contracts = shrink = shrinks
faster = quicker
big = large
small = little
quick = fast = rapid
sick = ill
rich = wealthy
happy = glad = joyful
sad = unhappy
begin = start
end = finish
stop = halt
buy = purchase
strong = powerful
smart = clever = intelligent
brave = courageous
quiet = silent
scared = afraid = frightened
tired = exhausted
correct = right
wrong = incorrect
equal = same
unchanged = stays the same = remains the same = no change = constant
twice = two times
once = one time
thrice = three times
heart attack = myocardial infarction
high blood pressure = hypertension
stroke = cerebrovascular accident
flu = influenza
shot = injection
stomach = belly
thighbone = femur = thigh bone
kneecap = patella
collarbone = clavicle
shinbone = tibia = shin bone
skull = cranium
windpipe = trachea
womb = uterus
voice box = larynx
eardrum = tympanic membrane
red blood cell = erythrocyte
white blood cell = leukocyte = leucocyte
laughing gas = nitrous oxide
quicksilver = mercury
table salt = common salt = salt
wolfram = tungsten
pound sterling = british pound = pound = sterling = gbp
yen = jpy
yuan = renminbi = rmb = cny
won = krw
rupee = inr
north = northward = northwards
south = southward = southwards
east = eastward = eastwards
west = westward = westwards
piano = pianoforte
deoxyribonucleic acid = deoxyribose nucleic acid
us dollar = american dollar = dollar = united states dollar = usd
euro = euros = eur
netherlands = holland
czechia = czech republic
myanmar = burma
sri lanka = ceylon
iran = persia
thailand = siam
ivory coast = cote d ivoire
turkey = turkiye
istanbul = constantinople
ho chi minh city = saigon
mumbai = bombay
beijing = peking
kolkata = calcutta
chennai = madras
saint petersburg = st petersburg = leningrad
mount everest = everest = sagarmatha = chomolungma
big apple = new york city = new york = nyc
north star = polaris
milky way = milky way galaxy
red planet = mars
king of pop = michael jackson
hypertext markup language = html
random access memory = ram
central processing unit = cpu
compact disc = cd
"""
_NAMES = [
    [tuple(folded_words(one)) for one in line.split("=")] for line in _ROWS.strip().splitlines()
]


def _table() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    table: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in _NAMES:
        for name in row:
            table.setdefault(name, []).extend(other for other in row if other != name)
    return table


_SAME = _table()


def same_word(name: str) -> list[list[str]]:
    """Return the words of everyday synonyms of a name.

    Example:
        >>> same_word("physician")[:2], same_word("Ottawa")
        ([['doctor'], ['medical', 'doctor']], [])
    """
    words = tuple(folded_words(visible(name)))
    bare = words[1:] if words[:1] in (("the",), ("a",), ("an",)) else words
    return [list(one) for one in _SAME.get(bare, ())]
