#!/usr/bin/env bash
# Lays out build/models/mobilesam/, the model the server and the page use: the encoder as it comes and
# in half the bytes, the decoder converted to safetensors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
model=build/models/mobilesam
source=build/deps/models

mkdir -p "$model"
ln -sfn ../../deps/models/encoder.onnx "$model/encoder.onnx"
echo '{"name": "MobileSAM"}' >"$model/model.json"

# made_from FILE SOURCE COMMAND...: the command with `-o` a file beside it, unless FILE is newer than SOURCE.
# -L: the downloaded file behind the link. A converter that changed converts again.
made_from() {
  local file=$model/$1 from=$source/$2
  if [ ! -e "$file" ] || [ -n "$(find -L "$from" build/native/maskpoint -newer "$file")" ]; then
    build/native/maskpoint "${@:3}" "$from" -o "$model/.unfinished-$1" >&2
    mv "$model/.unfinished-$1" "$file"
  fi
}
made_from decoder.safetensors sam.onnx model convert
made_from encoder.f16.onnx encoder.onnx model halve
