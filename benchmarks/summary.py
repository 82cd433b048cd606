"""Write the table *What is measured* in both READMEs from all results.

python benchmarks/summary.py
"""

from tools.pages import summary

if __name__ == "__main__":
    summary.write()
