// The whole screen round and over the canvas, drawn with Dear ImGui from a const Session.
//
// Give it events, call draw() once a frame, dispatch the Actions it appended. It owns the ImGui
// context (one Interface at a time, UI thread only) and does no IO. All coordinates in this header
// are CSS pixels of the viewport; inside, ImGui works in device pixels, so that lines and glyphs
// fall on the pixel grid at every ratio: io.DisplaySize is viewport × device_pixel_ratio.
//
//   per event:  interface.pointer_…(…); if (!interface.wants_pointer(at)) → canvas Actions
//               interface.key_pressed(…) for every key the DOM has not used in a text field
//   per frame:  if (interface.prepare(ratio)) → upload io.Fonts again and set its TexID
//               interface.draw(frame, actions);            // also when only wants_frame()
//               render's canvas first, then ImGui::GetDrawData()
//               if canvas() changed since the last frame → Action::CanvasResized
//               lay DOM inputs where text_fields() says, remove the others
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geom/view_transform.h"
#include "session/action.h"
#include "session/scene.h"
#include "session/session.h"
#include "ui/commands.h"
#include "ui/fonts.h"
#include "ui/theme.h"

namespace maskpoint::ui {

// A picture the renderer can draw: ImTextureID as a number (a GL name); 0 while there is none.
struct Picture {
  std::uint64_t texture = 0;
  geom::ImageSize size;
};

struct Frame {
  const session::Session& session;
  const session::Scene& scene;  // session.scene(), made once a frame and shared with render
  geom::ScreenSize viewport;
  float device_pixel_ratio = 1;
  double time = 0;  // seconds, monotonic
  bool reduced_motion = false;
  bool more_contrast = false;
  bool mac_keys = false;  // Command stands for Ctrl
  // The thumbnail of an image whose row is on the screen; the shell may start to load it when it is
  // asked and returns an empty Picture meanwhile. May be null.
  std::function<Picture(std::int64_t image_id)> thumbnail;
  // A line of text in a script the atlas lacks, rasterised by the browser at device pixels: white
  // on transparent, `size` as it was rasterised, its alphabetic baseline at 0.8 of the height.
  // Asked every frame while it is shown, so the shell caches. May be null: then such letters are
  // drawn as middle dots.
  std::function<Picture(const std::string& text, float em, int weight)> text_picture;
};

// A DOM <input> the shell lays over the canvas: no border, no background, text at `rect`'s left
// edge, Inter 13 px, colours of the theme (palette().text, faint for the placeholder).
struct TextField {
  std::string id;  // "filter", "class-new", "class:<id>"
  geom::ScreenRect rect;
  std::string value;  // the DOM owns the text while it has the keyboard
  std::string placeholder;
  bool take_focus = false;  // focus and select all when it appears
  // Arrow and page keys go to key_pressed while it is typed in, and leaving it means nothing.
  bool steers_list = false;
};
// Input · Enter · Escape · the keyboard went elsewhere, which means Enter but where a list is
// narrowed.
enum class TextEvent { kChanged, kCommitted, kCancelled, kLeft };

class Interface {
 public:
  explicit Interface(const FontFiles& fonts);
  ~Interface();
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;

  // --- events ---
  void pointer_moved(geom::ScreenPoint at);
  void pointer_left();
  void pointer_pressed(geom::ScreenPoint at, session::action::Button button,
                       session::action::Modifiers modifiers);
  // A press that was the canvas's: no panel has the keyboard any more.
  void canvas_pressed();
  void pointer_released(geom::ScreenPoint at, session::action::Button button);
  void wheel(geom::ScreenPoint at, double steps);  // > 0 is up
  // Runs the command of the key. Whether it was one (then the shell prevents the default).
  bool key_pressed(const KeyStroke& stroke, const session::Session& session,
                   std::vector<session::Action>& out);
  void text(const std::string& field, TextEvent event, const std::string& value,
            const session::Session& session, std::vector<session::Action>& out);
  // The menu of what is selected, or of the image, at a place on the canvas.
  void open_object_menu(geom::ScreenPoint at);
  // As a shortcut or a button would.
  void run(CommandId id, const session::Session& session, std::vector<session::Action>& out);

  // Whether a pointer at this place belongs to a panel, a popup or an overlay and not to the
  // canvas, as of the last draw. While a button is down the owner of the press keeps the pointer:
  // that is the shell's to remember.
  bool wants_pointer(geom::ScreenPoint at) const;

  // --- a frame ---
  // Before every draw: builds the font atlas when the ratio or a script is new, and says so. The
  // renderer then makes its texture from io.Fonts (and may call ClearTexData to give the memory
  // back).
  bool prepare(float device_pixel_ratio);
  void draw(const Frame& frame, std::vector<session::Action>& out);
  // A text field that is to have the keyboard comes with the next draw: draw before the next key.
  bool wants_keyboard() const;
  // Events were given that no draw has taken in yet: draw before the next key, so that a key means
  // what is there after the click before it.
  bool is_behind() const;
  bool wants_frame() const;  // an animation runs or a tooltip is due: draw again

  // --- as of the last draw ---
  geom::ScreenRect canvas() const;  // what the panels leave free
  // Names for window.maskpoint.state().widgets: "accept", "cancel", "chip:0", "export", "undo",
  // "redo", "zoom", "theme", "help", "tool:prompt", "tool:select", "filter", "image:<id>",
  // "class:<id>", "class:<id>:color", "object:<uuid>", "object:<uuid>:eye",
  // "object:<uuid>:delete", "object:<uuid>:class", "add-class", "mark-done", "toast:<id>",
  // "panel:left", "panel:right", …; only what is on the screen.
  const std::map<std::string, geom::ScreenRect>& widgets() const;
  const std::vector<TextField>& text_fields() const;
  // The first key a command has now, "Ctrl+Z"; empty when none.
  std::string key_name(CommandId id) const;
  // What the pointer should look like over the interface: "default", "pointer", "text".
  const char* cursor() const;

 private:
  bool overlay_key(const KeyStroke& stroke);
  void finish_palette(const session::Session& session, std::vector<session::Action>& out);
  void palette_text(TextEvent event, const std::string& value, const session::Session& session,
                    std::vector<session::Action>& out);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maskpoint::ui
