# %% carry-not-passed-on
# en: Each column was judged by its two digits alone. In 999+1 two of the three carries come from
#   a carry.
# es: Cada columna se juzgó solo por sus dos dígitos. En 999+1, dos de los tres acarreos provienen
#   de otro acarreo.
def count_carries(a, b):
    carries = 0
    while a or b:
        carries += a % 10 + b % 10 >= 10
        a, b = a // 10, b // 10
    return carries


# %% stops-with-the-shorter-number
# en: Counting stopped when the shorter number was used up. A carry can run on through the longer
#   one.
# es: El conteo se detuvo al agotarse el número más corto. Un acarreo puede seguir corriendo por
#   el más largo.
def count_carries(a, b):
    carries = carry = 0
    while a and b:
        carry = int(a % 10 + b % 10 + carry >= 10)
        carries += carry
        a, b = a // 10, b // 10
    return carries


# %% more-than-ten
# en: A column that makes exactly ten carries too.
# es: Una columna que suma exactamente diez también lleva acarreo.
def count_carries(a, b):
    carries = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry > 10)
        carries += carry
        a, b = a // 10, b // 10
    return carries


# %% carry-is-never-reset
# en: Once there was a carry, it was added to every later column. A column that stays below ten
#   hands on nothing.
# es: Una vez que hubo acarreo, se sumó a todas las columnas siguientes. Una columna que no llega
#   a diez no pasa nada.
def count_carries(a, b):
    carries = carry = 0
    while a or b:
        if a % 10 + b % 10 + carry >= 10:
            carry = 1
            carries += 1
        a, b = a // 10, b // 10
    return carries


# %% added-length
# en: This is by how many digits the result is longer. Most carries happen inside and make nothing
#   longer.
# es: Esto es cuántos dígitos más tiene el resultado. La mayoría de los acarreos ocurre adentro y
#   no alarga nada.
def count_carries(a, b):
    return len(str(a + b)) - max(len(str(a)), len(str(b)))


# %% left-aligned
# en: The digits were paired from the left. Columns are aligned at the units, which matters as
#   soon as the numbers differ in length.
# es: Los dígitos se emparejaron desde la izquierda. Las columnas se alinean en las unidades, y
#   eso importa en cuanto las longitudes difieren.
def count_carries(a, b):
    s, t = str(a), str(b)
    width = max(len(s), len(t))
    carries = carry = 0
    for i, j in zip(reversed(s.ljust(width, "0")), reversed(t.ljust(width, "0"))):
        carry = int(int(i) + int(j) + carry >= 10)
        carries += carry
    return carries


# %% zip-cuts
# en: Columns beyond the shorter number were left out: zip ends with its shortest argument.
# es: Se omitieron las columnas más allá del número corto: zip termina con su argumento más corto.
def count_carries(a, b):
    carries = carry = 0
    for i, j in zip(reversed(str(a)), reversed(str(b))):
        carry = int(int(i) + int(j) + carry >= 10)
        carries += carry
    return carries


# %% float-division
# en: Digits were taken off with a division that makes floats, which have about 16 exact digits.
#   Longer numbers lose theirs.
# es: Los dígitos se quitaron con una división que produce flotantes, de unos 16 dígitos exactos.
#   Los números más largos pierden los suyos.
def count_carries(a, b):
    carries = carry = 0
    while a >= 1 or b >= 1:
        carry = int(a % 10 + b % 10 + carry >= 10)
        carries += carry
        a, b = int(a / 10), int(b / 10)
    return carries


# %% from-the-left
# en: The columns were worked through from the left, so carries went to the wrong neighbour.
# es: Las columnas se recorrieron desde la izquierda, y los acarreos fueron al vecino equivocado.
def count_carries(a, b):
    width = max(len(str(a)), len(str(b)))
    carries = carry = 0
    for i, j in zip(str(a).zfill(width), str(b).zfill(width)):
        carry = int(int(i) + int(j) + carry >= 10)
        carries += carry
    return carries


# %% stops-at-the-first-column-without
# en: Counting stopped at the first column without a carry. Others may follow.
# es: El conteo se detuvo en la primera columna sin acarreo. Puede haber otros más adelante.
def count_carries(a, b):
    carries = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry >= 10)
        if not carry:
            break
        carries += carry
        a, b = a // 10, b // 10
    return carries


# %% longest-chain
# en: This is the length of the longest chain of carries. All of them count.
# es: Esta es la longitud de la cadena de acarreos más larga. Cuentan todos.
def count_carries(a, b):
    longest = chain = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry >= 10)
        chain = chain + 1 if carry else 0
        longest = max(longest, chain)
        a, b = a // 10, b // 10
    return longest


# %% last-carry-left-out
# en: The carry out of the leftmost column was left out. It becomes the result's first digit, and
#   it counts.
# es: Se omitió el acarreo que sale de la columna de más a la izquierda. Se convierte en el primer
#   dígito del resultado, y cuenta.
def count_carries(a, b):
    carries = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry >= 10)
        a, b = a // 10, b // 10
        if a or b:
            carries += carry
    return carries


# %% recursion-over-columns
# en: The function calls itself once for each column, and Python stops after some thousand calls.
#   A loop has no such limit.
# es: La función se llama a sí misma una vez por columna, y Python se detiene tras unas mil
#   llamadas. Un ciclo no tiene ese límite.
def count_carries(a, b, carry=0):
    if a == 0 and b == 0:
        return 0
    carry = (a % 10 + b % 10 + carry) // 10
    return carry + count_carries(a // 10, b // 10, carry)
