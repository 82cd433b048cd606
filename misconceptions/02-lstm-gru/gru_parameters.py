# %% one-bias-row
# en: The bias is counted as one row. What shape does it have in exercise 3?
# es: El sesgo se cuenta como una sola fila. ¿Qué forma tiene en el ejercicio 3?
def gru_parameters(features, units):
    return 3 * (features * units + units * units + units)


# %% no-biases
# en: The numbers in the two matrices are counted; a third array has some, too.
# es: Están contados los números de las dos matrices; hay un tercer arreglo que también los tiene.
def gru_parameters(features, units):
    return 3 * (features * units + units * units)


# %% four-blocks
# en: Four blocks are counted. A GRU has fewer gates than an LSTM.
# es: Se cuentan cuatro bloques. Una GRU tiene menos compuertas que una LSTM.
def gru_parameters(features, units):
    return 4 * (features * units + units * units + units)


# %% two-gates
# en: The two gates are counted; the candidate needs weights as well.
# es: Están contadas las dos compuertas; el candidato también necesita pesos.
def gru_parameters(features, units):
    return 2 * (features * units + units * units + 2 * units)


# %% three-quarters
# en: These are three quarters of the LSTM's number, which is nearly right. What has two rows here?
# es: Son tres cuartos del número de la LSTM, que es casi correcto. ¿Qué tiene aquí dos filas?
def gru_parameters(features, units):
    return 3 * (4 * (features * units + units * units + units)) // 4


# %% no-recurrence
# en: Nothing is counted for what comes from the state but its biases.
# es: De lo que viene del estado no se cuentan más que los sesgos.
def gru_parameters(features, units):
    return 3 * (features * units + 2 * units)


# %% biases-not-tripled
# en: The blocks share their biases in this count. Each has its own.
# es: En esta cuenta los bloques comparten los sesgos. Cada uno tiene los suyos.
def gru_parameters(features, units):
    return 3 * (features * units + units * units) + 2 * units


# %% second-bias-for-the-candidate-only
# en: The gates have two biases each as well, though one would do: only their sum counts.
# es: También las compuertas tienen dos sesgos cada una, aunque con uno bastaría: solo cuenta su
# suma.
def gru_parameters(features, units):
    return 3 * (features * units + units * units + units) + units


# %% fixed-number
# en: This number is right in the one case shown. It must depend on both arguments.
# es: Este número es correcto en el único caso mostrado. Debe depender de los dos argumentos.
def gru_parameters(features, units):
    return 54528
