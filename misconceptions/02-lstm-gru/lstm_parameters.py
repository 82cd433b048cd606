# %% no-biases
# en: The numbers in the two matrices are counted; a third array has some, too.
# es: Están contados los números de las dos matrices; hay un tercer arreglo que también los tiene.
def lstm_parameters(features, units):
    return 4 * (features * units + units * units)


# %% one-block
# en: This is one block's number, as in a plain recurrent layer.
# es: Es el número de un bloque, como en una capa recurrente simple.
def lstm_parameters(features, units):
    return features * units + units * units + units


# %% three-gates
# en: Three gates are counted; what is written needs weights as well.
# es: Están contadas tres compuertas; lo que se escribe también necesita pesos.
def lstm_parameters(features, units):
    return 3 * (features * units + units * units + units)


# %% no-recurrence
# en: This would be four dense layers that see nothing but the input.
# es: Serían cuatro capas densas que no ven más que la entrada.
def lstm_parameters(features, units):
    return 4 * (features * units + units)


# %% bias-per-feature
# en: There is one bias per unit and block. How many are there for each feature?
# es: Hay un sesgo por unidad y bloque. ¿Cuántos hay por cada entrada?
def lstm_parameters(features, units):
    return 4 * (features * units + units * units + features)


# %% two-biases
# en: The biases are counted twice. That is how some other libraries, and the GRU of exercise 3,
# keep them.
# es: Los sesgos se cuentan dos veces. Así los guardan otras bibliotecas y también la GRU del
# ejercicio 3.
def lstm_parameters(features, units):
    return 4 * (features * units + units * units + 2 * units)


# %% one-bias-for-all
# en: The blocks share their biases in this count. Each has its own.
# es: En esta cuenta los bloques comparten los sesgos. Cada uno tiene los suyos.
def lstm_parameters(features, units):
    return 4 * (features * units + units * units) + units


# %% squared-sum
# en: The two widths are added and squared. Which matrix has that shape?
# es: Se suman los dos anchos y se eleva al cuadrado. ¿Qué matriz tiene esa forma?
def lstm_parameters(features, units):
    return 4 * (features + units) ** 2


# %% fixed-number
# en: This number is right in the one case shown. It must depend on both arguments.
# es: Este número es correcto en el único caso mostrado. Debe depender de los dos argumentos.
def lstm_parameters(features, units):
    return 72192
