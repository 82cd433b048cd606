# %% wrong: no-chain
# Only columns that reach ten by themselves.
# shows:
#   assert answer(999, 1) == 3
def count_carries(a, b):
    n = 0
    while a or b:
        n += a % 10 + b % 10 >= 10
        a, b = a // 10, b // 10
    return int(n)


# %% wrong: stops-with-the-shorter
# Ends when one of the numbers is used up.
# shows:
#   assert answer(999, 1) == 3
def count_carries(a, b):
    n = carry = 0
    while a and b:
        carry = int(a % 10 + b % 10 + carry >= 10)
        n += carry
        a, b = a // 10, b // 10
    return n


# %% wrong: more-than-ten
# > in place of >=.
# shows:
#   assert answer(5, 5) == 1
def count_carries(a, b):
    n = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry > 10)
        n += carry
        a, b = a // 10, b // 10
    return n


# %% wrong: float-division
# int(a / 10) loses digits above 2^53.
# shows:
#   assert answer(10**25 - 1, 1) == 25
def count_carries(a, b):
    n = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry >= 10)
        n += carry
        a, b = int(a / 10), int(b / 10)
    return n


# %% wrong: machine-integers
# NumPy int64: overflow beyond 19 digits.
# shows:
#   try:
#       n = answer(10**30 - 1, 1)
#   except Exception:
#       n = None
#   assert n == 30
def count_carries(a, b):
    a, b = np.int64(a), np.int64(b)
    n = carry = 0
    while a > 0 or b > 0:
        carry = int(a % 10 + b % 10 + carry >= 10)
        n += carry
        a, b = a // 10, b // 10
    return n


# %% wrong: carry-never-falls
# Once a carry has come it stays set.
# shows:
#   assert answer(409, 501) == 1
def count_carries(a, b):
    n = carry = 0
    while a or b:
        if a % 10 + b % 10 + carry >= 10:
            carry = 1
            n += 1
        a, b = a // 10, b // 10
    return n


# %% wrong: last-carry-not-counted
# The carry out of the last column makes a new digit and isn't counted.
# shows:
#   assert answer(7, 8) == 1
def count_carries(a, b):
    n = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry >= 10)
        a, b = a // 10, b // 10
        if a or b:
            n += carry
    return n


# %% wrong: left-to-right
# Reads the digits from the left, zip of the strings.
# shows:
#   assert answer(19, 82) == 2
def count_carries(a, b):
    a, b = str(a), str(b)
    w = max(len(a), len(b))
    n = carry = 0
    for p, q in zip(a.zfill(w), b.zfill(w)):
        carry = int(int(p) + int(q) + carry >= 10)
        n += carry
    return n


# %% wrong: strings-not-aligned
# zip of the reversed strings stops with the shorter one, except for one last carry.
# shows:
#   assert answer(9999, 1) == 4
def count_carries(a, b):
    n = carry = 0
    for p, q in zip(str(a)[::-1], str(b)[::-1]):
        carry = int(int(p) + int(q) + carry >= 10)
        n += carry
    return n


# %% wrong: recursion-too-deep
# Recursive: numbers of some thousand digits end in RecursionError.
# shows:
#   try:
#       n = answer(10**4000 - 1, 1)
#   except RecursionError:
#       n = None
#   assert n == 4000
def count_carries(a, b, carry=0):
    if not a and not b:
        return 0
    carry = int(a % 10 + b % 10 + carry >= 10)
    return carry + count_carries(a // 10, b // 10, carry)


# %% wrong: seven-digits
# A loop over seven columns, the most that the course's sums have.
# shows:
#   assert answer(99999999, 1) == 8
def count_carries(a, b):
    n = carry = 0
    for _ in range(7):
        carry = int(a % 10 + b % 10 + carry >= 10)
        n += carry
        a, b = a // 10, b // 10
    return n


# %% right: digit-sums
# Every carry lowers the sum of digits by nine.
def count_carries(a, b):
    def digits(v):
        total = 0
        while v:
            v, d = divmod(v, 10)
            total += d
        return total

    return (digits(a) + digits(b) - digits(a + b)) // 9


# %% right: compare-remainders
# Column k carries if a and b modulo 10^k add up to 10^k or more.
def count_carries(a, b):
    k, n = 10, 0
    while k <= 10 * max(a, b):
        n += (a % k + b % k) >= k
        k *= 10
    return n
