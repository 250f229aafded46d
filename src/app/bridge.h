// The boundary between the core and the page; web/src/bridge.ts is its typed twin. Change both.
//
// Only integers and (pointer, length) cross. Everything runs on the browser's main thread except
// page::wake_from_any_thread(). Text is UTF-8 JSON whose messages are the types of bridge.ts.
//
// Exports, called by the page (bridge.cc). Memory given with a call was made by mp_memory and is
// the core's to free.
//   int  mp_memory(int length)                  zero when there is none left
//   int  mp_begin(json, length)                 the configuration (config.h); fonts come before it
//   void mp_file(int kind, bytes, length)       FileKind: fonts, weights, a mask input
//   int  mp_frame()                             draws; whether another frame is wanted at once
//   void mp_viewport(width64, height64, ratio1024)        CSS pixels × 64, ratio × 1024
//   void mp_pointer(kind, button, x64, y64, modifiers)    PointerKind; DOM button numbers
//   void mp_wheel(x64, y64, steps256, modifiers)
//   void mp_pinch(x64, y64, factor65536, dx64, dy64)
//   int  mp_key(name, length, modifiers)        KeyboardEvent.key; whether it was a command
//   void mp_tell(json, length)                  ToCore
//   void mp_reply(request, status, etag, length, body, length)   exactly one for every fetch
//   int  mp_ask(json, length)                   → {uint32 length, JSON}, good until the next call
//
// Imports are the functions below. Every fetch is answered by one mp_reply, every open_pixels by
// one 'pixels' or 'pixelsFailed', every picture by one 'picture'.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "geom/box.h"

namespace maskpoint::app {

enum class FileKind {
  kFontRegular = 0,
  kFontMedium = 1,
  kFontSemibold = 2,
  kFontIcons = 3,
  kWeights = 4,
  kMaskInput = 5,  // 256×256 float32, for the next question that says it has one
};
enum class PointerKind { kMove = 0, kDown = 1, kUp = 2, kLeave = 3, kCancel = 4 };
inline constexpr int kShift = 1, kCtrl = 2, kAlt = 4, kSpace = 8;  // modifiers

namespace page {

// `head` is a FetchHead; an empty body sends none.
void fetch(int request, std::string_view head, std::string_view body);
void open_pixels(std::int64_t image_id);
// Fills the bound texture; false while the pixels are not there. See render/pixel_source.h.
bool upload(std::int64_t image_id, unsigned texture, geom::Rect from, int x, int y);
// `what` is a PictureSpec; the answer names the texture.
void picture(int picture, std::string_view what);
// `message` is a FromCore.
void tell(std::string_view message);
// Answers a question that carried this request number; `floats` may be empty.
void answer(int request, std::string_view reply, std::span<const float> floats);
// Asks for a frame.
void wake();
// Calls mp_tell {"type": "wake"} later and draws a frame.
void wake_after(int milliseconds);
// wake(), for the worker's thread.
void wake_from_any_thread();

}  // namespace page
}  // namespace maskpoint::app
