"""Other names of substances that everyday questions ask for: formulas and vitamins."""

from __future__ import annotations

from rewardkit.reading.words import folded_words, visible

_NAMES = """
carbon dioxide = CO2
carbon monoxide = CO
water = H2O
sodium chloride = NaCl = table salt = common salt
hydrogen peroxide = H2O2
ammonia = NH3
methane = CH4
ozone = O3
oxygen = O2
nitrogen = N2
hydrogen = H2
hydrochloric acid = HCl
sulfuric acid = sulphuric acid = H2SO4
nitric acid = HNO3
sulfur dioxide = sulphur dioxide = SO2
nitrous oxide = N2O = laughing gas
calcium carbonate = CaCO3
sodium bicarbonate = sodium hydrogen carbonate = NaHCO3 = baking soda
sodium hydroxide = NaOH = caustic soda
glucose = C6H12O6
ethanol = C2H5OH = ethyl alcohol
iron oxide = Fe2O3
acetic acid = ethanoic acid = CH3COOH = HC2H3O2
formic acid = methanoic acid = HCOOH
formaldehyde = methanal = CH2O = HCHO
acetaldehyde = ethanal = CH3CHO
acetone = propanone = CH3COCH3
methanol = CH3OH = methyl alcohol = wood alcohol
ethylene = ethene = C2H4
acetylene = ethyne = C2H2
ethane = C2H6
propane = C3H8
butane = C4H10
benzene = C6H6
toluene = methylbenzene
chloroform = trichloromethane = CHCl3
phosphoric acid = H3PO4
carbonic acid = H2CO3
hydrofluoric acid = hydrogen fluoride = HF
hydrogen sulfide = hydrogen sulphide = H2S
hydrogen cyanide = HCN = prussic acid
potassium hydroxide = KOH = caustic potash
calcium hydroxide = slaked lime
calcium oxide = CaO = quicklime
calcium chloride = CaCl2
potassium chloride = KCl
potassium permanganate = KMnO4
sodium carbonate = Na2CO3 = washing soda
sodium hypochlorite = NaClO
magnesium oxide = MgO = magnesia
magnesium sulfate = MgSO4 = epsom salt
aluminium oxide = aluminum oxide = Al2O3 = alumina
copper sulfate = copper sulphate = CuSO4
silver nitrate = AgNO3
silver chloride = AgCl
silicon dioxide = SiO2 = silica
titanium dioxide = TiO2
nitrogen dioxide = NO2
sulfur trioxide = sulphur trioxide = SO3
ammonium nitrate = NH4NO3
zinc oxide = ZnO
sulfur hexafluoride = SF6
uranium hexafluoride = UF6
chlorine = Cl2
sucrose = C12H22O11
adenosine triphosphate = ATP
deoxyribonucleic acid = DNA
ribonucleic acid = RNA
vitamin a = retinol
vitamin b1 = thiamine = thiamin
vitamin b2 = riboflavin
vitamin b3 = niacin = nicotinic acid
vitamin b6 = pyridoxine
vitamin b7 = biotin
vitamin b9 = folic acid = folate
vitamin b12 = cobalamin = cyanocobalamin
vitamin c = ascorbic acid = ascorbate
vitamin d = calciferol = cholecalciferol
vitamin e = tocopherol
vitamin k = phylloquinone = phytomenadione
adrenaline = epinephrine
noradrenaline = norepinephrine
paracetamol = acetaminophen
aspirin = acetylsalicylic acid
"""
_ROWS = [
    [tuple(folded_words(one)) for one in line.split("=")] for line in _NAMES.strip().splitlines()
]
_SAME = {name: row for row in _ROWS for name in row}
_SUBSCRIPTS = str.maketrans("", "", "₀₁₂₃₄₅₆₇₈₉")


def same_substance(name: str) -> list[list[str]]:
    """Return the words of other names of a substance.

    Example:
        >>> same_substance("carbon dioxide"), same_substance("Ottawa")
        ([['co2']], [])
    """
    words = tuple(folded_words(visible(name)))
    return [list(one) for one in _SAME.get(words, ()) if one != words]


def without_subscripts(text: str) -> str:
    """Return a text without lowered digits, as in vitamin K₁."""
    return text.translate(_SUBSCRIPTS)
