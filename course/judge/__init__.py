"""The trust boundary: tests on one side, a student's code on the other, data between them."""
