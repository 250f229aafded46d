#include "session/desk.h"

#include <array>
#include <cmath>
#include <utility>

#include "doc/edits.h"
#include "doc/palette.h"
#include "mask/exact_mask.h"

namespace maskpoint::session {
namespace {

constexpr geom::ImageSize kSize = {100, 80};
// Radii in low-resolution cells and scores of the four outputs: of 1–3, 2 has the best score, 1 the
// largest area.
constexpr std::array<double, 4> kRadii = {25, 60, 30, 12};
constexpr std::array<float, 4> kScores = {0.96f, 0.72f, 0.95f, 0.83f};

// By append: GCC 12 warns about "text" + std::to_string(…) at -O3 (its bug 105329).
std::string numbered(std::string text, std::int64_t number) {
  return text.append(std::to_string(number));
}

int shown_output(const doc::PromptStep& step) {
  if (step.candidate != sam::kOutputByRule) return step.candidate;
  return sam::single_mask_index(int(step.points.size()) + (step.box ? 2 : 1), kScores);
}

}  // namespace

sam::LogitsPtr disc(double x, double y, double radius) {
  auto logits = std::make_shared<sam::Logits>(std::size_t(sam::kLogitCount));
  for (int row = 0; row < geom::kLogitSide; ++row)
    for (int column = 0; column < geom::kLogitSide; ++column) {
      const double dx = column - x, dy = row - y;
      (*logits)[std::size_t(row) * geom::kLogitSide + std::size_t(column)] =
          dx * dx + dy * dy < radius * radius ? 4.0f : -4.0f;
    }
  return logits;
}

const Pending& pending_of(const Desk& desk) {
  static const Pending kNone{};
  EXPECT_NE(desk.session().pending(), nullptr);
  return desk.session().pending() ? *desk.session().pending() : kNone;
}

Desk::Desk() {
  act(action::CanvasResized{{0, 0, 800, 600}});
}

void Desk::load_project() {
  auto classes = std::make_shared<doc::Categories>();
  classes->push_back({1, "cat", "", doc::palette_color(0), "1", ""});
  classes->push_back({2, "dog", "", doc::palette_color(1), "2", ""});
  act(action::CategoriesLoaded{classes, "c0"});
  std::vector<ImageRow> rows;
  for (std::int64_t id = 1; id <= 3; ++id) {
    ImageRow row;
    row.id = id;
    row.file_name = numbered("photo", id) + ".jpg";
    row.size = kSize;
    rows.push_back(row);
  }
  act(action::ProjectLoaded{"photos", rows});
  load(1);
}

void Desk::act(const Action& action) {
  for (Effect& effect : session_.dispatch(action))
    effects_.push_back(std::move(effect));
  if (session_.wants_uuid()) act(action::FreshUuid{numbered("fresh-", next_fresh_uuid_++)});
}

geom::ScreenPoint Desk::screen(double x, double y) const {
  return session_.view().to_screen({x + 0.5, y + 0.5});
}

void Desk::move(double x, double y) {
  act(action::PointerMoved{screen(x, y), {}});
}

void Desk::press(double x, double y, action::Button button, action::Modifiers modifiers) {
  act(action::PointerPressed{screen(x, y), button, modifiers});
}

void Desk::release(double x, double y, action::Button button) {
  act(action::PointerReleased{screen(x, y), button, {}});
}

void Desk::click(double x, double y, action::Button button, action::Modifiers modifiers) {
  press(x, y, button, modifiers);
  release(x, y, button);
}

void Desk::drag(double x0, double y0, double x1, double y1) {
  press(x0, y0);
  move((x0 + x1) / 2, (y0 + y1) / 2);
  move(x1, y1);
  release(x1, y1);
}

std::string Desk::add_object(double x, double y) {
  const std::string uuid = numbered("uuid-", next_uuid_++);
  click(x, y);
  decode();
  act(action::Accept{uuid});
  finalize();
  return uuid;
}

void Desk::decode() {
  while (true) {
    std::vector<effect::Decode> requests = take<effect::Decode>();
    std::erase_if(requests, [](const effect::Decode& request) {
      return request.purpose == effect::Purpose::kHover;
    });
    if (requests.empty()) return;
    act(answer(requests.back()));
  }
}

action::DecodeFinished Desk::answer(const effect::Decode& request) const {
  const doc::PromptStep& step = request.steps.back();
  double x = 50, y = 40;
  if (step.box) {
    x = (step.box->x0 + step.box->x1) / 2;
    y = (step.box->y0 + step.box->y1) / 2;
  } else if (!step.points.empty()) {
    x = step.points.back().at.x;
    y = step.points.back().at.y;
  }
  const double cells = double(geom::kLogitSide) / kSize.width;
  // Every step of the chain, and what it showed, leaves its mark on the mask.
  double grown = 0;
  for (std::size_t i = 0; i < request.steps.size(); ++i)
    grown += double(request.steps[i].points.size()) +
             (i + 1 < request.steps.size() ? shown_output(request.steps[i]) : 0);
  action::DecodeFinished result;
  result.image_id = request.image_id;
  result.seq = request.seq;
  const int wanted = shown_output(step);
  result.ms = 10;
  for (int i = 0; i < sam::kMaskCount; ++i) {
    if (request.purpose == effect::Purpose::kHover && i != wanted) continue;
    result.candidates.push_back(
        {i, kScores[std::size_t(i)], disc(x * cells, y * cells, kRadii[std::size_t(i)] + grown)});
  }
  return result;
}

void Desk::finalize() {
  for (const effect::Finalize& request : take<effect::Finalize>())
    act(answer(request));
}

action::MaskReady Desk::answer(const effect::Finalize& request) const {
  mask::ExactMask made = mask::exact_mask(*request.logits, request.size, request.threshold,
                                          request.cleanup, request.neighbours, request.rule);
  return {request.image_id,     request.seq,    made.mask.mask,
          made.mask.bbox,       made.mask.area, float(made.stability_score),
          std::move(made.cuts), made.gave_way,  made.uncleaned};
}

void Desk::work_on_masks() {
  for (const effect::WorkOnMasks& request : take<effect::WorkOnMasks>())
    act(answer(request));
}

action::MasksReady Desk::answer(const effect::WorkOnMasks& request) {
  action::MasksReady result{request.image_id,
                            request.seq,
                            mask::perform(request.operation, request.masks, request.cleanup),
                            {}};
  for (std::size_t i = 0; i < result.masks.size(); ++i)
    result.uuids.push_back(numbered("piece-", next_fresh_uuid_++));
  return result;
}

void Desk::load(std::int64_t image_id) {
  const auto at = stored.find(image_id);
  const doc::ImageDocPtr doc = at == stored.end() ? doc::empty_doc(image_id, kSize) : at->second;
  act(action::PixelsReady{image_id, kSize});
  act(action::AnnotationsLoaded{doc, numbered("e", next_etag_++)});
  act(action::ImagePrepared{image_id, "model", "embedding"});
}

action::ImageSaved Desk::store(const effect::SaveImage& request) {
  const doc::ImageDocPtr with_ids =
      doc::mapped(request.doc, [&](const doc::AnnotationPtr& a) -> doc::AnnotationPtr {
        if (a->id != 0) return a;
        auto numbered = std::make_shared<doc::Annotation>(*a);
        // A uuid keeps the id it was given first, as with the real server.
        const auto [id, is_new] = ids_.try_emplace(a->uuid, next_id_);
        if (is_new) ++next_id_;
        numbered->id = id->second;
        return numbered;
      });
  stored[request.doc->image_id] = with_ids;
  return {request.doc->image_id, request.doc, with_ids, numbered("e", next_etag_++)};
}

void Desk::save() {
  while (has<effect::SaveCategories>() || has<effect::SaveImage>() ||
         has<effect::SaveImageState>()) {
    for (const effect::SaveImageState& request : take<effect::SaveImageState>())
      act(action::ImageStateSaved{request.image_id, request.state});
    for (const effect::SaveCategories& request : take<effect::SaveCategories>())
      act(action::CategoriesSaved{request.categories, numbered("c", next_etag_++)});
    for (const effect::SaveImage& request : take<effect::SaveImage>())
      act(store(request));
  }
}

std::vector<std::string> Desk::uuids() const {
  std::vector<std::string> list;
  for (const doc::AnnotationPtr& a : doc().annotations)
    list.push_back(a->uuid);
  return list;
}

}  // namespace maskpoint::session
