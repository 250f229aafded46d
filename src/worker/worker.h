// The decode worker: one background thread between the page's UI thread and `sam`.
//
// Every method may be called from the UI thread and returns at once without locking or waiting;
// results are collected by poll() on the same thread, in order of completion. Rules (ARCHITECTURE
// "Threads"):
// - hover and prompt requests each have one waiting slot, newest wins; a prompt cancels a running
// hover;
//   a hover never aborts a hover and waits for prompts.
// - prepare and finalize are done in order and never dropped.
// - a prompt's chain is replayed from the logits the worker still has of its prefix.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/status.h"
#include "doc/types.h"
#include "mask/resample.h"
#include "sam/types.h"

namespace maskpoint::worker {

enum class Purpose { kHover, kPrompt };

struct DecodeRequest {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  Purpose purpose = Purpose::kPrompt;
  geom::ImageSize size;
  std::vector<doc::PromptStep> steps;
};
struct PrepareRequest {
  std::int64_t image_id = 0;
  geom::ImageSize size;
  std::vector<std::byte> npy;  // an embedding file, float16 or float32
  std::string embedding_id;
};
struct FinalizeRequest {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  geom::ImageSize size;
  sam::LogitsPtr logits;
};
// One prompt outside the session (window.maskpoint.segment): decoded and resampled, never dropped.
struct SegmentRequest {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  sam::Prompt prompt;
  sam::MaskSet wanted = sam::MaskSet::kSingleMaskRule;
};

struct WeightsLoaded {
  std::string model_id;
};
struct Prepared {
  std::int64_t image_id = 0;
  std::string embedding_id;
};
struct Decoded {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  Purpose purpose = Purpose::kPrompt;
  std::vector<sam::Candidate> candidates;
  int suggested = 0;  // output index by the single-mask rule
  double ms = 0;
};
struct Finalized {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  mask::ResampledMask mask;
};
struct Segmented {
  std::uint64_t seq = 0;
  std::vector<sam::Candidate> candidates;
  std::vector<mask::ResampledMask> masks;
  double ms = 0;
};
struct Failed {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  std::string message;
};
using Result = std::variant<WeightsLoaded, Prepared, Decoded, Finalized, Segmented, Failed>;

class Worker {
 public:
  // `threads` for the decoder's loops, the worker's own included. `on_result` is called on the
  // worker thread whenever poll() has something new (the page asks for a frame); it must not block.
  Worker(int threads, std::function<void()> on_result);
  ~Worker();

  void load_weights(std::vector<std::byte> safetensors);
  void prepare(PrepareRequest request);
  void release(
      std::int64_t image_id);  // the image was left; its ImageState may stay in a bounded cache
  void decode(DecodeRequest request);
  void cancel_hover();
  void finalize(FinalizeRequest request);
  void segment(SegmentRequest request);

  std::vector<Result> poll();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace maskpoint::worker
