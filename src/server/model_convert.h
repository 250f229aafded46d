// From a SAM decoder in ONNX to the safetensors file the core reads.
//
// Takes any unquantised export of a SAM-v1-family decoder (MobileSAM, ViT-B, L, H: one
// architecture) by segment-anything's scripts/export_onnx_model.py and its descendants. Weights are
// found by the names PyTorch gave tensors and nodes and by the graph's structure, never by the
// generated numbers; every tensor and shape of sam::decoder_tensors() must be there. Errors say
// what is missing.
#pragma once

#include <filesystem>
#include <vector>

#include "base/status.h"
#include "sam/safetensors.h"

namespace maskpoint::server {

// The tensors of sam::decoder_tensors(), in its order and shapes, from the bytes of an ONNX file.
base::Result<std::vector<sam::TensorToWrite>> read_decoder_onnx(const std::filesystem::path& onnx);

// With kF16 large tensors are stored as float16; small ones and the few whose rounding shows in the
// masks stay float32. Writes `out` whole or not at all (a temporary file beside it is renamed at
// the end).
base::Status convert_model(const std::filesystem::path& onnx, const std::filesystem::path& out,
                           sam::TensorType type);

}  // namespace maskpoint::server
