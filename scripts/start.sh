#!/usr/bin/env bash
# From a fresh checkout to the annotator: scripts/start.sh [DIR] [options of `maskpoint serve`]
#
# Sets the machine up if that is needed, builds, and serves DIR. Without DIR that is
# build/sample-project, a copy of the sample photos. The address is printed by the server.
set -euo pipefail
start_folder=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh --if-needed
scripts/build.sh server
scripts/models.sh # before the page, which takes a copy of the decoder's weights
scripts/build.sh web

if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
  folder=$(cd "$start_folder" && realpath -- "$1")
  shift
else
  # A copy, since annotations are kept beside the photos. What is there already stays.
  folder=$PWD/build/sample-project
  mkdir -p "$folder"
  for photo in chelsea.png coffee.png astronaut.png rocket.jpg retina.jpg; do
    [ -e "$folder/$photo" ] || cp build/deps/photos/"$photo" "$folder/"
  done
  chmod -R u+w "$folder"
fi

executable=$PWD/build/native/maskpoint
cd "$start_folder" # so that paths among the options mean what they say
exec "$executable" serve "$folder" "$@"
