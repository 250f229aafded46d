#include "doc/origin_json.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "doc/prompt_json.h"
#include "doc/segmentation_json.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

base::Status wrong(const std::string& what) {
  return base::invalid_input("its \"maskpoint\" is damaged: " + what + ".");
}

base::Result<mask::Cleanup> cleanup_from(const json& value) {
  if (!value.is_object()) return wrong("\"cleanup\" is not an object");
  std::int64_t numbers[4] = {};
  const char* keys[] = {"drop_specks", "fill_holes", "grow", "smooth"};
  const std::int64_t highest[] = {mask::Cleanup::kMostPixels, mask::Cleanup::kMostPixels,
                                  mask::Cleanup::kMostRadius, mask::Cleanup::kMostRadius};
  for (int i = 0; i < 4; ++i) {
    const auto at = value.find(keys[i]);
    if (at == value.end()) continue;
    const std::int64_t lowest = i == 2 ? -highest[i] : 0;
    if (!at->is_number_integer() || *at < lowest || *at > highest[i])
      return wrong(std::string(keys[i]) + " is not a whole number it may be");
    numbers[i] = at->get<std::int64_t>();
  }
  return mask::Cleanup{std::uint32_t(numbers[0]), std::uint32_t(numbers[1]), int(numbers[2]),
                       int(numbers[3])};
}

base::Status read_cleanup(const json& value, geom::ImageSize size, Annotation& a) {
  const auto cleanup = value.find("cleanup");
  if (cleanup == value.end() || cleanup->is_null()) return {};
  const base::Result<mask::Cleanup> read = cleanup_from(*cleanup);
  if (!read.ok()) return read.status();
  const auto source = value.find("source");
  // Without the mask it was applied to it cannot be changed, only kept as it is.
  if (read->nothing() || source == value.end() || source->is_null()) return {};
  base::Result<mask::Rle> rle = segmentation_from_json(*source, size);
  if (!rle.ok()) return rle.status();
  a.cleanup = *read;
  a.uncleaned = std::make_shared<const mask::Rle>(*std::move(rle));
  return {};
}

}  // namespace

json origin_to_json(const Annotation& a) {
  if (!a.prompts && !a.edited && !a.uncleaned && !a.locked) return nullptr;
  json value = a.prompts ? prompts_to_json(*a.prompts) : json::object();
  if (a.locked) value["locked"] = true;
  if (a.edited) value["edited"] = true;
  if (a.uncleaned) {
    value["cleanup"] = {{"drop_specks", a.cleanup.drop_specks},
                        {"fill_holes", a.cleanup.fill_holes},
                        {"grow", a.cleanup.grow},
                        {"smooth", a.cleanup.smooth}};
    value["source"] = segmentation_to_json(*a.uncleaned);
  }
  return value;
}

base::Status read_origin(const json& value, geom::ImageSize size, Annotation& a) {
  if (!value.is_object()) return wrong("it is not an object");
  for (const auto& [key, to] : {std::pair{"edited", &a.edited}, {"locked", &a.locked}}) {
    const auto given = value.find(key);
    if (given == value.end()) continue;
    if (!given->is_boolean()) return wrong(std::string(key).append(" is not true or false"));
    *to = given->get<bool>();
  }
  if (base::Status status = read_cleanup(value, size, a); !status.ok()) return status;
  // Masks from elsewhere and by hand have no prompts.
  if (!value.contains("steps") && (a.edited || a.uncleaned || value.contains("locked"))) return {};
  base::Result<PromptChain> chain = prompts_from_json(value);
  if (!chain.ok()) return chain.status();
  a.prompts = std::make_shared<const PromptChain>(*std::move(chain));
  return {};
}

}  // namespace maskpoint::doc
