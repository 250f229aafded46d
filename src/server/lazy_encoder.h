// An encoder that is loaded when the first image needs it, so that a run that only skips starts at
// once.
#pragma once

#include <memory>

#include "server/encoder.h"
#include "server/model_folder.h"

namespace maskpoint::server {

class LazyEncoder {
 public:
  LazyEncoder(const ModelFolder& model, int threads) : model_(model), threads_(threads) {}

  base::Result<Encoder*> get() {
    if (!encoder_) {
      auto loaded = Encoder::load(model_.encoder(), threads_);
      if (!loaded.ok()) return loaded.status();
      encoder_ = *std::move(loaded);
    }
    return encoder_.get();
  }

 private:
  const ModelFolder& model_;  // the caller's, which outlives this
  int threads_;
  std::unique_ptr<Encoder> encoder_;
};

}  // namespace maskpoint::server
