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
  # A step of the chip's logarithms is 10 lg 2 / 64 decibels.
  java -cp target/classes:../../dsl-api/target/classes dev.thimble.data.FeatureWriter \
    dev.thimble.examples.mosquito.WingSoundModel loudness "$work/$part.npz" array=window rate=4000 clip=1952 \
    scale=0.047035936822497064 "0=$work/$part/none.wav" "1=$work/$part/culex.wav" "2=$work/$part/aedes.wav"
done
python3 training/train.py "$work/train.npz" "$work/test.npz" "$resources/mosquito.safetensors"
cp "$work/train.npz" "$resources/wings_train.npz"
cp "$work/test.npz" "$resources/wings_test.npz"
for name in none culex aedes; do
  cp "$work/test/$name.wav" "$resources/$name.wav"
done
