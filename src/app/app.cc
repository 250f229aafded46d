#include "app/app.h"

#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <malloc.h>

#include <utility>

#include "app/bridge.h"
#include "app/json_reading.h"
#include "app/state_json.h"
#include "app/uuid.h"
#include "app/wire.h"
#include "session/settings_json.h"

namespace maskpoint::app {
namespace {

namespace action = session::action;
namespace effect = session::effect;

constexpr int kMostFramesBehind = 8;
constexpr double kTickSeconds = 0.25;  // toasts need no finer clock

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

// What makes objects is given the uuid they get, or that theirs follow from.
void give_uuid(session::Action& next) {
  const auto give = [](std::string& uuid) {
    if (uuid.empty()) uuid = make_uuid();
  };
  std::visit(
      Overloaded{[&](action::Accept& a) { give(a.uuid); }, [&](action::Paste& a) { give(a.uuid); },
                 [&](action::DuplicateSelected& a) { give(a.uuid); },
                 [&](action::ResolveConflicts& a) {
                   for (auto& [uuid, resolution] : a.resolutions)
                     give(resolution.copy_uuid);
                 },
                 [](auto&) {}},
      next);
}

render::CanvasColors canvas_colors(session::Theme theme, bool more_contrast) {
  const ui::Palette& palette = ui::palette(theme, more_contrast);
  const auto rgb = [](ui::Tint t) { return render::rgb_of(t.r, t.g, t.b); };
  return {rgb(palette.canvas), rgb(palette.accent), rgb(palette.include), rgb(palette.exclude),
          theme == session::Theme::kLight ? 0.2f : 0.5f};
}

}  // namespace

App::App(Config config, FontBytes fonts)
    : config_(std::move(config)),
      fonts_(std::move(fonts)),
      worker_(config_.threads, [] { page::wake_from_any_thread(); }),
      shell_{config_,   session_, [this](session::Action a) { dispatch(std::move(a)); },
             requests_, timers_,  worker_},
      interface_({fonts_.regular, fonts_.medium, fonts_.semibold, fonts_.icons}),
      images_(shell_),
      saver_(shell_),
      journal_(shell_),
      project_(shell_, images_, saver_, journal_),
      segments_(shell_, images_),
      engine_(shell_, images_, segments_),
      exporter_(shell_),
      input_(interface_, session_, [this](session::Action a) { dispatch(std::move(a)); }),
      viewport_(config_.viewport),
      ratio_(config_.ratio) {
}

base::Status App::start() {
  if (const base::Status opened = window_.open(viewport_); !opened.ok()) return opened;
  ImGui_ImplOpenGL3_Init("#version 300 es");
  base::Status ready =
      renderer_.init([](std::int64_t image_id, unsigned texture, geom::Rect from, int x, int y) {
        return page::upload(image_id, texture, from, x, y);
      });
  if (!ready.ok()) return ready;
  dispatch(action::SystemThemeChanged{config_.system_theme});
  dispatch(action::SettingsLoaded{config_.settings});
  project_.start();
  return {};
}

// --- Actions and Effects ---

void App::dispatch(session::Action next) {
  queue_.push_back(std::move(next));
  if (std::exchange(dispatching_, true)) return;
  while (!queue_.empty()) {
    session::Action action = std::move(queue_.front());
    queue_.pop_front();
    give_uuid(action);
    if (auto* copy = std::get_if<action::CopyToNextImage>(&action); copy && copy->uuids.empty())
      for (int i = session_.copy_count(); i > 0; --i)
        copy->uuids.push_back(make_uuid());
    observe(action);
    for (const session::Effect& effect : session_.dispatch(action))
      perform(effect);
    if (queue_.empty() && session_.wants_uuid()) queue_.push_back(action::FreshUuid{make_uuid()});
  }
  dispatching_ = false;
  journal_.look();
  report_.after_dispatch(session_);
  schedule_tick();
  again_ = true;
  page::wake();
}

// What parts of the shell learn from Actions they did not make.
void App::observe(const session::Action& next) {
  std::visit(
      Overloaded{
          [&](const action::AnnotationsLoaded& a) { journal_.bring_back_prompt(a.doc->image_id); },
          [&](const action::ImageSaved& a) {
            if (!is_local(a.image_id)) return;
            images_.keep_local(a.stored);
            exporter_.keep(a.stored);
          },
          [&](const action::ProjectLoaded&) {
            engine_.set_server_facts(project_.version(), project_.encoder());
          },
          [&](const action::ImageFailed& a) {
            segments_.image_failed(a.image_id, a.message);
            report_.error(a.message);
          },
          [&](const action::Failed& a) { report_.error(a.message); },
          [&](const action::SaveFailed& a) { report_.error(a.message); },
          [&](const action::SaveRefused& a) { report_.error(a.message); }, [](const auto&) {}},
      next);
}

void App::perform(const session::Effect& next) {
  std::visit(
      Overloaded{[&](const effect::Decode& e) { engine_.decode(e); },
                 [&](const effect::CancelHover&) { worker_.cancel_hover(); },
                 [&](const effect::Finalize& e) { engine_.finalize(e); },
                 [&](const effect::WorkOnMasks& e) { engine_.work_on_masks(e); },
                 [&](const effect::FindEverything& e) { engine_.find_everything(e); },
                 [&](const effect::StopEverything&) { worker_.stop_everything(); },
                 [&](const effect::LoadImage& e) { images_.load(e); },
                 [&](const effect::CloseImage& e) {
                   images_.close(e.image_id);
                   renderer_.forget_image(e.image_id);
                 },
                 [&](const effect::EncodeNow& e) { images_.encode_now(e); },
                 [&](const effect::EncodeAll& e) { project_.encode_all(e.what); },
                 [&](const effect::SaveImage& e) { saver_.save(e); },
                 [&](const effect::ReloadAnnotations& e) { images_.load_annotations(e.image_id); },
                 [&](const effect::ReloadCategories&) { project_.load_categories(); },
                 [&](const effect::SaveCategories& e) { saver_.save(e); },
                 [&](const effect::SaveImageState& e) { saver_.save(e); },
                 [](const effect::AskPage& e) {
                   page::tell(dump({{"type", "ask"}, {"task", name_of(e.task)}}));
                 },
                 [&](const effect::ExportCoco&) { exporter_.download(); },
                 [&](const effect::CopyText& e) {
                   copied_ = e.text;
                   if (!copy_asked_) page::tell(dump({{"type", "copy"}, {"text", e.text}}));
                 },
                 [&](const effect::Announce& e) {
                   page::tell(dump({{"type", "announce"}, {"message", e.message}}));
                 },
                 [](const effect::StoreSettings& e) {
                   page::tell(dump({{"type", "settings"},
                                    {"text", dump(session::settings_to_json(e.settings))}}));
                 }},
      next);
}

void App::schedule_tick() {
  if (!session_.wants_ticks() || tick_scheduled_) return;
  tick_scheduled_ = true;
  timers_.after(kTickSeconds, [this] {
    tick_scheduled_ = false;
    dispatch(action::Tick{now_seconds()});
  });
}

// --- drawing ---

bool App::frame() {
  again_ = false;
  timers_.run_due();
  engine_.collect();
  if (!context_lost_) draw();
  return again_ || (!context_lost_ && (interface_.wants_frame() || renderer_.wants_frame()));
}

void App::refresh_atlas() {
  if (!interface_.prepare(ratio_)) return;
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void App::draw() {
  refresh_atlas();
  ImGui_ImplOpenGL3_NewFrame();
  const session::Scene scene = session_.scene();
  std::vector<session::Action> actions;
  interface_.draw({session_, scene, viewport_, ratio_, now_seconds(), config_.reduced_motion,
                   config_.more_contrast, config_.mac_keys,
                   [this](std::int64_t image_id) {
                     const session::ImageRow* row = session_.image_row(image_id);
                     return pictures_.thumbnail(image_id, row ? row->version : std::string());
                   },
                   [this](const std::string& text, float em, int weight) {
                     return pictures_.text(text, em, weight, ratio_);
                   }},
                  actions);
  pictures_.end_frame();
  renderer_.draw(scene, viewport_, ratio_, canvas_colors(session_.theme(), config_.more_contrast));
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  report_.after_frame(session_, interface_, input_.cursor());

  if (interface_.canvas() != session_.canvas())
    dispatch(action::CanvasResized{interface_.canvas()});
  for (session::Action& action : actions)
    dispatch(std::move(action));
}

bool App::key(const std::string& name, int modifiers) {
  // A press and its release take a frame each.
  for (int i = 0; i < kMostFramesBehind && interface_.is_behind(); ++i)
    frame();
  const bool used = input_.key(name, modifiers);
  // The text field it asked for is there before the next key comes, so that no letter is lost.
  if (interface_.wants_keyboard()) frame();
  return used;
}

void App::viewport(geom::ScreenSize size, float ratio) {
  viewport_ = size;
  ratio_ = ratio;
  again_ = true;
}

void App::context_changed(const std::string& state) {
  pictures_.context_lost();
  if (state == "lost") {
    context_lost_ = true;
    renderer_.context_lost();
    return;
  }
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  const base::Status restored = renderer_.context_restored();
  if (!restored.ok()) {
    page::tell(dump({{"type", "fatal"},
                     {"title", "Drawing stopped"},
                     {"message", restored.message() + " Your work is saved: reload the page."}}));
    return;
  }
  context_lost_ = false;
  again_ = true;
}

// --- from the bridge ---

void App::load_weights(std::vector<std::byte> safetensors) {
  worker_.load_weights(std::move(safetensors));
}

void App::set_mask_input(std::vector<std::byte> floats) {
  segments_.set_mask_input(std::move(floats));
}

void App::tell(std::string_view text) {
  const Json message = parse_json(text);
  const std::string type = text_at(message, "type");
  if (type == "text") {
    const std::string event = text_at(message, "event");
    input_.text(text_at(message, "field"),
                event == "changed"     ? ui::TextEvent::kChanged
                : event == "committed" ? ui::TextEvent::kCommitted
                : event == "left"      ? ui::TextEvent::kLeft
                                       : ui::TextEvent::kCancelled,
                text_at(message, "value"));
  } else if (type == "theme") {
    dispatch(action::SystemThemeChanged{bool_at(message, "dark") ? session::Theme::kDark
                                                                 : session::Theme::kLight});
  } else if (type == "preferences") {
    config_.reduced_motion = bool_at(message, "reducedMotion");
    config_.more_contrast = bool_at(message, "moreContrast");
    again_ = true;
  } else if (type == "command") {
    input_.command(text_at(message, "name"));
  } else if (type == "select") {
    dispatch(action::Select{text_at(message, "uuid"), action::SelectKind::kOnly});
  } else if (type == "settings") {
    dispatch(action::SettingsLoaded{session::settings_from_json(text_at(message, "text"))});
  } else if (type == "paste") {
    dispatch(action::Paste{{}, text_at(message, "text")});
  } else if (type == "context") {
    context_changed(text_at(message, "state"));
  } else if (type == "pixels") {
    images_.pixels_ready(integer_at(message, "image"),
                         {int_at(message, "width"), int_at(message, "height")});
  } else if (type == "pixelsFailed") {
    images_.pixels_failed(integer_at(message, "image"), text_at(message, "message"));
  } else if (type == "picture") {
    pictures_.arrived(int_at(message, "picture"), unsigned(int_at(message, "texture")),
                      {int_at(message, "width"), int_at(message, "height")});
  } else if (type == "server") {
    project_.server_event(text_at(message, "event"), text_at(message, "data"));
  } else if (type == "serverStream") {
    if (text_at(message, "state") == "open")
      project_.stream_opened();
    else
      project_.stream_lost();
  } else if (type == "journal") {
    journal_.entries_came(member(message, "entries"));
  } else if (type == "journalState") {
    dispatch(action::JournalFailed{text_at(message, "error")});
  } else if (type == "tabs") {
    dispatch(action::TabsCounted{int_at(message, "count", 1)});
  } else if (type == "encoder") {
    project_.set_encoder(text_at(message, "name"));
    engine_.set_encoder(project_.encoder());
  } else if (type == "leaving") {
    journal_.flush();
  } else if (type == "notice") {
    dispatch(action::Notice{text_at(message, "message")});
  } else if (type == "failed") {
    dispatch(action::Failed{text_at(message, "message"), 0, 0});
  }
  // "wake" needs nothing but the frame that follows.
}

// For the browser's clipboard event: the text it is to put there, or null.
std::string App::copied(Copying how) {
  copied_.clear();
  copy_asked_ = true;
  if (how == Copying::kCut)
    dispatch(action::CutSelected{});
  else
    dispatch(action::CopySelected{});
  copy_asked_ = false;
  const std::string text = std::exchange(copied_, {});
  return text.empty() ? "null" : dump(Json(text));
}

std::string App::ask(std::string_view text) {
  const Json question = parse_json(text);
  const std::string type = text_at(question, "type");
  if (type == "state") return dump(state_json(session_, interface_.widgets()));
  if (type == "info") {
    const action::EngineReady& engine = session_.engine();
    return dump({{"version", engine.version},
                 {"simd", config_.simd},
                 {"threads", config_.threads},
                 {"model", engine.model},
                 {"encoder", engine.encoder},
                 {"heapBytes", mallinfo().uordblks}});
  }
  if (type == "copy" || type == "cut")
    return copied(type == "cut" ? Copying::kCut : Copying::kCopy);
  const double x = number_at(question, "x"), y = number_at(question, "y");
  if (type == "viewToImage") {
    const geom::ImagePoint at = session_.view().to_image({float(x), float(y)});
    return dump({{"x", at.x}, {"y", at.y}});
  }
  if (type == "imageToView") {
    const geom::ScreenPoint at = session_.view().to_screen({x, y});
    return dump({{"x", at.x}, {"y", at.y}});
  }
  // The rest is answered later, under the question's request number.
  if (type == "segment") segments_.segment(question);
  if (type == "openImage") segments_.open_image(question);
  if (type == "exportCoco") exporter_.answer(int_at(question, "request"));
  return "null";
}

}  // namespace maskpoint::app
