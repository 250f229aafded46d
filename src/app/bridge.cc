#include "app/bridge.h"

#include <emscripten.h>
#include <emscripten/threading.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/json_reading.h"

// --- imports: Module.host is a RawHost of web/src/bridge.ts ---

// clang-format off
EM_JS(void, host_fetch, (int request, const char* head, int head_length, const char* body, int body_length), {
  Module.host.fetch(request, head, head_length, body, body_length);
});
EM_JS(void, host_open_pixels, (int image), { Module.host.openPixels(image); });
EM_JS(int, host_upload, (int image, int texture, int x, int y, int width, int height, int to_x, int to_y), {
  return Module.host.upload(image, texture, x, y, width, height, to_x, to_y);
});
EM_JS(void, host_picture, (int picture, const char* what, int length), {
  Module.host.picture(picture, what, length);
});
EM_JS(void, host_tell, (const char* message, int length), { Module.host.tell(message, length); });
EM_JS(void, host_answer, (int request, const char* reply, int length, const float* floats, int bytes), {
  Module.host.answer(request, reply, length, floats, bytes);
});
EM_JS(void, host_wake, (), { Module.host.wake(); });
EM_JS(void, host_wake_after, (int milliseconds), { Module.host.wakeAfter(milliseconds); });
// clang-format on

namespace maskpoint::app {

namespace page {

void fetch(int request, std::string_view head, std::string_view body) {
  host_fetch(request, head.data(), int(head.size()), body.empty() ? nullptr : body.data(),
             int(body.size()));
}
void open_pixels(std::int64_t image_id) {
  host_open_pixels(int(image_id));
}
bool upload(std::int64_t image_id, unsigned texture, geom::Rect from, int x, int y) {
  return host_upload(int(image_id), int(texture), from.x, from.y, from.width, from.height, x, y) !=
         0;
}
void picture(int picture, std::string_view what) {
  host_picture(picture, what.data(), int(what.size()));
}
void tell(std::string_view message) {
  host_tell(message.data(), int(message.size()));
}
void answer(int request, std::string_view reply, std::span<const float> floats) {
  host_answer(request, reply.data(), int(reply.size()), floats.data(), int(floats.size_bytes()));
}
void wake() {
  host_wake();
}
void wake_after(int milliseconds) {
  host_wake_after(milliseconds);
}
void wake_from_any_thread() {
  emscripten_async_run_in_main_runtime_thread(EM_FUNC_SIG_V, &host_wake);
}

}  // namespace page

namespace {

// The one App, and what comes before it exists.
struct Instance {
  std::unique_ptr<App> app;
  FontBytes fonts;
  std::vector<char> answer;
};
Instance instance;

// Memory made by mp_memory, freed when it goes.
class Given {
 public:
  Given(char* data, int length) : data_(data), length_(std::size_t(length)) {}
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;
  ~Given() { std::free(data_); }
  std::string_view text() const { return {data_, length_}; }
  std::vector<std::byte> bytes() const {
    const auto* begin = reinterpret_cast<const std::byte*>(data_);
    return {begin, begin + length_};
  }

 private:
  char* data_;
  std::size_t length_;
};

constexpr float kSubpixels = 64;

geom::ScreenPoint point(int x64, int y64) {
  return {float(x64) / kSubpixels, float(y64) / kSubpixels};
}

}  // namespace
}  // namespace maskpoint::app

// Exports cannot live in a namespace, and every line of theirs speaks of this one.
using namespace maskpoint::app;  // NOLINT(google-build-using-namespace)

extern "C" {

EMSCRIPTEN_KEEPALIVE char* mp_memory(int length) {
  return static_cast<char*>(std::malloc(std::size_t(length > 0 ? length : 1)));
}

EMSCRIPTEN_KEEPALIVE int mp_begin(char* json, int length) {
  const Given given(json, length);
  instance.app = std::make_unique<App>(parse_config(given.text()), std::move(instance.fonts));
  const maskpoint::base::Status started = instance.app->start();
  if (started.ok()) return 1;
  page::tell(dump(
      {{"type", "fatal"}, {"title", "The page could not start"}, {"message", started.message()}}));
  return 0;
}

EMSCRIPTEN_KEEPALIVE void mp_file(int kind, char* data, int length) {
  const Given given(data, length);
  switch (FileKind(kind)) {
    case FileKind::kFontRegular:
      instance.fonts.regular = given.bytes();
      return;
    case FileKind::kFontMedium:
      instance.fonts.medium = given.bytes();
      return;
    case FileKind::kFontSemibold:
      instance.fonts.semibold = given.bytes();
      return;
    case FileKind::kFontIcons:
      instance.fonts.icons = given.bytes();
      return;
    case FileKind::kWeights:
      instance.app->load_weights(given.bytes());
      return;
    case FileKind::kMaskInput:
      instance.app->set_mask_input(given.bytes());
      return;
  }
}

EMSCRIPTEN_KEEPALIVE int mp_frame() {
  return instance.app->frame() ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void mp_viewport(int width64, int height64, int ratio1024) {
  instance.app->viewport({float(width64) / kSubpixels, float(height64) / kSubpixels},
                         float(ratio1024) / 1024);
}

EMSCRIPTEN_KEEPALIVE void mp_pointer(int kind, int button, int x64, int y64, int modifiers) {
  instance.app->input().pointer(PointerKind(kind), button, point(x64, y64), modifiers);
}

EMSCRIPTEN_KEEPALIVE void mp_wheel(int x64, int y64, int steps256, int modifiers) {
  instance.app->input().wheel(point(x64, y64), double(steps256) / 256, modifiers);
}

EMSCRIPTEN_KEEPALIVE void mp_pinch(int x64, int y64, int factor65536, int dx64, int dy64) {
  instance.app->input().pinch(point(x64, y64), double(factor65536) / 65536,
                              double(dx64) / kSubpixels, double(dy64) / kSubpixels);
}

EMSCRIPTEN_KEEPALIVE int mp_key(char* name, int length, int modifiers) {
  const Given given(name, length);
  return instance.app->key(std::string(given.text()), modifiers) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void mp_tell(char* json, int length) {
  const Given given(json, length);
  instance.app->tell(given.text());
}

EMSCRIPTEN_KEEPALIVE void mp_reply(int request, int status, char* etag, int etag_length, char* body,
                                   int body_length) {
  const Given given_etag(etag, etag_length);
  const Given given_body(body, body_length);
  instance.app->reply(request, {status, std::string(given_etag.text()), given_body.bytes()});
}

EMSCRIPTEN_KEEPALIVE const char* mp_ask(char* json, int length) {
  const Given given(json, length);
  const std::string answer = instance.app->ask(given.text());
  const auto size = std::uint32_t(answer.size());
  instance.answer.resize(sizeof size + answer.size());
  std::memcpy(instance.answer.data(), &size, sizeof size);
  std::memcpy(instance.answer.data() + sizeof size, answer.data(), answer.size());
  return instance.answer.data();
}

}  // extern "C"
