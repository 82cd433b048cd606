# %% earlier-state
# en: The slope of tanh is taken at the earlier of the two states. tanh was applied on the way
# to the later one.
# es: La pendiente de la tanh se toma en el estado anterior de los dos. La tanh se aplicó al
# llegar al posterior.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t - 1] ** 2)) @ jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% no-slope
# en: These are norms of powers of W_h: the slope of tanh is missing.
# es: Son normas de potencias de W_h: falta la pendiente de la tanh.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = W_h @ jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% slope-without-square
# en: The slope of tanh isn't 1 - h: which power of its value is it?
# es: La pendiente de la tanh no es 1 - h: ¿de qué potencia de su valor se trata?
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t])) @ jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% frobenius
# en: The norm of a matrix that NumPy takes by default is not the spectral norm.
# es: La norma matricial que NumPy toma por omisión no es la norma espectral.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.linalg.norm(jacobian))
    return np.array(norms[::-1])


# %% spectral-radius
# en: This is the largest eigenvalue in size. How far a matrix can stretch a vector is another
# number, unless it is symmetric.
# es: Este es el mayor valor propio en tamaño. Cuánto puede estirar una matriz a un vector es
# otro número, salvo que sea simétrica.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.abs(np.linalg.eigvals(jacobian)).max())
    return np.array(norms[::-1])


# %% product-of-norms
# en: The norms of single steps were multiplied. That bounds the norm of the product from above;
# the stretched directions need not line up.
# es: Se multiplicaron las normas de los pasos. Eso acota por arriba la norma del producto; las
# direcciones estiradas no tienen por qué alinearse.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = np.linalg.norm(W_h * (1 - states[t] ** 2), 2) * jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% factor-on-the-wrong-side
# en: The factors are in the wrong order: going further back, each new one belongs on the other
# side.
# es: Los factores están en el orden contrario: al retroceder, cada uno nuevo va del otro lado.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = jacobian @ (W_h * (1 - states[t] ** 2))
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% diagonal-on-the-left
# en: The slopes scale the rows of W_h. A row vector meets W_h first and tanh after it: which
# side of W_h is the diagonal on?
# es: Las pendientes escalan las filas de W_h. Un vector fila encuentra primero a W_h y después
# a la tanh: ¿de qué lado de W_h va la diagonal?
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)[:, None]) @ jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% transposed-matrix
# en: W_h is transposed, but the order of the factors is that of row vectors. One of the two
# conventions, please.
# es: W_h está transpuesta, pero el orden de los factores es el de los vectores fila. Una
# convención o la otra, no ambas.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h.T * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% reversed
# en: The right numbers from the last state to the first. t = 1 comes first.
# es: Los números correctos, del último estado al primero. t = 1 va primero.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms)


# %% without-the-last
# en: One number is missing: the last state depends on itself, too.
# es: Falta un número: el último estado también depende de sí mismo.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = []
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% one-step-too-many
# en: There is one norm too many, or everything is shifted by a step: between h_t and h_T lie T
# - t factors.
# es: Sobra una norma, o todo está corrido un paso: entre h_t y h_T hay T - t factores.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[1:][::-1])


# %% forwards-product
# en: The products start from the first state: these are the norms of d h_t / d h_1.
# es: Los productos parten del primer estado: son las normas de d h_t / d h_1.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in range(1, len(states)):
        jacobian = jacobian @ (W_h * (1 - states[t] ** 2))
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms)


# %% single-steps
# en: These are the norms of single steps: the product was never accumulated.
# es: Son las normas de los pasos sueltos: el producto nunca se acumuló.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = W_h * (1 - states[t] ** 2)
        norms.append(np.linalg.norm(jacobian, 2))
    return np.array(norms[::-1])


# %% square-of-the-norm
# en: These are squares of singular values: the largest eigenvalue of J times its transpose
# still wants a root.
# es: Son cuadrados de valores singulares: al mayor valor propio de J por su transpuesta le
# falta una raíz.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.linalg.eigvalsh(jacobian @ jacobian.T).max())
    return np.array(norms[::-1])


# %% smallest-singular-value
# en: This is the least stretch, not the most.
# es: Este es el menor estiramiento, no el mayor.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.linalg.svd(jacobian, compute_uv=False)[-1])
    return np.array(norms[::-1])


# %% maximum-row-sum
# en: This is the largest sum along a row or a column, another of NumPy's norms.
# es: Esta es la mayor suma por fila o por columna, otra de las normas de NumPy.
def gradient_norms(states, W_h):
    jacobian = np.eye(len(W_h))
    norms = [1.0]
    for t in reversed(range(1, len(states))):
        jacobian = (W_h * (1 - states[t] ** 2)) @ jacobian
        norms.append(np.linalg.norm(jacobian, np.inf))
    return np.array(norms[::-1])
