#!/usr/bin/env bash
# Makes sounds, features, weights and data of this example anew. Needs Python with requirements.txt, and a build of the tree
# (./run demo). Same versions, same bytes.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
resources=src/main/resources/dev/thimble/examples/mosquito
python3 training/synthesise.py "$work"
for part in train test; do
  java -cp target/classes:../../dsl-api/target/classes dev.thimble.examples.mosquito.Features "$work/$part" "$work/$part.npz"
done
python3 training/train.py "$work/train.npz" "$work/test.npz" "$resources/mosquito.safetensors"
cp "$work/train.npz" "$resources/wings_train.npz"
cp "$work/test.npz" "$resources/wings_test.npz"
for name in none culex aedes; do
  cp "$work/test/$name.wav" "$resources/$name.wav"
done
