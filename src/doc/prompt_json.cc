#include "doc/prompt_json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "doc/json_text.h"

namespace maskpoint::doc {
namespace {

using nlohmann::json;

// Logits lie well within ±64.
constexpr double kMostThreshold = 64;

base::Status wrong(const std::string& what) {
  return base::invalid_input("its prompts are damaged: " + what + ".");
}

bool all_numbers(const json& value, std::size_t count) {
  if (!value.is_array() || value.size() != count) return false;
  for (const json& number : value)
    if (!number.is_number()) return false;
  return true;
}

std::optional<geom::PromptPoint> point_from(const json& value) {
  if (!all_numbers(value, 3)) return std::nullopt;
  const double label = value[2].get<double>();
  if (label != 0 && label != 1) return std::nullopt;
  return geom::PromptPoint{{value[0].get<double>(), value[1].get<double>()},
                           label == 1 ? geom::PointLabel::kInclude : geom::PointLabel::kExclude};
}

base::Result<PromptStep> step_from(const json& value) {
  if (!value.is_object()) return wrong("a step is not an object");
  PromptStep step;
  if (const auto points = value.find("points"); points != value.end()) {
    if (!points->is_array()) return wrong("\"points\" is not a list");
    for (const json& item : *points) {
      const std::optional<geom::PromptPoint> point = point_from(item);
      if (!point) return wrong("a point is not [x, y, 0 or 1]");
      step.points.push_back(*point);
    }
  }
  if (const auto box = value.find("box"); box != value.end() && !box->is_null()) {
    if (!all_numbers(*box, 4)) return wrong("a box is not [x0, y0, x1, y1]");
    const json& b = *box;
    step.box = geom::box_between({b[0].get<double>(), b[1].get<double>()},
                                 {b[2].get<double>(), b[3].get<double>()});
  }
  if (step.points.empty() && !step.box) return wrong("a step has neither points nor a box");
  const auto candidate = value.find("candidate");
  if (candidate == value.end()) return step;
  if (!candidate->is_number_integer() || *candidate < 0 || *candidate > 3)
    return wrong("\"candidate\" is not 0, 1, 2 or 3");
  step.candidate = candidate->get<int>();
  return step;
}

}  // namespace

json prompts_to_json(const PromptChain& chain) {
  json steps = json::array();
  for (const PromptStep& step : chain.steps) {
    json points = json::array();
    for (const geom::PromptPoint& p : step.points)
      points.push_back(json::array({json_number(p.at.x), json_number(p.at.y), int(p.label)}));
    json box = nullptr;
    if (step.box)
      box = json::array({json_number(step.box->x0), json_number(step.box->y0),
                         json_number(step.box->x1), json_number(step.box->y1)});
    steps.push_back(
        {{"points", std::move(points)}, {"box", std::move(box)}, {"candidate", step.candidate}});
  }
  json value = {
      {"model", chain.model}, {"embedding", chain.embedding}, {"steps", std::move(steps)}};
  if (chain.threshold != 0) value["threshold"] = json_number(chain.threshold);
  return value;
}

base::Result<PromptChain> prompts_from_json(const json& value) {
  if (!value.is_object()) return wrong("\"maskpoint\" is not an object");
  PromptChain chain;
  for (const auto& [key, to] :
       {std::pair{"model", &chain.model}, {"embedding", &chain.embedding}}) {
    const auto text = value.find(key);
    if (text == value.end()) continue;
    if (!text->is_string()) return wrong(std::string(key) + " is not text");
    *to = text->get<std::string>();
  }
  const auto steps = value.find("steps");
  if (steps == value.end() || !steps->is_array()) return wrong("\"steps\" is not a list");
  for (const json& item : *steps) {
    base::Result<PromptStep> step = step_from(item);
    if (!step.ok()) return step.status();
    chain.steps.push_back(*std::move(step));
  }
  if (const auto threshold = value.find("threshold"); threshold != value.end()) {
    if (!threshold->is_number() || !(std::abs(threshold->get<double>()) <= kMostThreshold))
      return wrong("\"threshold\" is not a number from -64 to 64");
    chain.threshold = threshold->get<double>();
  }
  return chain;
}

json point_coords(const PromptChain& chain) {
  json coords = json::array();
  if (chain.steps.empty()) return coords;
  for (const geom::PromptPoint& p : chain.steps.back().points)
    coords.push_back(json::array({json_number(p.at.x), json_number(p.at.y)}));
  return coords;
}

}  // namespace maskpoint::doc
