"""Common English words, clues and kinds of objects, for puzzles about words."""

from __future__ import annotations

from rewardkit_verifiers.follow.lib.word_set import word_set

WORDS = word_set(
    """
    arm art bag bat bed bee box boy bus car cat cow cup day dog ear egg eye fan fox gas hat
    hen ice ink jam jar job key kid leg lip map mud net nut oak oil owl pan pen pig pin pot
    rat row sea sky sun tea toe top toy van web zoo baby back ball bank bell bird boat body
    bone book bowl cake card cave city clay club coal coat coin cook corn crow dark desk dish
    door dust east face farm fire fish flag food foot fork frog game gate goat gold hair hand
    hill home horn idea iron jazz king lake lamp leaf lime lion milk moon nail neck nest nose
    pear pipe pond rain ring road rock roof room rope rose salt sand seed ship shoe silk snow
    soap soup star tail tent time tree wall wave wind wolf wood wool yard actor angle apple
    arrow basin beach bench berry blade board brain bread brick bride brush cabin camel candy
    chain chair chalk cheek chess child clock cloud coach coast crane cream crown dance diary
    dozen dream dress drill eagle earth fence field flame flock floor flute frame frost fruit
    ghost glass globe glove grain grape grass guard guest heart hedge honey horse hotel house
    juice knife label laser lemon lever linen lunch magic maple match medal metal money month
    motor mouse mouth music night novel nurse ocean olive onion opera organ otter paint panel
    paper party peach pearl petal phone photo piano pilot pizza plain plane plant plate point
    porch power prize queen quilt radio ranch razor river robot salad scale scarf seven shade
    sheep shelf shirt shore skirt slate sleep smile smoke snake spice spoon stage steam stone
    storm story sugar table teeth tiger toast tooth torch towel tower track trail train truck
    uncle valve video voice wagon water whale wheat wheel woman world wrist yacht youth zebra
    anchor animal artist autumn basket battle bottle branch bridge bronze bucket butter button
    camera candle canyon carpet castle cheese cherry circle coffee corner cotton desert dinner
    doctor donkey dragon engine family farmer finger flower forest garden garlic guitar hammer
    island jacket jungle kettle kitten ladder leader letter lizard magnet market meadow mirror
    monkey mother needle orange orchid oyster palace parrot pebble pencil pepper pillow planet
    pocket potato prince rabbit ribbon rocket saddle school season shadow silver singer spider
    spring square stairs statue street summer temple thread ticket tomato tunnel turtle valley
    violin walnut window winter wizard yellow
    """
)
"""Common words of three to six letters."""

CLUES: tuple[tuple[str, str], ...] = (
    ("Frozen water", "ice"),
    ("It barks", "dog"),
    ("Bee's product", "honey"),
    ("Striped horse of Africa", "zebra"),
    ("Capital of France", "paris"),
    ("Red planet", "mars"),
    ("Opposite of south", "north"),
    ("Writer's tool with ink", "pen"),
    ("Largest ocean", "pacific"),
    ("It tells the time on a wall", "clock"),
    ("Instrument with 88 keys", "piano"),
    ("Season after summer", "autumn"),
    ("Baby cat", "kitten"),
    ("King's wife", "queen"),
    ("Sum of five and two", "seven"),
    ("Bread maker", "baker"),
    ("Frozen dessert on a cone (two words)", "ice cream"),
    ("Spider's trap", "web"),
    ("River of Egypt", "nile"),
    ("Colour of an emerald", "green"),
    ("Metal drawn to a magnet", "iron"),
    ("It holds a picture on a wall", "frame"),
    ("Twelve months", "year"),
    ("Eight-armed animal of the sea", "octopus"),
    ("House of a king", "palace"),
    ("Place for planes to land", "airport"),
    ("Night bird that hoots", "owl"),
    ("Hot drink of leaves", "tea"),
    ("Sailor's knot line", "rope"),
    ("It falls in winter", "snow"),
    ("Chess piece that moves in an L", "knight"),
    ("Painter of the Mona Lisa", "leonardo"),
    ("Opposite of ancient", "modern"),
    ("Dried grape", "raisin"),
    ("Animal with a hump", "camel"),
    ("Fruit that keeps the doctor away", "apple"),
    ("Kitchen tool to cut with", "knife"),
    ("Moon's pull on the sea", "tide"),
    ("Half a dozen", "six"),
    ("Tower that leans in Italy", "pisa"),
)
"""Clues with their entries."""

OBJECTS: dict[str, tuple[str, ...]] = {
    "fruits": ("apple", "banana", "peach", "plum", "orange", "strawberry", "grape", "pear"),
    "animals": ("cat", "cow", "frog", "goat", "snail", "dog", "duck", "bear"),
    "musical instruments": ("drum", "flute", "piano", "trumpet", "violin", "clarinet", "trombone"),
    "vegetables": ("carrot", "onion", "cabbage", "potato", "garlic", "broccoli", "lettuce"),
    "pieces of furniture": ("chair", "table", "couch", "bed", "stool", "lamp", "desk"),
}
"""Kinds of objects with the words for some of them."""
