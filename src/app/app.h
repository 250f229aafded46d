// The annotator: owns the session and everything that feeds and draws it. One a page, main thread.
//
// Actions go into the session one at a time; the Effects that come out are done before the next.
// A frame is drawn only when something asked for one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/engine_link.h"
#include "app/exporter.h"
#include "app/image_loader.h"
#include "app/input.h"
#include "app/journal.h"
#include "app/page_report.h"
#include "app/pictures.h"
#include "app/project_loader.h"
#include "app/requests.h"
#include "app/saver.h"
#include "app/segment_api.h"
#include "app/shell.h"
#include "app/timers.h"
#include "app/window.h"
#include "base/status.h"
#include "render/canvas_renderer.h"
#include "session/session.h"
#include "ui/interface.h"
#include "worker/worker.h"

namespace maskpoint::app {

// Files handed over before the start, kept alive for the interface.
struct FontBytes {
  std::vector<std::byte> regular, medium, semibold, icons;
};

class App {
 public:
  App(Config config, FontBytes fonts);
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Opens the canvas and asks for the project. An error is a sentence for the whole page.
  base::Status start();

  // --- from the bridge ---
  bool frame();
  void viewport(geom::ScreenSize size, float ratio);
  Input& input() { return input_; }
  // Whether the key was a command.
  bool key(const std::string& name, int modifiers);
  void load_weights(std::vector<std::byte> safetensors);
  void set_mask_input(std::vector<std::byte> floats);
  void tell(std::string_view json);
  void reply(int request, const Reply& reply) { requests_.reply(request, reply); }
  // JSON text.
  std::string ask(std::string_view json);

 private:
  void dispatch(session::Action action);
  void perform(const session::Effect& effect);
  void observe(const session::Action& action);
  void draw();
  void refresh_atlas();
  void schedule_tick();
  enum class Copying { kCopy, kCut };
  std::string copied(Copying how);
  void context_changed(const std::string& state);

  Config config_;
  FontBytes fonts_;
  session::Session session_;
  Requests requests_;
  Timers timers_;
  worker::Worker worker_;
  Shell shell_;
  Window window_;
  ui::Interface interface_;
  render::CanvasRenderer renderer_;
  Pictures pictures_;
  ImageLoader images_;
  Saver saver_;
  Journal journal_;
  ProjectLoader project_;
  SegmentApi segments_;
  EngineLink engine_;
  Exporter exporter_;
  Input input_;
  PageReport report_;

  geom::ScreenSize viewport_;
  float ratio_ = 1;
  std::deque<session::Action> queue_;
  bool dispatching_ = false;
  std::string copied_;       // by the last copy or cut
  bool copy_asked_ = false;  // the browser's clipboard event waits for it
  bool again_ = false;       // another frame is wanted
  bool context_lost_ = false;
  bool tick_scheduled_ = false;
};

}  // namespace maskpoint::app
