# SDL2 for WASM with threads, built once per version of SDL2 and Emscripten.
#
# Not by its own CMake script: that runs some 300 configure checks through emcc (10 minutes), only
# to arrive at what its include/SDL_config_emscripten.h says already.

step_sdl2() {
  local emcc_version
  emcc_version=$(grep -o '[0-9.]*' "$DEPS/emscripten/emscripten-version.txt" | head -n1)
  local key="sdl2-$SDL2_VERSION-emscripten-$emcc_version"
  cached "$key" build_sdl2
  expose sdl2 "$CACHE/$key"
}

# The folders of src/ that make up SDL on Emscripten with threads.
SDL2_FOLDERS=(
  . atomic audio cpuinfo dynapi events file filesystem/emscripten haptic haptic/dummy hidapi
  joystick joystick/dummy libm loadso/dlopen locale locale/emscripten main/dummy misc
  misc/emscripten power power/emscripten render render/opengles2 render/software sensor
  sensor/dummy stdlib thread thread/pthread timer timer/unix video video/dummy video/emscripten
  video/yuv2rgb
)

build_sdl2() {
  mkdir source objects include lib
  if given MASKPOINT_SDL2_SOURCE include/SDL_config_emscripten.h; then
    cp -r "$MASKPOINT_SDL2_SOURCE"/{include,src} source/
  else
    need_debian MASKPOINT_SDL2_SOURCE "the sources of SDL $SDL2_VERSION"
    (cd source && d13_source libsdl2)
  fi
  # The page makes no sound and reads no joystick or motion sensor: leave out their drivers.
  local config=source/include/SDL_config_emscripten.h
  sed -i '/SDL_AUDIO_DRIVER_\|SDL_JOYSTICK_EMSCRIPTEN\|SDL_SENSOR_DUMMY/d
          s/^#define SDL_HAPTIC_DISABLED.*/&\
#define SDL_AUDIO_DISABLED 1\
#define SDL_JOYSTICK_DISABLED 1\
#define SDL_SENSOR_DISABLED 1/' "$config"
  grep -q SDL_AUDIO_DISABLED "$config"

  export EM_CONFIG="$DEPS/emscripten.config"
  local sources
  sources=$(cd source/src && find "${SDL2_FOLDERS[@]}" -maxdepth 1 -name '*.c')
  # One emcc compiles several files: its own start-up costs as much as a small file does.
  (cd objects && sed "s|^|../source/src/|" <<<"$sources" |
    xargs -P "$(nproc)" -n 8 "$DEPS/emscripten/emcc" -c -O2 -pthread -Wno-format -I../source/include)
  [ "$(find objects -name '*.o' | wc -l)" = "$(wc -l <<<"$sources")" ]
  "$DEPS/emscripten/emar" rcs lib/libSDL2.a objects/*.o
  mkdir include/SDL2
  cp source/include/*.h include/SDL2/
  cp source/LICENSE.txt .
  rm -rf source objects
}
