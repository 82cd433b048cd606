#!/bin/sh
# Run `make test` on every given version of Python that this machine has.
#
#   tools/test-pythons.sh 3.10 3.11 3.12 3.13
#
# A version is looked for as pythonX.Y on the PATH, then among pyenv's versions. Each has a
# virtual environment of its own, .venv-X.Y. The exit status is 0 if every version that was
# found passed, and at least one was found.
passed= failed= missing=
for version in "$@"; do
    python=python$version
    if ! "$python" -c '' 2>/dev/null; then  # pyenv's shims exist for versions that aren't active
        python=$(pyenv prefix "$version" 2>/dev/null)/bin/python
    fi
    if ! "$python" -c '' 2>/dev/null; then
        missing="$missing $version"
        continue
    fi
    echo "== Python $version: $python"
    if "${MAKE:-make}" test PYTHON="$python" VENV=".venv-$version"; then
        passed="$passed $version"
    else
        failed="$failed $version"
    fi
done
echo "passed:${passed:- none}; failed:${failed:- none}; not found:${missing:- none}"
[ -n "$passed" ] && [ -z "$failed" ]
