#!/usr/bin/env bash
# Makes the healthy pump's data anew. Needs a build of the tree (./run demo). Same versions, same bytes.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
java -cp target/classes:../../dsl-api/target/classes dev.thimble.examples.machines.Learning \
  src/main/resources/dev/thimble/examples/machines/healthy.npz
