#!/usr/bin/env bash
# Makes weights and data anew. Same versions, same files.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
python3 train.py ../src/main/resources/dev/thimble/examples/pictures
