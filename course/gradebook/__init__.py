"""Everything that touches nbgrader: its converters, its gradebook, our preprocessors."""
