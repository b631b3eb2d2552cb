"""The vocabulary of the grammar, as data."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.word_lists import listed

# Functions of one argument and how they may be spelt.
FUNCTIONS: dict[str, str] = {
    name: name
    for name in listed(
        "sin cos tan cot sec csc sinh cosh tanh coth sech csch asin acos atan acot asec acsc "
        "asinh acosh atanh exp abs cis sqrt floor ceil gamma sgn arg det deg Re Im conj"
    )
} | {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arccot": "acot", "arcsec": "asec",
    "arccsc": "acsc", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh",
    "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh", "tg": "tan", "ctg": "cot",
    "cotg": "cot", "cosec": "csc", "arctg": "atan", "sh": "sinh", "ch": "cosh", "th": "tanh",
    "ceiling": "ceil", "Gamma": "gamma", "sign": "sgn", "Log": "ln", "ln": "ln", "log": "log",
    "lg": "lg", "ld": "ld", "factorial": "factorial", "cbrt": "cbrt",
    "Abs": "abs",
}  # fmt: skip
INVERSES = {
    "sin": "asin", "cos": "acos", "tan": "atan", "cot": "acot", "sec": "asec", "csc": "acsc",
    "sinh": "asinh", "cosh": "acosh", "tanh": "atanh",
}  # fmt: skip
# Functions of several arguments: always written with brackets.
LISTED = {
    "max": "max", "min": "min", "gcd": "gcd", "lcm": "lcm", "GCD": "gcd", "LCM": "lcm",
    "binom": "binom", "binomial": "binom", "mod": "mod", "Mod": "mod", "pow": "pow",
}  # fmt: skip
CONSTANTS = {"pi": "pi", "e": "e", "i": "i", "I": "i", "inf": "inf", "infty": "inf", "oo": "inf",
             "infinity": "inf", "Infinity": "inf", "exponentialE": "e", "imaginaryI": "i",
             "imaginaryJ": "i"}  # fmt: skip

GREEK = frozenset(
    listed(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda "
        "mu nu xi omicron rho varrho sigma varsigma tau upsilon phi varphi chi psi omega "
        "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar partial nabla Re "
        "Im aleph wp triangle square odot oplus ast star prime dagger bullet circ angle perp "
        "parallel top bot mho heartsuit spadesuit clubsuit diamondsuit blacksquare"
    )
)

RELATIONS = {
    "=": "=", "==": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "!=": "!=", ":=": "=",
    "le": "<=", "leq": "<=", "leqslant": "<=", "leqq": "<=", "ge": ">=", "geq": ">=",
    "geqslant": ">=", "geqq": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=",
    "approx": "~", "thickapprox": "~", "sim": "sim", "simeq": "~", "doteq": "~", "equiv": "equiv",
    "in": "in", "notin": "notin", "ni": "ni", "subset": "subset", "subseteq": "subset",
    "supset": "supset", "supseteq": "supset", "to": "->", "rightarrow": "->", "Rightarrow": "=>",
    "implies": "=>", "iff": "<=>", "Leftrightarrow": "<=>", "->": "->", "=>": "=>",
    "mapsto": "->", "propto": "propto", "cong": "equiv", "mid": "mid", "longrightarrow": "->",
    "parallel": "parallel", "perp": "perp", "leftrightarrow": "<=>", "models": "models",
    "triangleq": "=", "colon": ":", "ll": "<", "gg": ">", "nmid": "nmid",
}  # fmt: skip
FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!=", "~": "~"}

# Commands that only dress what they hold; the argument is read as if they were not there.
FONTS = frozenset(
    listed(
        "mathbf mathrm mathit mathsf mathtt mathcal mathfrak mathscr boldsymbol bm bf rm it "
        "displaystyle textstyle scriptstyle mathop mathbin mathrel mathord limits nolimits "
        "mathstrut strut large Large small normalsize underline underbrace overbrace boxed "
        "fbox left right mleft mright big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl "
        "Biggr middle ensuremath mathchoice bold pmb emph centering nonumber notag"
    )
)
TEXTS = frozenset(listed("text textbf textit textrm texttt textsf mbox hbox textnormal textsc"))
SPACES = frozenset(
    listed(
        "quad qquad thinspace negthickspace negthinspace negmedspace medspace thickspace "
        "enspace enskip space hfill newline par allowbreak linebreak"
    )
)
ACCENTS = frozenset(listed("hat vec bar tilde dot ddot widehat widetilde overrightarrow overline"))
HIDDEN = frozenset(
    listed("phantom hphantom vphantom color textcolor colorbox transparent rlap llap")
)
BIGSET_WORDS = {"Reals": "R", "Integers": "Z", "Naturals": "N", "reals": "R", "integers": "Z"}

CONNECTIVES = {
    "or": "or",
    "and": "and",
    "&": "and",
    "lor": "or",
    "vee": "or",
    "land": "and",
    "wedge": "and",
    "∨": "or",
    "∧": "and",
    "y": "and",
    "oder": "or",
    "und": "and",
    "ou": "or",
    "o": "or",
    "или": "or",
    "lub": "or",
    "eller": "or",
    "et": "and",
    "и": "and",
    "och": "and",
}
# What follows one of these words only explains the answer.
QUALIFIERS = frozenset(
    listed(
        "for where with if when whenever because since as so such that is are which provided "
        "given since thus hence therefore using by at given"
    )
)

# Unit to its dimension and its size in the base unit of that dimension.
UNITS: dict[str, tuple[str, str]] = {
    "m": ("length", "1"), "km": ("length", "1000"), "cm": ("length", "1/100"),
    "mm": ("length", "1/1000"), "dm": ("length", "1/10"), "nm": ("length", "1/1000000000"),
    "um": ("length", "1/1000000"), "in": ("length", "254/10000"), "ft": ("length", "3048/10000"),
    "yd": ("length", "9144/10000"), "mi": ("length", "1609344/1000"),
    "g": ("mass", "1"), "kg": ("mass", "1000"), "mg": ("mass", "1/1000"),
    "lb": ("mass", "45359237/100000"),
    "oz": ("mass", "28349523125/1000000000"), "ton": ("mass", "1000000"),
    "s": ("time", "1"), "ms": ("time", "1/1000"), "min": ("time", "60"), "h": ("time", "3600"),
    "day": ("time", "86400"), "week": ("time", "604800"), "year": ("years", "1"),
    "month": ("years", "1/12"),
    "l": ("cube", "1/1000"), "ml": ("cube", "1/1000000"), "cl": ("cube", "1/100000"),
    "dl": ("cube", "1/10000"), "gal": ("cube", "3785411784/1000000000000"),
    "qt": ("cube", "946352946/1000000000000"), "pt": ("cube", "473176473/1000000000000"),
    "km^3": ("cube", "1000000000"), "mm^3": ("cube", "1/1000000000"), "dm^3": ("cube", "1/1000"),
    "yd^2": ("area", "83612736/100000000"), "ha": ("area", "10000"), "dm^2": ("area", "1/100"),
    "acre": ("area", "40468564224/10000000"),
    "decade": ("years", "10"), "century": ("years", "100"),
    "Wh": ("energy", "3600"), "kWh": ("energy", "3600000"), "MJ": ("energy", "1000000"),
    "MW": ("power", "1000000"), "mW": ("power", "1/1000"), "MHz": ("frequency", "1000000"),
    "A": ("current", "1"), "mA": ("current", "1/1000"), "ohm": ("resistance", "1"),
    "kohm": ("resistance", "1000"), "Mohm": ("resistance", "1000000"),
    "uA": ("current", "1/1000000"), "uV": ("voltage", "1/1000000"), "us": ("time", "1/1000000"),
    "ns": ("time", "1/1000000000"), "ug": ("mass", "1/1000000"), "uC": ("charge", "1/1000000"),
    "mC": ("charge", "1/1000"), "nC": ("charge", "1/1000000000"), "uF": ("capacity", "1/1000000"),
    "nF": ("capacity", "1/1000000000"), "pF": ("capacity", "1/1000000000000"),
    "uT": ("flux", "1/1000000"), "mT": ("flux", "1/1000"), "GHz": ("frequency", "1000000000"),
    "GPa": ("pressure", "1000000000"), "GW": ("power", "1000000000"),
    "GJ": ("energy", "1000000000"), "mJ": ("energy", "1/1000"),
    "kV": ("voltage", "1000"), "mV": ("voltage", "1/1000"), "MPa": ("pressure", "1000000"),
    "km/s": ("speed", "1000"), "ft/s": ("speed", "3048/10000"), "m/min": ("speed", "1/60"),
    "euro": ("euros", "1"), "Celsius": ("celsius", "1"), "Fahrenheit": ("fahrenheit", "1"),
    "m^2": ("area", "1"), "cm^2": ("area", "1/10000"), "km^2": ("area", "1000000"),
    "mm^2": ("area", "1/1000000"), "ft^2": ("area", "9290304/100000000"),
    "in^2": ("area", "64516/100000000"),
    "m^3": ("cube", "1"), "cm^3": ("cube", "1/1000000"), "in^3": ("cube", "16387064/1000000000000"),
    "ft^3": ("cube", "28316846592/1000000000000"),
    "m/s": ("speed", "1"), "km/h": ("speed", "1000/3600"), "mph": ("speed", "1609344/3600000"),
    "mi/h": ("speed", "1609344/3600000"),
    "cm/s": ("speed", "1/100"), "m/s^2": ("acceleration", "1"),
    "N": ("force", "1"), "kN": ("force", "1000"), "J": ("energy", "1"), "kJ": ("energy", "1000"),
    "eV": ("charged energy", "1"), "keV": ("charged energy", "1000"),
    "MeV": ("charged energy", "1000000"), "GeV": ("charged energy", "1000000000"),
    "W": ("power", "1"), "kW": ("power", "1000"), "V": ("voltage", "1"), "Hz": ("frequency", "1"),
    "kHz": ("frequency", "1000"), "Pa": ("pressure", "1"), "kPa": ("pressure", "1000"),
    "mol": ("amount", "1"), "K": ("temperature", "1"),
    "$": ("money", "1"), "cent": ("money", "1/100"),
}  # fmt: skip
UNIT_WORDS: dict[str, str] = {
    "meter": "m", "metre": "m", "kilometer": "km", "kilometre": "km", "centimeter": "cm",
    "centimetre": "cm", "millimeter": "mm", "millimetre": "mm", "inch": "in", "inche": "in",
    "foot": "ft", "feet": "ft", "yard": "yd", "mile": "mi", "gram": "g", "kilogram": "kg",
    "gm": "g", "milligram": "mg", "pound": "lb", "ounce": "oz", "tonne": "ton", "second": "s",
    "sec": "s", "minute": "min", "hour": "h", "hr": "h", "liter": "l", "litre": "l", "L": "l",
    "mL": "ml", "milliliter": "ml", "millilitre": "ml", "dollar": "$", "buck": "$", "newton": "N",
    "joule": "J", "watt": "W", "volt": "V", "hertz": "Hz", "pascal": "Pa", "mole": "mol",
    "kelvin": "K", "gallon": "gal", "quart": "qt", "pint": "pt", "hectare": "ha",
    "centurie": "century", "centuries": "century", "ampere": "A", "amp": "A", "kph": "km/h",
    "kmh": "km/h", "kilowatt": "kW", "kilojoule": "kJ", "cc": "cm^3", "hrs": "h", "mins": "min",
    "secs": "s", "USD": "$", "penny": "cent", "pennies": "cent", "€": "euro", "lbs": "lb",
    "microgram": "ug",
    "micrometer": "um", "nanometer": "nm", "d": "day", "yr": "year", "wk": "week", "μm": "um",
    "sq": "",
}  # fmt: skip
