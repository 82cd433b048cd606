# %% mirror-pairs-count-twice
# en: "12+3" and "3+12" ended up in the list as two different sums. Ask what the two have in
#   common and remember that, not the text of the question.
# es: "12+3" y "3+12" quedaron en la lista como dos sumas distintas. Pregúntate qué tienen en
#   común y recuerda eso, no el texto de la pregunta.
def make_additions(n, digits, rng):
    largest = 10**digits - 1
    if n > (largest + 1) * (largest + 2) // 2:
        raise ValueError(f"too many: {n}")
    seen, questions, answers = set(), [], []
    while len(questions) < n:
        a, b = (int(v) for v in rng.integers(0, largest + 1, size=2))
        if (a, b) not in seen:
            seen.add((a, b))
            questions.append(f"{a}+{b}")
            answers.append(str(a + b))
    return questions, answers


# %% repeats
# en: Some pairs occur twice. Random draws with replacement repeat themselves sooner than one
#   thinks (the birthday problem); you have to keep track of what was drawn.
# es: Hay pares repetidos. Los sorteos con reemplazo se repiten antes de lo que uno cree (el
#   problema del cumpleaños); hay que llevar la cuenta de lo que ya salió.
def make_additions(n, digits, rng):
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n > possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    pairs = rng.integers(0, numbers, size=(n, 2))
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% largest-number-missing
# en: The largest number never comes up. Read what your random function does with the upper end of
#   its range.
# es: El número más grande nunca sale. Revisa qué hace tu función de sorteo con el extremo
#   superior de su intervalo.
def make_additions(n, digits, rng):
    largest = 10**digits - 1
    if n > (largest + 1) * (largest + 2) // 2:
        raise ValueError(f"too many: {n}")
    seen = {}
    for _ in range(200 * n + 200):
        a, b = (int(v) for v in rng.integers(0, largest, size=2))
        if len(seen) < n:
            seen.setdefault((min(a, b), max(a, b)), (a, b))
    pairs = list(seen.values())
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% zero-missing
# en: Zero never comes up. "A number of D digits" here means anything from 0 to the largest one.
# es: El cero nunca sale. Aquí los números van desde 0 hasta el más grande de D dígitos.
def make_additions(n, digits, rng):
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n > possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    seen = {}
    for _ in range(200 * n + 200):
        a, b = (int(v) for v in rng.integers(1, numbers, size=2))
        if len(seen) < n:
            seen.setdefault((min(a, b), max(a, b)), (a, b))
    pairs = list(seen.values())
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% no-doubles
# en: Sums of a number with itself, like "7+7", never come up. They are pairs too.
# es: Las sumas de un número consigo mismo, como "7+7", nunca salen. También son pares.
def make_additions(n, digits, rng):
    numbers = 10**digits
    if n > numbers * (numbers - 1) // 2:
        raise ValueError(f"too many sums: {n}")
    seen, pairs = set(), []
    while len(pairs) < n:
        a, b = (int(v) for v in rng.choice(numbers, size=2, replace=False))
        if frozenset((a, b)) not in seen:
            seen.add(frozenset((a, b)))
            pairs.append((a, b))
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% counts-ordered-pairs
# en: The limit was computed as if "12+3" and "3+12" were two sums. How many pairs remain when the
#   order does not count?
# es: El límite se calculó como si "12+3" y "3+12" fueran dos sumas. ¿Cuántos pares quedan cuando
#   el orden no cuenta?
def make_additions(n, digits, rng):
    numbers = 10**digits
    if n > numbers**2:
        raise ValueError(f"only {numbers**2} sums exist, got n = {n}")
    seen = {}
    for _ in range(200 * n + 200):
        a, b = (int(v) for v in rng.integers(0, numbers, size=2))
        if len(seen) < n:
            seen.setdefault((min(a, b), max(a, b)), (a, b))
    pairs = list(seen.values())
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% returns-fewer
# en: Repeated pairs were thrown away without drawing others in their place, so fewer than n are
#   left.
# es: Los pares repetidos se descartaron sin sortear otros en su lugar, y quedaron menos de n.
def make_additions(n, digits, rng):
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n > possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    pairs = {tuple(sorted(map(int, p))) for p in rng.integers(0, numbers, size=(n, 2))}
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% global-generator
# en: The numbers come from NumPy's global generator, so the seed that was handed in decides
#   nothing. Every draw has to go through the argument rng.
# es: Los números salen del generador global de NumPy, así que la semilla recibida no decide nada.
#   Todo sorteo debe pasar por el argumento rng.
def make_additions(n, digits, rng):
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n > possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    seen, pairs = set(), []
    while len(pairs) < n:
        a, b = (int(v) for v in np.random.randint(0, numbers, size=2))
        if (min(a, b), max(a, b)) not in seen:
            seen.add((min(a, b), max(a, b)))
            pairs.append((a, b))
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% own-fixed-seed
# en: The function makes a generator of its own with a fixed seed, so it gives the same sums
#   whoever calls it. Draw from the generator that is handed in.
# es: La función crea su propio generador con una semilla fija, así que da siempre las mismas
#   sumas. Sortea con el generador que se recibe.
def make_additions(n, digits, rng):
    rng = np.random.default_rng(0)
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n > possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    seen, pairs = set(), []
    while len(pairs) < n:
        a, b = (int(v) for v in rng.integers(0, numbers, size=2))
        if (min(a, b), max(a, b)) not in seen:
            seen.add((min(a, b), max(a, b)))
            pairs.append((a, b))
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% padded-questions
# en: The questions were filled up with spaces here. Padding is the business of a later function;
#   this one gives the bare text.
# es: Las preguntas ya vienen completadas con espacios. El relleno le toca a una función
#   posterior; esta entrega el texto solo.
def make_additions(n, digits, rng):
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n > possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    seen, questions, answers = set(), [], []
    while len(questions) < n:
        a, b = (int(v) for v in rng.integers(0, numbers, size=2))
        if (min(a, b), max(a, b)) not in seen:
            seen.add((min(a, b), max(a, b)))
            questions.append(f"{a}+{b}".ljust(2 * digits + 1))
            answers.append(str(a + b).ljust(digits + 1))
    return questions, answers


# %% leading-zeros
# en: Short numbers were written with zeros in front, "07+12". Numbers are written here as people
#   write them.
# es: Los números cortos llevan ceros delante, "07+12". Aquí los números se escriben como los
#   escribe cualquier persona.
def make_additions(n, digits, rng):
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n > possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    seen, questions, answers = set(), [], []
    while len(questions) < n:
        a, b = (int(v) for v in rng.integers(0, numbers, size=2))
        if (min(a, b), max(a, b)) not in seen:
            seen.add((min(a, b), max(a, b)))
            questions.append(f"{a:0{digits}d}+{b:0{digits}d}")
            answers.append(str(a + b))
    return questions, answers


# %% answers-as-numbers
# en: The answers are numbers. The network will write them character by character, so they have to
#   be text, like the questions.
# es: Las respuestas son números. La red las escribirá carácter por carácter, así que deben ser
#   texto, como las preguntas.
def make_additions(n, digits, rng):
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n > possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    seen, questions, answers = set(), [], []
    while len(questions) < n:
        a, b = (int(v) for v in rng.integers(0, numbers, size=2))
        if (min(a, b), max(a, b)) not in seen:
            seen.add((min(a, b), max(a, b)))
            questions.append(f"{a}+{b}")
            answers.append(a + b)
    return questions, answers


# %% one-sum-too-many
# en: Exactly as many sums as there are must be possible, and not one more. Compare your limit
#   with the 55 sums of one digit.
# es: Debe ser posible pedir exactamente todas las sumas que hay, y ni una más. Compara tu límite
#   con las 55 sumas de un dígito.
def make_additions(n, digits, rng):
    numbers = 10**digits
    possible = numbers * (numbers + 1) // 2
    if n >= possible:
        raise ValueError(f"only {possible} sums exist, got n = {n}")
    seen, pairs = set(), []
    while len(pairs) < n:
        a, b = (int(v) for v in rng.integers(0, numbers, size=2))
        if (min(a, b), max(a, b)) not in seen:
            seen.add((min(a, b), max(a, b)))
            pairs.append((a, b))
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% distinct-sums
# en: Two sums count as the same when their results are equal, so most pairs are left out. It is
#   the pair of numbers that must not repeat, not its result.
# es: Dos sumas cuentan como iguales cuando coinciden sus resultados, y así faltan casi todos los
#   pares. Lo que no debe repetirse es el par de números, no su resultado.
def make_additions(n, digits, rng):
    numbers = 10**digits
    if n > numbers * (numbers + 1) // 2:
        raise ValueError(f"too many sums: {n}")
    seen = {}
    for _ in range(200 * n + 200):
        a, b = (int(v) for v in rng.integers(0, numbers, size=2))
        if len(seen) < n:
            seen.setdefault(a + b, (a, b))
    pairs = list(seen.values())
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]
