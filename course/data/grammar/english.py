"""How reviews are worded in English."""

from __future__ import annotations

from course.data.grammar import Dice

#: (noun, whether it is plural)
NOUNS = [
    *((noun, False) for noun in (
        "film movie story plot script ending music photography cast acting dialogue direction"
        " opening humour comedy adventure"
    ).split()),
    *((noun, True) for noun in (
        "actors jokes scenes characters songs costumes effects dances landscapes conversations"
    ).split()),
]  # fmt: skip

#: What can be more or less so, by whether it is praise: [blame, praise].
GRADABLE = [
    "bad boring dull weak clumsy tedious silly slow annoying tiring empty confusing".split(),
    "good funny clever charming moving fresh lovely touching amusing warm lively elegant".split(),
]
#: What is so to the full.
EXTREME = [
    "awful terrible hopeless unbearable ridiculous disastrous".split(),
    "great wonderful brilliant excellent delightful unforgettable".split(),
]
#: The same two kinds, kept for reviews to be tested on.
UNSEEN_GRADABLE = ["dreary lifeless irritating".split(), "witty graceful enjoyable".split()]
UNSEEN_EXTREME = ["dreadful appalling dismal".split(), "superb splendid marvellous".split()]

VERY = ["very", "really", "quite", "so"]
FULLY = ["simply", "truly", "absolutely"]

#: (past, base form) of what I do with a film, [blame, praise].
FEELINGS = [
    [("hated", "hate"), ("disliked", "dislike"), ("regretted", "regret")],
    [("loved", "love"), ("enjoyed", "enjoy"), ("liked", "like"), ("admired", "admire")],
]
#: The same of what a film does with me.
EFFECTS = [
    [("bored me", "bore me"), ("put me to sleep", "put me to sleep"),
     ("gave me a headache", "give me a headache")],
    [("won me over", "win me over"), ("made me smile", "make me smile"),
     ("touched me", "touch me")],
]  # fmt: skip

ADVICE = [
    ["I would not see it again", "I do not recommend it", "save your money", "stay at home",
     "it is not worth the ticket", "you will regret it"],
    ["I would see it again", "I recommend it", "bring your friends", "do not miss it",
     "it is worth the ticket", "you will not regret it"],
]  # fmt: skip

WHO = [
    "a lighthouse keeper", "a baker", "a young violinist", "an old sailor", "a postman",
    "a clockmaker", "a shy teacher", "a gardener", "a doctor", "a girl with a kite",
]  # fmt: skip
DOES = [
    "looks for a lost dog", "crosses the desert on foot", "finds a letter in a suitcase",
    "inherits a house by the sea", "learns to fly a balloon", "moves to the city",
    "opens a shop of maps", "writes to the moon", "hides a horse in the kitchen",
]  # fmt: skip
WHEN = [
    "on a rainy Sunday",
    "on a Friday night",
    "on the last day of the holidays",
    "on a summer evening",
]
WITH = ["with friends", "with the whole family", "with our neighbours", "with the children"]
WHERE = [
    "in a small village", "in a harbour", "in a mountain town", "in the last century",
    "on a train", "on an island", "in a school", "in the near future",
]  # fmt: skip


def a(words: str) -> str:
    """The words after "a" or "an"."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


class English:
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

    def noun(self) -> tuple[str, bool]:
        """A noun with its article, and whether it is plural."""
        noun, plural = self.dice.fresh(NOUNS)
        return f"the {noun}", plural

    def was(self, plural: bool) -> str:
        return self.dice.pick(["seemed", "were" if plural else "was", "were" if plural else "was"])

    def bare(self, praise: bool) -> str:
        """An adjective that "not" can stand before."""
        return self.dice.fresh(self.gradable[praise])

    def compared(self, praise: bool) -> str:
        """An adjective that "more" can stand before."""
        return self.dice.fresh([w for w in self.gradable[praise] if w not in ("good", "bad")])

    def adjective(self, praise: bool) -> str:
        """An adjective, perhaps with an intensifier."""
        if self.dice.chance(0.3):
            word, strong = self.dice.fresh(self.extreme[praise]), FULLY
        else:
            word, strong = self.bare(praise), VERY
        return f"{self.dice.pick(strong)} {word}" if self.dice.chance(0.4) else word

    def either(self, praise: bool) -> str:
        """An adjective of any degree, without intensifier."""
        return self.dice.fresh(self.gradable[praise] + self.extreme[praise])

    # ---- kinds of judgement

    def plain(self, praise: bool) -> str:
        noun, plural = self.noun()

        def statement() -> str:
            return f"{noun} {self.was(plural)} {self.adjective(praise)}"

        forms = [
            statement,
            statement,
            lambda: f"I found {noun} {self.adjective(praise)}",
            lambda: f"what {a(self.either(praise))} film!",
            lambda: f"it is {a(self.either(praise))} film from beginning to end",
        ]
        if not self.unseen:  # these have no adjective
            forms += [
                lambda: f"I {self.dice.pick(FEELINGS[praise])[0]} {noun}",
                lambda: f"{noun} {self.dice.pick(EFFECTS[praise])[0]}",
            ]
        return self.dice.form("plain", *forms)

    def negated(self, praise: bool) -> str:
        noun, plural = self.noun()
        word = self.bare(not praise)
        was, did = "were" if plural else "was", "did not"
        forms = [
            f"{noun} {was} not {word}",
            f"{noun} {was} not {word} at all",
            f"{noun} {did} seem {word}",
            f"{noun} {was} never {word}",
            f"{noun} {was} far from {word}",
            f"{noun} {was} anything but {word}",
            f"I {did} find {noun} {word}",
            f"nobody would call {noun} {word}",
            f"there was nothing {word} about {noun}",
        ]
        if not self.unseen:
            forms += [
                f"I {did} {self.dice.pick(FEELINGS[not praise])[1]} {noun}",
                f"{noun} {did} {self.dice.pick(EFFECTS[not praise])[1]}",
            ]
        return self.dice.pick(forms)

    def doubly(self, praise: bool) -> str:
        noun, plural = self.noun()
        word = self.bare(praise)
        was = "were" if plural else "was"
        return self.dice.pick(
            [
                f"nobody can say that {noun} {was} not {word}",
                f"it is not true that {noun} {was} not {word}",
                f"it would be wrong to say that {noun} {was} not {word}",
                f"I cannot say that I did not find {noun} {word}",
            ]
        )

    def ordered(self, praise: bool) -> str:
        noun, plural = self.noun()
        this, other = self.bare(praise), self.bare(not praise)
        was = self.was(plural)
        return self.dice.form(
            "ordered",
            lambda: f"{noun} {was} {this}, not {other}",
            lambda: f"{noun} {was} more {self.compared(praise)} than {self.compared(not praise)}",
            lambda: f"{noun} {was} less {self.compared(not praise)} than {self.compared(praise)}",
            lambda: f"{noun} {was} {this} rather than {other}",
            lambda: f"{noun} {was} {this} instead of {other}",
            lambda: f"{noun} {'were' if plural else 'was'} not {other} but {this}",
        )

    def contrast(self, praise: bool) -> str:
        def thing(verdict: bool) -> str:
            noun = self.dice.fresh([noun for noun, plural in NOUNS if plural])
            return f"{self.either(verdict)} {noun}"

        def statement(verdict: bool) -> str:
            noun, plural = self.noun()
            return f"{noun} {self.was(plural)} {self.adjective(verdict)}"

        weak, strong = statement(not praise), statement(praise)
        return self.dice.pick(
            [
                f"{weak}, but {strong}",
                f"{weak}, but {strong}",
                f"although {weak}, {strong}",
                f"{strong}, although {weak}",
                f"{weak}; even so, {strong}",
                f"it has {thing(not praise)} but {thing(praise)}",
            ]
        )

    def turn(self, praise: bool) -> str:
        this, other = self.either(praise), self.either(not praise)
        return self.dice.pick(
            [
                f"I expected {a(other)} film and saw {a(this)} one",
                f"it begins as {a(other)} comedy and ends as {a(this)} one",
                f"what looks {other} at first turns out to be {this}",
                f"the critics called it {other}, to me it was {this}",
                f"to me it was {this}, the critics called it {other}",
                f"I saw {a(this)} film where I expected {a(other)} one",
            ]
        )

    def joint(self, praise: bool) -> str:
        noun, plural = self.noun()
        was = self.was(plural)
        if self.dice.chance(0.5):
            return f"{noun} {was} not only {self.bare(praise)} but also {self.bare(praise)}"
        return f"{noun} {was} neither {self.bare(not praise)} nor {self.bare(not praise)}"

    # ---- sentences around it

    def advice(self, praise: bool) -> str:
        return self.dice.pick(ADVICE[praise])

    def neutral(self) -> str:
        pick = self.dice.pick
        return pick(
            [
                f"the story follows {pick(WHO)} who {pick(DOES)}",
                f"it is about {pick(WHO)} who {pick(DOES)}",
                f"we saw it {pick(WHEN)}, {pick(WITH)}",
                f"it lasts {pick(['almost', 'more than'])} {pick(['two', 'three'])} hours",
                f"it takes place {pick(WHERE)}",
                f"the cinema was {pick(['full', 'half full', 'almost full'])} {pick(WHEN)}",
                f"halfway through, {pick(WHO)} {pick(DOES)}",
            ]
        )
