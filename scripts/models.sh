#!/usr/bin/env bash
# Lays out build/models/mobilesam/, the model the server and the page use: the encoder as it comes,
# the decoder converted to safetensors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
model=build/models/mobilesam
source=build/deps/models

mkdir -p "$model"
ln -sfn ../../deps/models/encoder.onnx "$model/encoder.onnx"
echo '{"name": "MobileSAM"}' >"$model/model.json"
# -L: the downloaded file behind the link. A converter that changed converts again.
if [ ! -e "$model/decoder.safetensors" ] ||
  [ -n "$(find -L "$source/sam.onnx" build/native/maskpoint -newer "$model/decoder.safetensors")" ]; then
  build/native/maskpoint model convert "$source/sam.onnx" -o "$model/.unfinished.safetensors" >&2
  mv "$model/.unfinished.safetensors" "$model/decoder.safetensors"
fi
