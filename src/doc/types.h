// The document: what is saved and exported. Immutable values shared by pointer; an edit makes a new
// root that shares everything untouched (doc/edits.h), any thread may read an old root without a
// lock.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geom/box.h"
#include "geom/points.h"
#include "geom/prompt.h"
#include "mask/cleanup.h"
#include "mask/rle.h"

namespace maskpoint::doc {

struct Color {
  std::uint8_t r = 0, g = 0, b = 0;
  bool operator==(const Color&) const = default;
};

// What the objects of a class may be asked for.
enum class AttributeType { kText, kNumber, kChoice, kCheckbox };
struct AttributeDefinition {
  std::string name;
  AttributeType type = AttributeType::kText;
  std::vector<std::string> choices;  // of kChoice
  std::string default_json;          // a value as JSON text, or empty for none
  bool operator==(const AttributeDefinition&) const = default;
};
// The values of one object, as JSON text by name. What no class defines is kept as it came.
using Attributes = std::map<std::string, std::string>;

// COCO category. Ids are ≥ 1 and never reused in a project.
struct Category {
  int id = 0;
  std::string name;
  std::string supercategory;
  Color color;
  std::string key;         // the digit that picks it, "1"…"9" or "0", or empty
  std::string extra_json;  // unknown keys of the source as a JSON object, or empty
  std::vector<AttributeDefinition> attributes = {};
  bool operator==(const Category&) const = default;
};
using Categories = std::vector<Category>;
using CategoriesPtr = std::shared_ptr<const Categories>;

// One step of a prompt chain (INTERFACES "Refinement"): all points and the box as they stood after
// the step, and which decoder output (0–3) was shown. The prior of step k is the full-decode logits
// of the candidate shown at step k−1; step 0 has none.
struct PromptStep {
  std::vector<geom::PromptPoint> points;
  std::optional<geom::Box> box;
  int candidate = 0;
  bool operator==(const PromptStep&) const = default;
};

// How an object's mask was made, so that it can be replayed. Logits are never stored.
struct PromptChain {
  std::vector<PromptStep> steps;
  std::string model;      // sam::Weights::model_id()
  std::string embedding;  // the embedding's ETag or content hash
  bool operator==(const PromptChain&) const = default;
};

struct Annotation {
  std::string uuid;     // made by the client, lower case 8-4-4-4-12
  std::int64_t id = 0;  // assigned by the server, 0 until then
  int category_id = 0;
  std::shared_ptr<const mask::Rle> mask;
  geom::Rect bbox;
  std::uint64_t area = 0;
  float predicted_iou = 0;
  float stability_score = 0;
  bool iscrowd = false;
  bool locked = false;  // not to be changed until it is unlocked
  Attributes attributes;
  std::shared_ptr<const PromptChain> prompts;  // null for masks that came from elsewhere
  // Changed by hand (brush, outline, parts…): whatever `prompts` says no longer gives this mask.
  bool edited = false;
  // `mask` is `uncleaned` as `cleanup` makes it; null where nothing is cleaned.
  mask::Cleanup cleanup;
  std::shared_ptr<const mask::Rle> uncleaned;
  std::string extra_json;  // unknown keys as a JSON object, kept verbatim, or empty
};
using AnnotationPtr = std::shared_ptr<const Annotation>;

// The annotations of one image, bottom to top.
struct ImageDoc {
  std::int64_t image_id = 0;
  geom::ImageSize size;
  std::vector<AnnotationPtr> annotations;
};
using ImageDocPtr = std::shared_ptr<const ImageDoc>;

enum class WorkState { kNew, kInWork, kDone };

}  // namespace maskpoint::doc
