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
    "carry_histogram",
    "echo_accuracy",
    "extrapolation",
    "gradient_against_lag",
    "gradient_cliff",
    "one_hot_sum",
    "order_in_bits",
    "reversed_against_straight",
    "states_after_a_pulse",
    "states_of_two_sentences",
    "unrolled_network",
]
