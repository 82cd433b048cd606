"""The Transformer's blocks as formulas in NumPy, and which weight of a model is which of theirs.

`encoder_block`, `decoder_block` and `transformer` compute from a dictionary of matrices and
vectors. To compare a student's layer with them, a `Judge` reads its weights: in which order
they were made, whether queries, keys and values are one matrix or three, how it is cut into
heads, whether a matrix is stored transposed, is free. It reads them in two steps:

1. All weights of one shape get the same numbers, and vectors 0. What the layer then answers
   doesn't depend on which is which; it must be what the formula answers.
2. In this state, the *gradients* of a loss differ from part to part. The formula's, by complex
   steps (J. N. Lyness and C. B. Moler, "Numerical differentiation of analytic functions", SIAM
   Journal on Numerical Analysis 4, 1967), say which weight is which.

The numbers in a `Params` dictionary have these names, after a prefix such as ``"decoder.0."``:
``self.q``, ``self.k``, ``self.v`` (d, d) with neighbouring columns for a head, ``self.o`` (d, d)
with neighbouring rows, their biases ``self.bq`` and so on, the same for ``cross``; ``W_1``,
``b_1``, ``W_2``, ``b_2``; ``gamma_1``, ``beta_1`` and so on. A model has ``source.words``,
``target.words``, ``answer.W``, ``answer.b``, too. The biases of attentions and of the answer may
be missing. Numbers that are no weights: ``epsilon``, or ``epsilon_1`` and so on; the ``scale`` of
the words' vectors.
"""

from course.testing.transformer.dropping import drops, untouched
from course.testing.transformer.formulas import (
    attend,
    decoder_block,
    dense_net,
    encoder_block,
    norm,
    positions,
    softmax,
    transformer,
    words,
)
from course.testing.transformer.judge import Judge
from course.testing.transformer.parts import Form

__all__ = [
    "Form", "Judge", "attend", "decoder_block", "dense_net", "drops", "encoder_block", "norm",
    "positions", "softmax", "transformer", "untouched", "words",
]  # fmt: skip
