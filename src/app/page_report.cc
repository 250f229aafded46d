#include "app/page_report.h"

#include "app/bridge.h"
#include "app/json_reading.h"

namespace maskpoint::app {
namespace {

void emit(const char* event, Json detail) {
  page::tell(dump({{"type", "emit"}, {"event", event}, {"detail", std::move(detail)}}));
}

}  // namespace

void PageReport::text_fields(const session::Session& session, const ui::Interface& interface) {
  Json fields = Json::array();
  for (const ui::TextField& field : interface.text_fields())
    fields.push_back({{"id", field.id},
                      {"rect", {field.rect.x, field.rect.y, field.rect.width, field.rect.height}},
                      {"value", field.value},
                      {"placeholder", field.placeholder},
                      {"focus", field.take_focus},
                      {"list", field.steers_list}});
  const std::string message = dump({{"type", "textFields"}, {"fields", std::move(fields)}});
  if (message == told_fields_) return;
  told_fields_ = message;
  page::tell(message);
}

void PageReport::title(const session::Session& session) {
  const session::ImageRow* open = session.open_image();
  const std::string title = open ? open->file_name + " – Maskpoint" : "Maskpoint";
  if (title == told_title_) return;
  told_title_ = title;
  page::tell(dump({{"type", "title"}, {"title", title}}));
}

void PageReport::theme(const session::Session& session) {
  const std::string message =
      dump({{"type", "theme"}, {"dark", session.theme() == session::Theme::kDark}});
  if (message == told_theme_) return;
  told_theme_ = message;
  page::tell(message);
}

namespace {

// To look for an unfinished image at every frame would be too much with ten thousand.
bool usable(ui::CommandId id, const session::Session& session) {
  if (id == ui::CommandId::kNextUnfinished) return session.images().size() > 1;
  return ui::enabled(id, session);
}

}  // namespace

// The buttons for people who do not see the canvas: the same commands as everywhere.
void PageReport::actions(const session::Session& session, const ui::Interface& interface) {
  using enum ui::CommandId;
  constexpr ui::CommandId kReachable[] = {
      kPreviousImage, kNextImage, kNextUnfinished, kAccept,   kCancel,  kUndo, kRedo,
      kNext,          kReopen,    kDelete,         kMarkDone, kPalette, kHelp, kExport};
  Json buttons = Json::array();
  const auto add = [&](ui::CommandId id) {
    const ui::Command& c = ui::command(id);
    buttons.push_back({{"name", c.name},
                       {"label", c.label},
                       {"keys", interface.key_name(id)},
                       {"enabled", usable(id, session)}});
  };
  if (session.keeper() == session::Keeper::kBrowser)
    for (const ui::CommandId id : {kOpenFiles, kOpenFolder, kProjects})
      add(id);
  for (const ui::CommandId id : kReachable)
    add(id);
  const std::string message = dump({{"type", "actions"}, {"buttons", std::move(buttons)}});
  if (message == told_actions_) return;
  told_actions_ = message;
  page::tell(message);
}

void PageReport::after_frame(const session::Session& session, const ui::Interface& interface,
                             const char* cursor) {
  text_fields(session, interface);
  title(session);
  theme(session);
  actions(session, interface);
  if (told_cursor_ == cursor) return;
  told_cursor_ = cursor;
  page::tell(dump({{"type", "cursor"}, {"cursor", cursor}}));
}

void PageReport::after_dispatch(const session::Session& session) {
  const session::SaveState state = session.save_state();
  const bool unsaved = state != session::SaveState::kSaved;
  if (unsaved != told_unsaved_) {
    told_unsaved_ = unsaved;
    page::tell(dump({{"type", "unsaved"}, {"unsaved", unsaved}}));
  }
  if (state != save_state_ && state == session::SaveState::kSaved)
    emit("saved", {{"image", session.image_doc()->image_id}});
  save_state_ = state;

  const session::Pending* pending = session.pending();
  const bool same_steps = pending ? pending->steps == steps_ : steps_.empty();
  if (session.image_doc() == doc_ && same_steps && session.current_category() == category_) return;
  doc_ = session.image_doc();
  steps_ = pending ? pending->steps : std::vector<doc::PromptStep>();
  category_ = session.current_category();
  emit("change", {{"image", doc_->image_id}, {"objects", doc_->annotations.size()}});
}

void PageReport::error(const std::string& message) {
  emit("error", {{"message", message}});
}

}  // namespace maskpoint::app
