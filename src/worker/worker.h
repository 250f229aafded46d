// The decode worker: one background thread between the page's UI thread and `sam`.
//
// Every method may be called from the UI thread and returns at once without locking or waiting;
// results are collected by poll() on the same thread, in order of completion. Rules (ARCHITECTURE
// "Threads"):
// - hover and prompt requests each have one waiting slot, newest wins; a prompt, a new image and
//   cancel_hover() end a running hover and drop a waiting one (neither is answered);
//   a hover never aborts a hover and waits for prompts and everything else. It is answered by a
//   64×64 preview, and once more in full, under the same seq, where nothing else was asked
//   meanwhile; a prompt that asks for the very same then costs no decode.
// - weights, prepare, finalize, work on masks and segment are never dropped and each is answered
//   once; they are
//   done in order, except that prepare waits for weights and overtakes nothing.
// - a prompt for an image whose prepare is still waiting is decoded after it.
// - a prompt's chain is replayed from the logits the worker still has of its prefix.
// - everything is looked for in steps of about one decode, whenever nothing else waits. One run at
//   a time: another one or stop_everything() ends it without a last answer.
// While nothing is asked of it after the weights arrive, it decodes a blank image some times, so
// that the browser has compiled the kernels well before the first click (PERFORMANCE §9).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/status.h"
#include "doc/types.h"
#include "mask/exact_mask.h"
#include "mask/operation.h"
#include "mask/parting.h"
#include "mask/resample.h"
#include "sam/generated_mask.h"
#include "sam/generator_options.h"
#include "sam/types.h"

namespace maskpoint::worker {

enum class Purpose { kHover, kPrompt };

// A hover may leave candidates of its chain to sam::kOutputByRule: earlier ones are settled as
// their decode suggests, and the last one says which mask is wanted.
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
  float threshold = 0;
  mask::OverlapRule rule = mask::OverlapRule::kAllowed;
  std::vector<mask::Neighbour> neighbours = {};
  mask::Cleanup cleanup{};
};
// Work on masks alone (mask/operation.h).
struct MaskRequest {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  mask::Operation operation = mask::Operation::kClean;
  mask::Cleanup cleanup;
  std::vector<mask::MaskPtr> masks;
};
// One prompt outside the session (window.maskpoint.segment): decoded and resampled, never dropped.
struct SegmentRequest {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  sam::Prompt prompt;
  sam::MaskSet wanted = sam::MaskSet::kSingleMaskRule;
};
// Everything in the image, by the automatic mask generator; the image must be prepared.
struct EverythingRequest {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  geom::ImageSize size;
  sam::GeneratorOptions options;
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
  // One for a hover (256×256 logits, or a preview's 64×64), four for a prompt, by output index.
  std::vector<sam::Candidate> candidates;
  double ms = 0;
};
struct Finalized {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  mask::ExactMask made;
};
struct MasksDone {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  std::vector<mask::MeasuredMask> masks;
};
struct Segmented {
  std::uint64_t seq = 0;
  std::vector<sam::Candidate> candidates;
  std::vector<mask::ResampledMask> masks;
  double ms = 0;
};
// How the answer so far has changed by a step; ids are the run's.
struct EverythingStep {
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  std::vector<std::shared_ptr<const sam::GeneratedMask>> appeared;
  std::vector<int> withdrawn;
  double progress = 0;      // 0…1
  double seconds_left = 0;  // 0 while not known
  bool finished = false;
};
// What could not be done, and why in one sentence.
enum class FailedTask { kWeights, kPrepare, kDecode, kFinalize, kSegment };
struct Failed {
  FailedTask task = FailedTask::kDecode;
  std::int64_t image_id = 0;
  std::uint64_t seq = 0;
  std::string message;
};
using Result = std::variant<WeightsLoaded, Prepared, Decoded, Finalized, MasksDone, Segmented,
                            EverythingStep, Failed>;

class Worker {
 public:
  // `threads` for the decoder's loops, the worker's own included. `on_result` is called on the
  // worker thread whenever poll() has something new (the page asks for a frame); it must not block.
  // The destructor waits for the running step (the page never destroys its worker).
  Worker(int threads, std::function<void()> on_result);
  ~Worker();

  void load_weights(std::vector<std::byte> safetensors);
  void prepare(PrepareRequest request);
  // The image was left; its ImageState may stay in a bounded cache.
  void release(std::int64_t image_id);
  void decode(DecodeRequest request);
  void cancel_hover();
  void finalize(FinalizeRequest request);
  void work_on_masks(MaskRequest request);
  void segment(SegmentRequest request);
  void find_everything(EverythingRequest request);
  void stop_everything();

  std::vector<Result> poll();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace maskpoint::worker
