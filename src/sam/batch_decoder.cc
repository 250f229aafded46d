#include "sam/batch_decoder.h"

#include <atomic>

namespace maskpoint::sam {

struct BatchDecoder::Lane {
  explicit Lane(std::shared_ptr<const Weights> weights) : decoder(std::move(weights), alone) {}
  nn::ThreadPool alone{1};
  Decoder decoder;
  DecodeOutput out;
};

BatchDecoder::BatchDecoder(std::shared_ptr<const Weights> weights, nn::ThreadPool& pool)
    : pool_(pool) {
  for (int i = 0; i < pool.threads(); ++i)
    lanes_.push_back(std::make_unique<Lane>(weights));
}
BatchDecoder::~BatchDecoder() = default;

DecodeStatus BatchDecoder::decode(const ImageState& image, std::span<const Prompt> prompts,
                                  MaskSet wanted, float floor, const base::CancelToken& cancel,
                                  const Sink& sink) {
  std::atomic<bool> cancelled{false};
  pool_.run(int(prompts.size()), [&](int i, int worker) {
    Lane& lane = *lanes_[worker];
    if (cancelled.load(std::memory_order_relaxed)) return;
    if (lane.decoder.decode_above(floor, image, prompts[i], wanted, cancel, lane.out) ==
        DecodeStatus::kCancelled) {
      cancelled.store(true, std::memory_order_relaxed);
      return;
    }
    sink(std::size_t(i), lane.out);
  });
  return cancelled.load() ? DecodeStatus::kCancelled : DecodeStatus::kDone;
}

}  // namespace maskpoint::sam
