"""Every figure that the notebooks show.

One module per notebook; a function takes data and draws, it trains nothing and
loads nothing. Titles, axes and alternative texts are in the edition's language.
"""

from course.plots.addition import (
    accuracy_curves,
    addition_errors,
    answer_heatmaps,
    carry_histogram,
    extrapolation,
    one_hot_sum,
    reversed_against_straight,
)
from course.plots.attention import (
    attention_maps,
    looked_at_and_missed,
    order_unseen,
    readers_by_kind,
    shaded_reviews,
    soft_lookup,
    softmax_against_width,
)
from course.plots.classification import (
    batches_as_rows,
    curves_side_by_side,
    lengths_and_waste,
    norm_against_sum,
    readers_and_new_words,
    word_frequencies,
    words_in_the_plane,
)
from course.plots.gates import (
    forget_bias_curves,
    gates_of_a_network,
    gates_of_one_unit,
    gradient_through_gates,
    lstm_cell,
    recall_accuracy,
    recall_beyond,
    who_sees_what,
)
from course.plots.generation import (
    beam_tree,
    decodings_compared,
    entropy_against_temperature,
    perplexity_curve,
    survivors,
    temperature_bars,
)
from course.plots.recurrence import (
    echo_accuracy,
    gradient_against_lag,
    gradient_cliff,
    order_in_bits,
    states_after_a_pulse,
    states_of_two_sentences,
    unrolled_network,
)
from course.plots.style import Figure

__all__ = [
    "Figure",
    "accuracy_curves",
    "addition_errors",
    "answer_heatmaps",
    "attention_maps",
    "batches_as_rows",
    "beam_tree",
    "carry_histogram",
    "curves_side_by_side",
    "decodings_compared",
    "echo_accuracy",
    "entropy_against_temperature",
    "extrapolation",
    "forget_bias_curves",
    "gates_of_a_network",
    "gates_of_one_unit",
    "gradient_against_lag",
    "gradient_cliff",
    "gradient_through_gates",
    "lengths_and_waste",
    "looked_at_and_missed",
    "lstm_cell",
    "norm_against_sum",
    "one_hot_sum",
    "order_in_bits",
    "order_unseen",
    "perplexity_curve",
    "readers_and_new_words",
    "readers_by_kind",
    "recall_accuracy",
    "recall_beyond",
    "reversed_against_straight",
    "shaded_reviews",
    "soft_lookup",
    "softmax_against_width",
    "states_after_a_pulse",
    "states_of_two_sentences",
    "survivors",
    "temperature_bars",
    "unrolled_network",
    "who_sees_what",
    "word_frequencies",
    "words_in_the_plane",
]
