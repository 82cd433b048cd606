"""Write ``docs/speed.md`` and its plot from the results of the grading benchmarks.

python benchmarks/speed.py
"""

from tools.pages import speed

if __name__ == "__main__":
    speed.write()
