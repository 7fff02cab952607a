#!/usr/bin/env bash
# Makes speech, features, weights and data of this example anew, and measures it on an hour of background. Needs espeak-ng,
# Python with requirements.txt, and a build of the tree (./run demo). Takes half an hour. FOLDER keeps the recordings:
#   training/make.sh FOLDER
set -euo pipefail
work=$(mkdir -p "$1" && cd "$1" && pwd)
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
resources=src/main/resources/dev/thimble/examples/wakeword
jars=target/classes:../../dsl-api/target/classes
python3 training/synthesise.py "$work"
features() {
  java -cp "$jars" dev.thimble.data.FeatureWriter dev.thimble.examples.wakeword.WakeSoundModel spectrum "$@"
}
for part in train test; do
  features "$work/$part.npz" clip=41600 scale=0.0390625 "0=$work/$part/negative.wav" "1=$work/$part/positive.wav"
done
features "$work/talk.npz" clip=960000 scale=0.0390625 "0=$work/train/0.wav" "0=$work/train/1.wav"
python3 training/train.py "$work/train.npz" "$work/talk.npz" "$work/test.npz" "$resources"
python3 training/shipped.py "$work" "$resources"
echo "now build again (./run demo), then:"
echo "java -cp $jars dev.thimble.examples.wakeword.Listening $work"
