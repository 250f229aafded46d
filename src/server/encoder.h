// The image encoder: an ONNX model run by ONNX Runtime.
//
// Takes any SAM-v1-family encoder export with one float32 input (1, 3, 1024, 1024), normalised and
// padded, and an output (1, 256, 64, 64). The session is made once, in load(); encode() is used by
// one thread at a time and uses `threads` of its own. Errors are sentences naming the file and what
// was expected of it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "encoding/embedding_npy.h"
#include "server/image_file.h"

namespace maskpoint::server {

using encoding::kEmbeddingChannels;
using encoding::kEmbeddingSide;
using encoding::kEmbeddingValues;

class Encoder {
 public:
  // threads ≤ 0: as many as the machine has cores.
  static base::Result<std::unique_ptr<Encoder>> load(const std::filesystem::path& onnx,
                                                     int threads);
  ~Encoder();
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  // (256, 64, 64) float32, C order, all finite. `image` is an upright image of any size; it is
  // resized and normalised here.
  base::Result<std::vector<float>> encode(const RgbImage& image);

 private:
  struct Session;
  explicit Encoder(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

}  // namespace maskpoint::server
