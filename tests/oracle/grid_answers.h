// ONNX Runtime's answers at every point of a grid, on an image and its crops: what the automatic
// mask generator's slow reference is made from.
//
// OUT/grid.json: {"made_from", "runs": [{name, width, height, points_per_side, crop_n_layers,
// crop_n_points_downscale_factor, crops: [{box, layer, embedding, logits, points: [[[score, place]
// ×3] …]}]}]}. `place` counts 256×256 masks in the crop's file of logits, −1 for a mask that is not
// there because its score lies far below every threshold.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace maskpoint::oracle {

// Nothing is done where the answers are there already, made from the same.
void write_grid_answers(const std::filesystem::path& out, const std::filesystem::path& deps,
                        int points_per_side, nlohmann::json made_from);

}  // namespace maskpoint::oracle
