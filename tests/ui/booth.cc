#include "ui/booth.h"

#include <imgui.h>

#include <fstream>
#include <iterator>
#include <map>
#include <utility>

namespace maskpoint::ui {
namespace {

namespace action = session::action;

geom::ScreenPoint middle(geom::ScreenRect r) {
  return {r.x + r.width / 2, r.y + r.height / 2};
}

}  // namespace

const std::vector<std::byte>& font_file(const std::string& name) {
  static std::map<std::string, std::vector<std::byte>> files;
  const auto [entry, is_new] = files.try_emplace(name);
  if (is_new) {
    std::ifstream in(std::string(MASKPOINT_DEPS_DIR) + "/fonts/" + name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (const char c : bytes)
      entry->second.push_back(std::byte(c));
  }
  return entry->second;
}

Booth::Booth(geom::ScreenSize size, float device_pixel_ratio)
    : viewport(size), ratio(device_pixel_ratio) {
  FontFiles files;
  files.regular = font_file("Inter-Regular.otf");
  files.medium = font_file("Inter-Medium.otf");
  files.semibold = font_file("Inter-SemiBold.otf");
  files.icons = font_file("lucide.ttf");
  interface = std::make_unique<Interface>(files);
}

Frame Booth::frame() {
  Frame f{.session = desk.session(),
          .scene = scene_,
          .viewport = viewport,
          .device_pixel_ratio = ratio,
          .time = time,
          .thumbnail = nullptr,
          .text_picture = nullptr};
  f.thumbnail = [this](std::int64_t) {
    ++thumbnails_asked;
    return Picture{};
  };
  return f;
}

void Booth::dispatch(std::vector<session::Action> actions) {
  for (session::Action& a : actions) {
    if (auto* accept = std::get_if<action::Accept>(&a))
      accept->uuid = std::string("accepted-").append(std::to_string(next_uuid_++));
    if (auto* paste = std::get_if<action::Paste>(&a))
      paste->uuid = std::string("pasted-").append(std::to_string(next_uuid_++));
    desk.act(a);
    actions_.push_back(std::move(a));
  }
}

void Booth::draw() {
  if (interface->prepare(ratio)) {
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  }
  scene_ = desk.session().scene();
  std::vector<session::Action> out;
  interface->draw(frame(), out);
  time += 1.0 / 60;
  dispatch(std::move(out));
  if (!(interface->canvas() == canvas_)) {
    canvas_ = interface->canvas();
    desk.act(action::CanvasResized{canvas_});
  }
}

void Booth::settle() {
  for (int i = 0; i < 3; ++i)
    draw();
}

void Booth::move_to(geom::ScreenPoint at) {
  interface->pointer_moved(at);
  settle();
}

void Booth::click_at(geom::ScreenPoint at, action::Button button, action::Modifiers modifiers) {
  move_to(at);
  interface->pointer_pressed(at, button, modifiers);
  interface->pointer_released(at, button);
  settle();
  time += 1;  // two clicks are not a double click
}

geom::ScreenRect Booth::rect(const std::string& widget) const {
  const auto found = interface->widgets().find(widget);
  if (found == interface->widgets().end()) {
    ADD_FAILURE() << "there is no \"" << widget << "\" on the screen";
    return {};
  }
  return found->second;
}

void Booth::click(const std::string& widget, action::Modifiers modifiers) {
  if (!shows(widget)) settle();
  const geom::ScreenPoint at = middle(rect(widget));
  EXPECT_TRUE(interface->wants_pointer(at)) << widget;
  click_at(at, action::Button::kLeft, modifiers);
}

bool Booth::press(const std::string& key, action::Modifiers m) {
  std::vector<session::Action> out;
  const bool used = interface->key_pressed({key, m.ctrl, m.shift, m.alt}, desk.session(), out);
  dispatch(std::move(out));
  settle();
  return used;
}

void Booth::type(const std::string& field, TextEvent event, const std::string& value) {
  std::vector<session::Action> out;
  interface->text(field, event, value, desk.session(), out);
  dispatch(std::move(out));
  settle();
}

}  // namespace maskpoint::ui
