"""Short English sentences and their Spanish translations, from one small grammar.

What the pairs are there for is what the two languages do differently:

- the adjective follows its noun and agrees with it: "the red houses", "las casas rojas";
- the article and "a" agree too: "a red house", "una casa roja";
- a subject that is only a pronoun is left out: "we see", "vemos";
- "not" is one word before the verb, "do not" is none: "I do not see", "no veo";
- a question is opened by a mark, and its words change places: "Is the door open?",
  "¿Está abierta la puerta?".
"""

from __future__ import annotations

from dataclasses import dataclass

from course.data.grammar import Dice, sentence
from course.data.grammar.spanish import inflected

Pair = tuple[str, str]


@dataclass(frozen=True)
class Noun:
    """A noun in both languages and both numbers."""

    english: str
    spanish: str
    feminine: bool
    english_plural: str
    spanish_plural: str


def _nouns(text: str, feminine: bool) -> list[Noun]:
    """From "house casa, box caja caja-plural"; a plural is given where it isn't regular."""
    nouns = []
    for entry in text.split(","):
        english, spanish, *plurals = entry.split()
        if plurals:
            english_plural, spanish_plural = plurals
        else:
            english_plural = english + "s"
            spanish_plural = spanish + ("s" if spanish[-1] in "aeo" else "es")
        nouns.append(Noun(english, spanish, feminine, english_plural, spanish_plural))
    return nouns


THINGS = [
    *_nouns(
        "house casa, table mesa, chair silla, door puerta, window ventana, letter carta,"
        " shirt camisa, box caja boxes cajas, flower flor, apple manzana, key llave,"
        " lamp lámpara, boat barca, cup taza",
        feminine=True,
    ),
    *_nouns(
        "book libro, hat sombrero, car carro, garden jardín gardens jardines, tree árbol,"
        " bridge puente, plate plato, clock reloj, picture cuadro, map mapa, basket cesto,"
        " suit traje, train tren, paper papel",
        feminine=False,
    ),
]
ANIMALS = [
    *_nouns("cow vaca, hen gallina, goat cabra, butterfly mariposa butterflies mariposas", True),
    *_nouns("dog perro, cat gato, horse caballo, bird pájaro, fish pez fish peces", False),
]
PEOPLE = [
    *_nouns("queen reina, nurse enfermera, girl niña, teacher maestra, baker panadera", True),
    *_nouns("king rey, doctor médico, boy niño, sailor marinero, cook cocinero", False),
]

COLOURS = {
    "red": "rojo", "white": "blanco", "black": "negro", "yellow": "amarillo", "green": "verde",
    "blue": "azul",
}  # fmt: skip
QUALITIES = {
    "small": "pequeño", "big": "grande", "old": "viejo", "new": "nuevo", "pretty": "bonito",
    "ugly": "feo", "heavy": "pesado", "cheap": "barato", "expensive": "caro", "strange": "extraño",
    "round": "redondo", "beautiful": "hermoso",
}  # fmt: skip
#: Of animals and people, with "ser"; and of people alone.
NATURES = {
    "small": "pequeño", "big": "grande", "old": "viejo", "thin": "delgado", "strong": "fuerte",
    "weak": "débil", "calm": "tranquilo", "clever": "listo",
}  # fmt: skip
CHARACTERS = {**NATURES, "young": "joven", "tall": "alto", "serious": "serio", "rich": "rico"}
#: With "estar": how things and how the living are at the moment.
THING_STATES = {
    "open": "abierto", "closed": "cerrado", "broken": "roto", "clean": "limpio",
    "dirty": "sucio", "empty": "vacío", "full": "lleno", "wet": "mojado",
}  # fmt: skip
#: Things by their English names: what can be open, be full, be found anywhere.
OPENABLE = {"house", "door", "window", "letter", "box", "book", "garden", "basket"}
FILLABLE = {"house", "box", "boat", "cup", "basket", "plate", "garden", "train", "table"}
FIXED = {"house", "door", "window", "garden", "tree", "bridge", "train", "car"}
LIVING_STATES = {
    "tired": "cansado", "sad": "triste", "happy": "contento", "ill": "enfermo", "alone": "solo",
    "hungry": "hambriento", "awake": "despierto", "asleep": "dormido",
}  # fmt: skip

#: (I, you, he or she, we, they) in the present.
PRONOUNS = ["I", "you", "he", "she", "we", "they"]
PERSON = {"I": 0, "you": 1, "he": 2, "she": 2, "we": 3, "they": 4}


@dataclass(frozen=True)
class Verb:
    """A verb with an object; `spanish` has the five persons of `PERSON`.

    `light`: it is said of things that one can lift, not of houses or horses.
    """

    english: str
    spanish: tuple[str, ...]
    light: bool = False

    def third(self) -> str:
        """The English form after "he"."""
        if self.english in ("have", "look for"):
            return {"have": "has", "look for": "looks for"}[self.english]
        if self.english.endswith(("sh", "ch", "ss")):
            return self.english + "es"
        if self.english.endswith("y") and self.english[-2] not in "aeiou":
            return self.english[:-1] + "ies"
        return self.english + "s"


VERBS = [
    Verb(english, tuple(forms.split()), english in ("wash", "carry", "remember"))
    for english, forms in {
        "see": "veo ves ve vemos ven",
        "have": "tengo tienes tiene tenemos tienen",
        "want": "quiero quieres quiere queremos quieren",
        "buy": "compro compras compra compramos compran",
        "sell": "vendo vendes vende vendemos venden",
        "look for": "busco buscas busca buscamos buscan",
        "need": "necesito necesitas necesita necesitamos necesitan",
        "paint": "pinto pintas pinta pintamos pintan",
        "wash": "lavo lavas lava lavamos lavan",
        "find": "encuentro encuentras encuentra encontramos encuentran",
        "carry": "llevo llevas lleva llevamos llevan",
        "remember": "recuerdo recuerdas recuerda recordamos recuerdan",
    }.items()
]
#: Where things are, each phrase as a whole.
PLACES = {
    "in the kitchen": "en la cocina", "on the roof": "sobre el techo",
    "under the bridge": "debajo del puente", "near the river": "cerca del río",
    "behind the church": "detrás de la iglesia", "in the street": "en la calle",
    "next to the well": "junto al pozo", "in the square": "en la plaza",
}  # fmt: skip
#: Spanish possessives in singular and plural, and "our" in the feminine too.
POSSESSIVES = {"my": ("mi", "mis"), "your": ("tu", "tus"), "their": ("su", "sus")}


@dataclass(frozen=True)
class Phrase:
    """A noun phrase in both languages, with what a verb and a predicate agree with."""

    english: str
    spanish: str
    feminine: bool
    plural: bool


class Writer:
    """Writes pairs from `dice`; each form of sentence is a method."""

    def __init__(self, dice: Dice):
        self.dice = dice
        self.forms = [
            self.is_so, self.is_so, self.is_now, self.somewhere, self.does, self.does, self.does,
            self.someone_does, self.asks_do, self.asks_is, self.asks_where, self.there_is,
        ]  # fmt: skip

    def pair(self) -> Pair:
        english, spanish = self.dice.pick(self.forms)()
        return sentence(english), sentence(spanish)

    # ---- noun phrases

    def phrase(
        self,
        nouns: list[Noun],
        adjectives: dict[str, str],
        described: float = 0.5,
        definite: float = 1.0,
        owned: float = 0.25,
    ) -> Phrase:
        """A noun with its article or possessive, in a share `described` with an adjective.

        A share `definite` has "the" or, of that, a share `owned` a possessive; the
        others have "a" or, in the plural, a number.
        """
        dice = self.dice
        noun, plural = dice.pick(nouns), dice.chance(0.4)
        f = noun.feminine
        if dice.chance(definite):
            if not dice.chance(owned):
                first = "the", [["el", "los"], ["la", "las"]][f][plural]
            else:
                owner = dice.pick(list(POSSESSIVES))
                first = owner, POSSESSIVES[owner][plural]
        elif plural:
            first = dice.pick(
                [("two", "dos"), ("three", "tres"), ("many", ["muchos", "muchas"][f])]
            )
        else:
            first = "a", ["un", "una"][f]
        english = [noun.english_plural if plural else noun.english]
        spanish = [noun.spanish_plural if plural else noun.spanish]
        if dice.chance(described):
            adjective = dice.pick(list(adjectives))
            english.insert(0, adjective)
            spanish.append(inflected(adjectives[adjective], f, plural))
        one = "an" if first[0] == "a" and english[0][0] in "aeiou" else first[0]
        return Phrase(" ".join([one, *english]), " ".join([first[1], *spanish]), f, plural)

    def thing(self, definite: float = 1.0, light: bool = False) -> Phrase:
        nouns = [noun for noun in THINGS if not light or noun.english not in FIXED]
        return self.phrase(nouns, {**COLOURS, **QUALITIES}, 0.6, definite)

    def animal(self, definite: float = 1.0) -> Phrase:
        """Without possessives: one's own animals would take "a" as an object in Spanish."""
        return self.phrase(ANIMALS, {**COLOURS, **NATURES}, 0.4, definite, owned=0.0)

    def object(self, verb: Verb) -> Phrase:
        """What one sees or buys."""
        if verb.light or self.dice.chance(0.7):
            return self.thing(0.5, verb.light)
        return self.animal(0.5)

    def movable(self, definite: float) -> Phrase:
        """What can be in one place or another."""
        if self.dice.chance(0.5):
            return self.animal(definite)
        return self.thing(definite, light=True)

    def predicate(self, phrase: Phrase, adjectives: dict[str, str]) -> Pair:
        word = self.dice.pick(list(adjectives))
        return word, inflected(adjectives[word], phrase.feminine, phrase.plural)

    # ---- sentences

    def is_so(self) -> Pair:
        """The red house is big."""
        nouns, adjectives, qualities = self.dice.pick(
            [(THINGS, COLOURS, QUALITIES)] * 3
            + [(ANIMALS, COLOURS, NATURES), (PEOPLE, CHARACTERS, CHARACTERS)]
        )
        subject = self.phrase(nouns, adjectives, 0.0 if nouns is PEOPLE else 0.6)
        return self._state(subject, self.predicate(subject, qualities), "es", "son")

    def is_now(self) -> Pair:
        """The cup is broken."""
        return self._state(*self._momentary(), "está", "están")

    def _momentary(self) -> tuple[Phrase, Pair]:
        if self.dice.chance(0.5):
            living = self.dice.pick([(ANIMALS, NATURES), (PEOPLE, CHARACTERS)])
            subject = self.phrase(*living, 0.4)
            return subject, self.predicate(subject, LIVING_STATES)
        state = self.dice.pick(list(THING_STATES))
        fitting = {"open": OPENABLE, "closed": OPENABLE, "empty": FILLABLE, "full": FILLABLE}
        nouns = [n for n in THINGS if n.english in fitting.get(state, {n.english})]
        subject = self.phrase(nouns, COLOURS, 0.5)
        return subject, self.predicate(subject, {state: THING_STATES[state]})

    def _state(self, subject: Phrase, word: Pair, one: str, many: str) -> Pair:
        negated = self.dice.chance(0.25)
        be = ("are" if subject.plural else "is") + (" not" if negated else "")
        ser = ("no " if negated else "") + (many if subject.plural else one)
        return f"{subject.english} {be} {word[0]}", f"{subject.spanish} {ser} {word[1]}"

    def somewhere(self) -> Pair:
        """The cats are on the roof."""
        subject = self.movable(1.0)
        place = self.dice.pick(list(PLACES))
        return self._state(subject, (place, PLACES[place]), "está", "están")

    def does(self) -> Pair:
        """We do not see the white horses. / No vemos los caballos blancos."""
        who, verb = self.dice.pick(PRONOUNS), self.dice.pick(VERBS)
        what = self.object(verb)
        spanish = verb.spanish[PERSON[who]]
        third = who in ("he", "she")
        if self.dice.chance(0.3):
            do = "does" if third else "do"
            return (
                f"{who} {do} not {verb.english} {what.english}",
                f"no {spanish} {what.spanish}",
            )
        english = verb.third() if third else verb.english
        return f"{who} {english} {what.english}", f"{spanish} {what.spanish}"

    def someone_does(self) -> Pair:
        """The old sailor paints a boat."""
        subject = self.phrase(PEOPLE, CHARACTERS, 0.4)
        verb = self.dice.pick(VERBS)
        what = self.object(verb)
        spanish = verb.spanish[4 if subject.plural else 2]
        if self.dice.chance(0.25):
            do = "do" if subject.plural else "does"
            return (
                f"{subject.english} {do} not {verb.english} {what.english}",
                f"{subject.spanish} no {spanish} {what.spanish}",
            )
        english = verb.english if subject.plural else verb.third()
        return (
            f"{subject.english} {english} {what.english}",
            f"{subject.spanish} {spanish} {what.spanish}",
        )

    def asks_do(self) -> Pair:
        """A pair such as "Do you want the green apple?" and "¿Quieres la manzana verde?"."""
        who, verb = self.dice.pick(["you", "they"]), self.dice.pick(VERBS)
        what = self.object(verb)
        return (
            f"do {who} {verb.english} {what.english}?",
            f"¿{verb.spanish[PERSON[who]]} {what.spanish}?",
        )

    def asks_is(self) -> Pair:
        """A pair such as "Is the door open?" and "¿Está abierta la puerta?"."""
        subject, word = self._momentary()
        be, estar = ("are", "están") if subject.plural else ("is", "está")
        return f"{be} {subject.english} {word[0]}?", f"¿{estar} {word[1]} {subject.spanish}?"

    def asks_where(self) -> Pair:
        """A pair such as "Where are my keys?" and "¿Dónde están mis llaves?"."""
        subject = self.movable(1.0)
        be, estar = ("are", "están") if subject.plural else ("is", "está")
        return f"where {be} {subject.english}?", f"¿dónde {estar} {subject.spanish}?"

    def there_is(self) -> Pair:
        """There is a black cat in the kitchen."""
        subject = self.movable(0.0)
        place = self.dice.pick(list(PLACES))
        be = "are" if subject.plural else "is"
        return (
            f"there {be} {subject.english} {place}",
            f"hay {subject.spanish} {PLACES[place]}",
        )


def write(n: int, seed: int) -> list[Pair]:
    """`n` pairs with `n` different English sentences."""
    writer = Writer(Dice(seed))
    pairs: dict[str, str] = {}
    while len(pairs) < n:
        english, spanish = writer.pair()
        pairs.setdefault(english, spanish)
    return list(pairs.items())
