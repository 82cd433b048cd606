"""Write ``docs/results.md`` from the results of the experiments.

python benchmarks/report.py
"""

from tools.pages import results

if __name__ == "__main__":
    results.write()
