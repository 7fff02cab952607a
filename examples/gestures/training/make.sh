#!/usr/bin/env bash
# Makes motions, figures, weights and data of this example anew. Needs Python with requirements.txt, and a build of the tree
# (./run demo). Same versions, same bytes.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
resources=src/main/resources/dev/thimble/examples/gestures
python3 training/synthesise.py "$work"
for part in train test; do
  files=() label=0
  for name in none circle shake tilt knock; do
    files+=("$label=$work/$part/$name.csv")
    label=$((label + 1))
  done
  java -cp target/classes:../../dsl-api/target/classes dev.thimble.data.FeatureWriter \
    dev.thimble.examples.gestures.MotionModel features "$work/$part.npz" columns=3 clip=300 "${files[@]}"
done
python3 training/train.py "$work/train.npz" "$work/test.npz" "$resources"
cp "$work"/test/*.csv "$resources"
