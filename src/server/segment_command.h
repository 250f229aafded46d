// `maskpoint segment`: one image and one prompt in, masks as JSON (and PNG, and logits) out.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "geom/box.h"
#include "sam/types.h"

namespace maskpoint::server {

struct SegmentOptions {
  std::filesystem::path model;  // empty: find_model's default
  int threads = 0;              // 0: as many as the machine has cores
  std::filesystem::path image;
  std::vector<sam::PromptPoint> points;
  std::optional<geom::Box> box;
  std::filesystem::path mask_input;  // the paths below are empty where not asked for
  std::filesystem::path embedding;
  sam::MaskSet masks = sam::MaskSet::kSingleMaskRule;
  std::filesystem::path logits;
  std::filesystem::path png;
  std::filesystem::path json;  // empty: standard output
};

// Returns the exit status; errors go to standard error.
int segment_command(const SegmentOptions& options);

}  // namespace maskpoint::server
