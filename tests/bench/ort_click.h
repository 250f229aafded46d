// ONNX Runtime's CPU decoder asked for one click, its inputs laid out beforehand.
#pragma once

#include <memory>

#include "bench/bench_inputs.h"

namespace maskpoint::bench {

class OrtClick {
 public:
  // Throws what ONNX Runtime throws. `inputs` must outlive this.
  OrtClick(const Inputs& inputs, int threads);
  ~OrtClick();

  void run(int click);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace maskpoint::bench
