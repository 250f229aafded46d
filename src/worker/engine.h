// What the worker thread does with one request, without the queues: weights, prepared images, the
// decoder and the chain it remembers. Used by the worker thread alone.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/cancel_token.h"
#include "nn/thread_pool.h"
#include "sam/decoder.h"
#include "worker/chain_replay.h"
#include "worker/everything_run.h"
#include "worker/image_cache.h"
#include "worker/worker.h"

namespace maskpoint::worker {

class Engine {
 public:
  explicit Engine(int threads);

  bool has_weights() const { return weights_ != nullptr; }
  bool has_image(std::int64_t image_id) { return images_.find(image_id) != nullptr; }

  Result load_weights(std::span<const std::byte> safetensors);
  Result prepare(PrepareRequest request);
  // Empty when `cancel` was seen.
  std::optional<Result> decode(const DecodeRequest& request, const base::CancelToken& cancel);
  // In full what the last decode() gave as a preview, under the same seq. Empty when it was none.
  // Its masks are kept: a prompt there costs no decode.
  std::optional<Result> refine();
  Result finalize(const FinalizeRequest& request);
  Result work_on_masks(const MaskRequest& request);
  Result segment(const SegmentRequest& request);
  // A failure where it can't be begun. Ends the run there was.
  std::optional<Result> begin_everything(const EverythingRequest& request);
  bool has_everything() const { return everything_ != nullptr; }
  // The next step of the run there is; empty where there is nothing to tell yet.
  std::optional<Result> everything_step();
  void stop_everything() { everything_ = nullptr; }

  // One decode of a blank image; whether more of them are worth it.
  bool warm_up();

 private:
  bool find_prior(std::int64_t image_id, std::span<doc::PromptStep> earlier,
                  const sam::ImageState& image, const base::CancelToken& cancel,
                  sam::LogitsPtr& prior);
  std::optional<Result> decode_hover(const DecodeRequest& request, const sam::ImageState& image,
                                     const base::CancelToken& cancel);
  std::optional<Result> decode_prompt(const DecodeRequest& request, const sam::ImageState& image,
                                      const base::CancelToken& cancel);

  nn::ThreadPool pool_;
  std::shared_ptr<const sam::Weights> weights_;
  std::unique_ptr<sam::Decoder> decoder_;
  std::unique_ptr<sam::DecodeOutput> out_;
  ImageCache images_;
  ChainReplay chain_;
  // What refine() goes on with.
  struct Previewed {
    Decoded preview;
    std::vector<doc::PromptStep> steps;  // its chain, every candidate settled
    int sparse_count;
  };
  std::optional<Previewed> previewed_;
  std::unique_ptr<EverythingRun> everything_;
  std::shared_ptr<const sam::ImageState> blank_;
  int warm_ups_left_ = 0;
};

}  // namespace maskpoint::worker
