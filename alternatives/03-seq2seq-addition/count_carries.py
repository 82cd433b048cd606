# %% digit-sums
# why: Legendre's and Kummer's trick: each carry lowers the sum of the digits by nine.
def count_carries(a, b):
    def digit_sum(n):
        return sum(int(d) for d in str(n))

    return (digit_sum(a) + digit_sum(b) - digit_sum(a + b)) // 9


# %% strings
# why: Works on the texts, padded with zeros, from the right.
def count_carries(a, b):
    width = max(len(str(a)), len(str(b)))
    state, total = 0, 0
    for x, y in zip(str(a).zfill(width)[::-1], str(b).zfill(width)[::-1]):
        state = (int(x) + int(y) + state) // 10
        total += state
    return total


# %% powers-of-ten
# why: There is a carry out of column k when the last k digits overflow; returns a float.
def count_carries(a, b):
    total, power = 0.0, 10
    while power <= 10 * max(a, b):
        total += a % power + b % power >= power
        power *= 10
    return total


# %% numpy-scalar
# why: Digits by divmod; a NumPy integer comes back.
def count_carries(a, b):
    bits, carry = [0], 0
    while a or b:
        (a, i), (b, j) = divmod(a, 10), divmod(b, 10)
        carry = divmod(i + j + carry, 10)[0]
        bits.append(carry)
    return np.sum(bits)


# %% halves
# why: Recursion that halves the columns, so that it never goes deep.
def count_carries(a, b):
    def part(x, y, carry):  # two texts of the same length: carries, and the last one
        if len(x) == 1:
            out = int(int(x) + int(y) + carry > 9)
            return out, out
        middle = len(x) // 2
        low, carry = part(x[middle:], y[middle:], carry)
        high, carry = part(x[:middle], y[:middle], carry)
        return low + high, carry

    width = max(len(str(a)), len(str(b)))
    return part(str(a).zfill(width), str(b).zfill(width), 0)[0]


# %% until-nothing-is-left-to-add
# why: Stops as soon as the second number is used up and no carry is left; returns an array.
def count_carries(a, b):
    total = carry = 0
    while b or carry:
        carry = int(a % 10 + b % 10 + carry >= 10)
        total += carry
        a, b = a // 10, b // 10
    return np.array(total)
