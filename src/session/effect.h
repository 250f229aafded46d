// Effects: what the shell (app) must do after an Action. Plain values; the Session never does them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "doc/attributes.h"
#include "doc/types.h"
#include "mask/operation.h"
#include "mask/parting.h"
#include "sam/types.h"
#include "session/action.h"
#include "session/settings.h"

namespace maskpoint::session {
namespace effect {

enum class Purpose { kHover, kPrompt };

// Decode the last step of `steps`; earlier steps give its prior (the worker keeps the logits of the
// prefix it decoded last and replays what it does not have). A prompt wants all four masks; a hover
// wants one, that of the last step's candidate. Only a hover's candidates may be left to
// sam::kOutputByRule.
struct Decode {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  Purpose purpose = Purpose::kPrompt;
  geom::ImageSize size;
  std::vector<doc::PromptStep> steps;
};
struct CancelHover {};
// Resample these full-decode logits to the image size, clean the mask, and part it from its
// neighbours: answered by MaskReady with the same seq.
struct Finalize {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  geom::ImageSize size;
  sam::LogitsPtr logits;
  float threshold = 0;
  mask::OverlapRule rule = mask::OverlapRule::kAllowed;
  std::vector<mask::Neighbour> neighbours = {};  // keyed by uuid; none where masks may overlap
  mask::Cleanup cleanup{};
};
// Work on masks that may take longer than a frame: answered by MasksReady with the same seq. Every
// one is answered, in order.
struct WorkOnMasks {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  mask::Operation operation = mask::Operation::kClean;
  mask::Cleanup cleanup;
  std::vector<mask::MaskPtr> masks;
};
// Run the automatic mask generator over the image: answered by EverythingFound, many times, with
// the same seq. One runs at a time; a newer one takes its place.
struct FindEverything {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  geom::ImageSize size;
};
struct StopEverything {};
// Fetch pixels, annotations and embedding of an image, in that order of urgency; prepare it.
struct LoadImage {
  std::int64_t image_id = 0;
  geom::ImageSize size;
};
struct CloseImage {
  std::int64_t image_id = 0;
};
// Have the server encode this image first, then those one comes to next; whatever was asked for
// before and not begun is no longer wanted.
struct EncodeNow {
  std::int64_t image_id = 0;
  std::vector<std::int64_t> ahead;
};
struct EncodeAll {
  action::EncodeAll what = action::EncodeAll::kStart;
};
struct SaveImage {
  doc::ImageDocPtr doc;
  std::string etag;
};  // PUT, If-Match etag
struct ReloadAnnotations {
  std::int64_t image_id = 0;
};
struct ReloadCategories {};
struct SaveCategories {
  doc::CategoriesPtr categories;
  std::string etag;
  std::map<int, int> replaced = {};  // classes that are gone → what their objects have now
  std::vector<int> restored = {};    // classes that are back: their objects get them again
  std::vector<doc::AttributeRename> renamed = {};  // in this order
};
struct SaveImageState {
  std::int64_t image_id = 0;
  doc::WorkState state;
};
struct AskPage {
  PageTask task = PageTask::kOpenFiles;
};
struct ExportCoco {};  // once everything is saved: download GET /export?format=coco
// Onto the system's clipboard, for other tabs.
struct CopyText {
  std::string text;
};
struct Announce {
  std::string message;
};  // for the DOM live region
struct StoreSettings {
  Settings settings;
};

}  // namespace effect

using Effect =
    std::variant<effect::Decode, effect::CancelHover, effect::Finalize, effect::WorkOnMasks,
                 effect::FindEverything, effect::StopEverything, effect::LoadImage,
                 effect::CloseImage, effect::EncodeNow, effect::EncodeAll, effect::SaveImage,
                 effect::ReloadAnnotations, effect::ReloadCategories, effect::SaveCategories,
                 effect::SaveImageState, effect::ExportCoco, effect::AskPage, effect::CopyText,
                 effect::Announce, effect::StoreSettings>;

}  // namespace maskpoint::session
