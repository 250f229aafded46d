#include "app/state_json.h"

#include "app/wire.h"
#include "doc/attributes.h"
#include "doc/palette.h"
#include "session/settings_json.h"

namespace maskpoint::app {
namespace {

const char* name_of(session::SaveState state) {
  switch (state) {
    case session::SaveState::kSaved:
      return "saved";
    case session::SaveState::kSaving:
      return "saving";
    case session::SaveState::kUnsaved:
      return "unsaved";
    case session::SaveState::kConflict:
      return "conflict";
    case session::SaveState::kFailing:
      break;
  }
  return "failing";
}

const char* name_of(session::EmbeddingState state) {
  switch (state) {
    case session::EmbeddingState::kQueued:
      return "queued";
    case session::EmbeddingState::kEncoding:
      return "encoding";
    case session::EmbeddingState::kReady:
      return "ready";
    case session::EmbeddingState::kError:
      return "error";
    case session::EmbeddingState::kNone:
      break;
  }
  return "none";
}

const char* name_of(session::Tool tool) {
  switch (tool) {
    case session::Tool::kSelect:
      return "select";
    case session::Tool::kBrush:
      return "brush";
    case session::Tool::kEraser:
      return "eraser";
    case session::Tool::kPolygon:
      return "polygon";
    case session::Tool::kLasso:
      return "lasso";
    case session::Tool::kOutline:
      return "outline";
    case session::Tool::kPrompt:
      break;
  }
  return "prompt";
}

// Of the tools that change masks: what has been chosen and what is in hand.
Json tools_json(const session::Session& session, const session::Scene& scene) {
  const session::ToolState& tools = session.tools();
  Json cleanup;
  if (const mask::Cleanup* c = session.cleanup())
    cleanup = {{"dropSpecks", c->drop_specks},
               {"fillHoles", c->fill_holes},
               {"grow", c->grow},
               {"smooth", c->smooth}};
  Json rings;
  if (scene.outline) {
    rings = Json::array();
    for (const mask::OutlineRing& ring : scene.outline->outline->rings) {
      Json points = Json::array();
      for (const mask::OutlineVertex& vertex : ring.vertices)
        points.push_back({vertex.at.x, vertex.at.y});
      rings.push_back(std::move(points));
    }
  }
  return {{"brushDiameter", session.brush_diameter()},
          {"subtracts", tools.shape_mode == session::ShapeMode::kSubtracts},
          {"stroking", tools.stroke.has_value()},
          {"corners", session.polygon() ? session.polygon()->points.size() : 0},
          {"trying", tools.trial.has_value()},
          {"cleanup", std::move(cleanup)},
          {"outline", std::move(rings)}};
}

Json image_json(const session::Session& session) {
  const session::ImageRow* row = session.open_image();
  if (row == nullptr) return nullptr;
  return {{"id", row->id},
          {"fileName", row->file_name},
          {"width", row->size.width},
          {"height", row->size.height},
          {"state", app::name_of(row->state)},
          {"embedding", name_of(row->embedding)},
          {"pixels", session.pixels_ready()},
          {"ready", session.image_prepared()}};
}

Json images_json(const session::Session& session) {
  Json images = Json::array();
  for (const session::ImageRow& row : session.images())
    images.push_back({{"id", row.id},
                      {"fileName", row.file_name},
                      {"state", app::name_of(row.state)},
                      {"embedding", name_of(row.embedding)},
                      {"progress", row.progress},
                      {"annotationCount", row.annotation_count},
                      {"missed", row.missed},
                      {"error", row.error}});
  return images;
}

Json step_points(const doc::PromptStep& step) {
  Json points = Json::array();
  for (const geom::PromptPoint& point : step.points)
    points.push_back({{"x", point.at.x}, {"y", point.at.y}, {"label", int(point.label)}});
  return points;
}

Json pending_json(const session::Session& session) {
  const session::Pending* pending = session.pending();
  if (pending == nullptr) return nullptr;
  const doc::PromptStep& step = pending->steps.back();
  Json box;
  if (step.box) box = {step.box->x0, step.box->y0, step.box->x1, step.box->y1};
  Json candidates = Json::array();
  for (const session::CandidateView& candidate : pending->candidates)
    candidates.push_back({{"index", candidate.index},
                          {"name", candidate.name},
                          {"predictedIou", candidate.predicted_iou},
                          {"area", candidate.area}});
  return {{"points", step_points(step)},         {"box", std::move(box)},
          {"candidates", std::move(candidates)}, {"shown", pending->shown},
          {"decoding", pending->decoding},       {"steps", pending->steps.size()},
          {"replaces", pending->replaces},       {"threshold", pending->threshold}};
}

Json copying_json(const session::Session& session) {
  const std::optional<session::CopyView> copying = session.copying();
  if (!copying) return nullptr;
  return {{"fileName", copying->file_name},
          {"count", copying->count},
          {"done", copying->done},
          {"encoding", copying->stage == session::CopyStage::kEncoding}};
}

Json everything_json(const session::Session& session) {
  const std::optional<session::EverythingView> everything = session.everything();
  if (!everything) return nullptr;
  Json offered = Json::array();
  for (const session::FoundMask* found : everything->offered)
    offered.push_back({{"id", found->id},
                       {"score", found->predicted_iou},
                       {"area", found->area},
                       {"bbox", json_of(found->bbox)},
                       {"point", {found->point.x, found->point.y}}});
  return {{"waiting", everything->waiting},   {"running", everything->running},
          {"progress", everything->progress}, {"floor", everything->floor},
          {"lit", everything->lit},           {"offered", std::move(offered)}};
}

Json objects_json(const session::Session& session) {
  Json objects = Json::array();
  for (const doc::AnnotationPtr& object : session.image_doc()->annotations)
    objects.push_back({{"uuid", object->uuid},
                       {"id", object->id},
                       {"category", object->category_id},
                       {"bbox", json_of(object->bbox)},
                       {"area", object->area},
                       {"edited", object->edited},
                       {"predictedIou", object->predicted_iou},
                       {"selected", session.selection().contains(object->uuid)},
                       {"visible", !session.is_hidden(object->uuid)},
                       {"locked", object->locked},
                       {"iscrowd", object->iscrowd},
                       {"attributes", doc::attributes_to_json(object->attributes)}});
  return objects;
}

Json categories_json(const session::Session& session) {
  Json categories = Json::array();
  for (const doc::Category& category : session.categories())
    categories.push_back({{"id", category.id},
                          {"name", category.name},
                          {"key", category.key},
                          {"supercategory", category.supercategory},
                          {"color", doc::hex_of(category.color)},
                          {"attributes", doc::definitions_to_json(category.attributes)}});
  return categories;
}

}  // namespace

Json state_json(const session::Session& session,
                const std::map<std::string, geom::ScreenRect>& widgets) {
  Json rects = Json::object();
  for (const auto& [name, rect] : widgets)
    rects[name] = {rect.x, rect.y, rect.width, rect.height};
  Json toasts = Json::array();
  for (const session::Toast& toast : session.toasts())
    toasts.push_back(
        {{"error", toast.kind == session::ToastKind::kError}, {"message", toast.message}});
  const geom::ViewTransform& view = session.view();
  const geom::ScreenRect& canvas = session.canvas();
  Json mask;
  const session::Scene scene = session.scene();
  if (const auto& shown = scene.mask)
    mask = shown->style == session::MaskStyle::kHover ? "hover" : "pending";
  return {{"image", image_json(session)},
          {"images", images_json(session)},
          {"tool", name_of(session.tool())},
          {"view", {{"scale", view.scale}, {"x", view.offset_x}, {"y", view.offset_y}}},
          {"canvas", {canvas.x, canvas.y, canvas.width, canvas.height}},
          {"tools", tools_json(session, scene)},
          {"pending", pending_json(session)},
          {"mask", std::move(mask)},
          {"objects", objects_json(session)},
          {"categories", categories_json(session)},
          {"category", session.current_category()},
          {"copying", copying_json(session)},
          {"everything", everything_json(session)},
          {"solo", session.solo()},
          {"project", session.project_name()},
          {"keptIn", session.keeper() == session::Keeper::kBrowser ? "browser" : "server"},
          {"undo", session.undo_depth()},
          {"redo", session.redo_depth()},
          {"saved", session.save_state() == session::SaveState::kSaved},
          {"saveState", name_of(session.save_state())},
          {"saveError", session.save_error()},
          {"conflicts", session.images_in_conflict()},
          {"tabs", session.tabs()},
          {"imagesShown", session.filtered_images().size()},
          {"imagesDone", session.done_images()},
          {"encodeAll",
           {{"running", session.encode_all().running},
            {"total", session.encode_all().total},
            {"done", session.encode_all().done},
            {"secondsLeft", session.encode_all().seconds_left}}},
          {"decodeMs", session.last_decode_ms()},
          {"theme", session.theme() == session::Theme::kDark ? "dark" : "light"},
          {"settings", session::settings_to_json(session.settings())},
          {"toasts", std::move(toasts)},
          {"widgets", std::move(rects)}};
}

}  // namespace maskpoint::app
