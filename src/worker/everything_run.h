// One run of the automatic mask generator, done in steps between other work.
//
// Holds on to the image's state, so that a run goes on when the cache lets go of it. Used by the
// worker thread alone.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "nn/thread_pool.h"
#include "sam/batch_decoder.h"
#include "sam/mask_generator.h"
#include "worker/worker.h"

namespace maskpoint::worker {

class EverythingRun {
 public:
  EverythingRun(std::shared_ptr<const sam::Weights> weights, nn::ThreadPool& pool,
                const EverythingRequest& request, std::shared_ptr<const sam::ImageState> image);

  // The next points, two a thread: what waits meanwhile waits for two decodes, and a thread whose
  // points give no mask waits less for the others. What has changed is told at the end, and now and
  // then before: each answer costs a frame.
  std::optional<EverythingStep> step();
  bool finished() const { return generator_.finished(); }

 private:
  using Clock = std::chrono::steady_clock;

  void note(const sam::MaskGenerator::Step& done);

  const std::int64_t image_id_;
  const std::uint64_t seq_;
  const int points_a_step_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point told_ = start_;
  std::vector<int> appeared_, withdrawn_;  // since then
  sam::BatchDecoder decoder_;
  sam::MaskGenerator generator_;
};

}  // namespace maskpoint::worker
