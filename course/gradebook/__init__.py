"""Everything that uses nbgrader: its converters, its gradebook, our preprocessors."""
