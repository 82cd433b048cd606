"""How reviews are worded in Spanish, with agreement in gender and number."""

from __future__ import annotations

from course.data.grammar import Dice

#: (article and noun, feminine, plural)
NOUNS = [
    *((f"la {noun}", True, False) for noun in (
        "película historia trama música fotografía actuación dirección comedia aventura"
    ).split()),
    *((f"el {noun}", False, False) for noun in (
        "guion final reparto comienzo humor vestuario montaje desenlace"
    ).split()),
    *((f"las {noun}", True, True) for noun in "escenas canciones imágenes conversaciones".split()),
    *((f"los {noun}", False, True) for noun in (
        "actores diálogos chistes personajes efectos paisajes bailes"
    ).split()),
]  # fmt: skip

#: What can be more or less so, by whether it is praise: [blame, praise].
GRADABLE = [
    "malo aburrido flojo torpe soso tonto tedioso lento pesado confuso vacío fastidioso".split(),
    "bueno divertido ingenioso encantador conmovedor fresco hermoso inteligente gracioso"
    " cálido emocionante elegante".split(),
]
#: What is so to the full.
EXTREME = [
    "terrible pésimo insoportable ridículo desastroso horrible".split(),
    "maravilloso brillante excelente estupendo genial inolvidable".split(),
]
#: The same two kinds, kept for reviews to be tested on.
UNSEEN_GRADABLE = ["monótono insípido irritante".split(), "ameno chispeante simpático".split()]
UNSEEN_EXTREME = ["espantoso nefasto lamentable".split(), "magnífico espléndido fabuloso".split()]

VERY = ["muy", "realmente", "bastante", "verdaderamente"]
FULLY = ["sencillamente", "realmente", "absolutamente"]

#: What a film does with me, [blame, praise]: past and subjunctive, each singular and plural.
EFFECTS = [
    [("aburrió", "aburrieron", "aburriera", "aburrieran"),
     ("cansó", "cansaron", "cansara", "cansaran"),
     ("decepcionó", "decepcionaron", "decepcionara", "decepcionaran")],
    [("gustó", "gustaron", "gustara", "gustaran"),
     ("encantó", "encantaron", "encantara", "encantaran"),
     ("conmovió", "conmovieron", "conmoviera", "conmovieran")],
]  # fmt: skip
#: What I do with a film.
FEELINGS = [["padecí", "lamenté", "detesté"], ["disfruté", "aplaudí", "admiré"]]

ADVICE = [
    ["no la volvería a ver", "no la recomiendo", "ahorra tu dinero", "quédate en casa",
     "no vale lo que cuesta la entrada", "te vas a arrepentir"],
    ["la volvería a ver", "la recomiendo", "lleva a tus amigos", "no te la pierdas",
     "vale lo que cuesta la entrada", "no te vas a arrepentir"],
]  # fmt: skip

WHO = [
    "una farera", "un panadero", "una joven violinista", "un viejo marinero", "un cartero",
    "una relojera", "un maestro tímido", "una jardinera", "un médico", "una niña con una cometa",
]  # fmt: skip
DOES = [
    "busca un perro perdido", "cruza el desierto a pie", "encuentra una carta en una maleta",
    "hereda una casa junto al mar", "aprende a volar en globo", "se muda a la ciudad",
    "abre una tienda de mapas", "le escribe a la luna", "esconde un caballo en la cocina",
]  # fmt: skip
WHEN = ["un domingo de lluvia", "un viernes por la noche", "el último día de vacaciones",
        "en Navidad"]  # fmt: skip
WITH = ["con amigos", "con toda la familia", "con los vecinos", "con los niños"]
WHERE = [
    "un pueblo pequeño", "un puerto", "un pueblo de montaña", "el siglo pasado", "un tren",
    "una isla", "una escuela", "un futuro cercano",
]  # fmt: skip


def inflected(adjective: str, feminine: bool, plural: bool) -> str:
    """The form of an adjective given as masculine singular.

    >>> inflected("encantador", True, True), inflected("genial", False, True)
    ('encantadoras', 'geniales')
    """
    if plural and adjective == "joven":
        return "jóvenes"  # the stress stays where it is
    if adjective.endswith("o"):
        form = adjective[:-1] + ("a" if feminine else "o")
    elif adjective.endswith("or") and feminine:
        form = adjective + "a"
    else:
        form = adjective
    if not plural:
        return form
    return form + ("s" if form[-1] in "aeo" else "es")


class Spanish:
    """Clauses that praise or blame, without capital letter and full stop.

    Every kind of `course.data.grammar.reviews.KINDS` is a method that takes whether
    to praise. With `unseen`, adjectives come from the lists kept for testing.
    """

    def __init__(self, dice: Dice, unseen: bool = False):
        self.dice = dice
        self.gradable = UNSEEN_GRADABLE if unseen else GRADABLE
        self.extreme = UNSEEN_EXTREME if unseen else EXTREME
        self.unseen = unseen

    # ---- parts of a clause

    def noun(self) -> tuple[str, bool, bool]:
        """A noun with its article, whether it is feminine, and whether it is plural."""
        return self.dice.fresh(NOUNS)

    def was(self, plural: bool) -> str:
        return self.dice.pick(
            ["fueron", "resultaron", "me parecieron"]
            if plural
            else ["fue", "resultó", "me pareció"]
        )

    def bare(self, praise: bool, feminine: bool = True, plural: bool = False) -> str:
        """An adjective that "no" can stand before."""
        return inflected(self.dice.fresh(self.gradable[praise]), feminine, plural)

    def compared(self, praise: bool, feminine: bool = True, plural: bool = False) -> str:
        """An adjective that "más" can stand before."""
        words = [w for w in self.gradable[praise] if w not in ("bueno", "malo")]
        return inflected(self.dice.fresh(words), feminine, plural)

    def adjective(self, praise: bool, feminine: bool = True, plural: bool = False) -> str:
        """An adjective, perhaps with an intensifier."""
        if self.dice.chance(0.3):
            word, strong = self.dice.fresh(self.extreme[praise]), FULLY
        else:
            word, strong = self.dice.fresh(self.gradable[praise]), VERY
        word = inflected(word, feminine, plural)
        return f"{self.dice.pick(strong)} {word}" if self.dice.chance(0.4) else word

    def either(self, praise: bool, feminine: bool = True, plural: bool = False) -> str:
        """An adjective of any degree, without intensifier."""
        word = self.dice.fresh(self.gradable[praise] + self.extreme[praise])
        return inflected(word, feminine, plural)

    # ---- kinds of judgement

    def plain(self, praise: bool) -> str:
        noun, *form = self.noun()
        plural = form[1]

        def statement() -> str:
            return f"{noun} {self.was(plural)} {self.adjective(praise, *form)}"

        seemed = "me parecieron" if plural else "me pareció"
        forms = [
            statement,
            statement,
            lambda: f"{seemed} {self.adjective(praise, *form)} {noun}",
            lambda: f"¡qué película tan {self.either(praise)}!",
            lambda: f"es una película {self.adjective(praise)} de principio a fin",
        ]
        if not self.unseen:  # these have no adjective
            forms += [
                lambda: f"{self.dice.pick(FEELINGS[praise])} {noun}",
                lambda: f"me {self.dice.pick(EFFECTS[praise])[plural]} {noun}",
            ]
        return self.dice.form("plain", *forms)

    def negated(self, praise: bool) -> str:
        noun, *form = self.noun()
        plural = form[1]
        word = self.bare(not praise, *form)
        was = self.was(plural)
        forms = [
            f"{noun} no {was} {word}",
            f"{noun} no {was} nada {word}",
            f"{noun} en ningún momento {was} {word}",
            f"{noun} {'están' if plural else 'está'} lejos de ser {word}",
            f"{noun} {'fueron' if plural else 'fue'} todo menos {word}",
            f"no {'me parecieron' if plural else 'me pareció'} {word} {noun}",
            f"nadie diría que {noun} {'son' if plural else 'es'} {word}",
            f"{noun} no {'tienen' if plural else 'tiene'} nada de {word}",
        ]
        if not self.unseen:
            forms += [f"no me {self.dice.pick(EFFECTS[not praise])[plural]} {noun}"]
        return self.dice.pick(forms)

    def doubly(self, praise: bool) -> str:
        noun, *form = self.noun()
        plural = form[1]
        word = self.bare(praise, *form)
        forms = [
            f"nadie puede decir que {noun} no {'fueran' if plural else 'fuera'} {word}",
            f"no es cierto que {noun} no {'sean' if plural else 'sea'} {word}",
            f"sería falso decir que {noun} no {'fueron' if plural else 'fue'} {word}",
        ]
        if not self.unseen:
            effect = self.dice.pick(EFFECTS[praise])[2 + plural]
            forms += [f"no puedo decir que no me {effect} {noun}"]
        return self.dice.pick(forms)

    def ordered(self, praise: bool) -> str:
        noun, *form = self.noun()
        this, other = self.compared(praise, *form), self.compared(not praise, *form)
        was = self.was(form[1])
        return self.dice.form(
            "ordered",
            lambda: f"{noun} {was} {self.bare(praise, *form)}, no {self.bare(not praise, *form)}",
            lambda: f"{noun} {was} más {this} que {other}",
            lambda: f"{noun} {was} menos {other} que {this}",
            lambda: f"{noun} {was} {this} en vez de {other}",
            lambda: f"{noun} no {was} {other}, sino {this}",
            lambda: f"más que {other}, {noun} {was} {this}",
        )

    def contrast(self, praise: bool) -> str:
        def thing(verdict: bool) -> str:
            noun, *form = self.dice.fresh([noun for noun in NOUNS if noun[2]])
            return f"{noun.split()[1]} {self.either(verdict, *form)}"

        def statement(verdict: bool) -> str:
            noun, *form = self.noun()
            return f"{noun} {self.was(form[1])} {self.adjective(verdict, *form)}"

        weak, strong = statement(not praise), statement(praise)
        return self.dice.pick(
            [
                f"{weak}, pero {strong}",
                f"{weak}, pero {strong}",
                f"aunque {weak}, {strong}",
                f"{strong}, aunque {weak}",
                f"{weak}; aun así, {strong}",
                f"tiene {thing(not praise)}, pero {thing(praise)}",
            ]
        )

    def turn(self, praise: bool) -> str:
        pick = self.dice.pick
        if pick([True, False, False, False, False, False]):
            this, other = self.either(praise, False), self.either(not praise, False)
            return f"lo que al principio parece {other} resulta {this}"
        this, other = self.either(praise), self.either(not praise)
        return pick(
            [
                f"esperaba una película {other} y vi una {this}",
                f"empieza como una comedia {other} y termina como una {this}",
                f"los críticos la llamaron {other}, a mí me pareció {this}",
                f"a mí me pareció {this}, los críticos la llamaron {other}",
                f"vi una película {this} donde esperaba una {other}",
            ]
        )

    def joint(self, praise: bool) -> str:
        noun, *form = self.noun()
        was = self.was(form[1])
        if self.dice.chance(0.5):
            one, two = self.bare(praise, *form), self.bare(praise, *form)
            return f"{noun} no solo {was} {one}, sino también {two}"
        one, two = self.bare(not praise, *form), self.bare(not praise, *form)
        return f"{noun} no {was} ni {one} ni {two}"

    # ---- sentences around it

    def advice(self, praise: bool) -> str:
        return self.dice.pick(ADVICE[praise])

    def neutral(self) -> str:
        pick = self.dice.pick
        return pick(
            [
                f"la historia sigue a {pick(WHO)} que {pick(DOES)}",
                f"se trata de {pick(WHO)} que {pick(DOES)}",
                f"la vimos {pick(WHEN)}, {pick(WITH)}",
                f"dura {pick(['casi', 'más de'])} {pick(['dos', 'tres'])} horas",
                f"ocurre en {pick(WHERE)}",
                f"el cine estaba {pick(['lleno', 'medio lleno', 'casi lleno'])} {pick(WHEN)}",
                f"a mitad de la película, {pick(WHO)} {pick(DOES)}",
            ]
        )
