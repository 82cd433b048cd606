"""How good the tests are: known mistakes, mutants and unusual right answers, all graded."""
