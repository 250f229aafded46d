#include "worker/engine.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <string>

#include "worker/embedding_npy.h"

namespace maskpoint::worker {
namespace {

// Three images with all their caches, of a heap of 256 MB.
constexpr std::size_t kImageCacheBytes = std::size_t{96} * 1024 * 1024;
// V8 tiers a kernel up after a number of calls, not of loops: PERFORMANCE §9 saw the first 8–10
// decodes slow.
constexpr int kWarmUps = 10;

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

bool valid_chain(const DecodeRequest& request) {
  const int lowest = request.purpose == Purpose::kHover ? sam::kOutputByRule : 0;
  return !request.steps.empty() && std::all_of(request.steps.begin(), request.steps.end(),
                                               [lowest](const doc::PromptStep& step) {
                                                 return step.candidate >= lowest &&
                                                        step.candidate < sam::kMaskCount;
                                               });
}

std::vector<sam::Candidate> candidates_of(const sam::DecodeOutput& out) {
  std::vector<sam::Candidate> candidates;
  for (int position = 0; position < out.count; ++position) {
    const int index = out.index[std::size_t(position)];
    candidates.push_back({index, out.scores[std::size_t(index)], shared_logits(out, position)});
  }
  return candidates;
}

}  // namespace

Engine::Engine(int threads)
    : pool_(threads), out_(std::make_unique<sam::DecodeOutput>()), images_(kImageCacheBytes) {
}

Result Engine::load_weights(std::span<const std::byte> safetensors) {
  auto weights = sam::Weights::parse(safetensors);
  if (!weights.ok()) return Failed{FailedTask::kWeights, 0, 0, weights.status().message()};
  weights_ = std::move(weights).value();
  decoder_ = std::make_unique<sam::Decoder>(weights_, pool_);
  // What was prepared or decoded with other weights is worth nothing now.
  images_.clear();
  chain_.forget();
  previewed_.reset();
  everything_ = nullptr;
  blank_ = nullptr;
  warm_ups_left_ = kWarmUps;
  return WeightsLoaded{weights_->model_id()};
}

Result Engine::prepare(PrepareRequest request) {
  if (!request.embedding_id.empty() &&
      images_.embedding_of(request.image_id) == request.embedding_id &&
      images_.find(request.image_id)->transform.original() == request.size)
    return Prepared{request.image_id, std::move(request.embedding_id)};
  if (request.size.width <= 0 || request.size.height <= 0)
    return Failed{FailedTask::kPrepare, request.image_id, 0,
                  "The image has no pixels, so nothing in it can be segmented."};
  const auto embedding = parse_embedding_npy(request.npy);
  if (!embedding.ok())
    return Failed{FailedTask::kPrepare, request.image_id, 0, embedding.status().message()};
  images_.make_room();
  auto state = sam::prepare_image(*weights_, *embedding, request.size, pool_);
  if (!state.ok())
    return Failed{FailedTask::kPrepare, request.image_id, 0, state.status().message()};
  chain_.forget();
  previewed_.reset();
  images_.put(request.image_id, request.embedding_id, std::move(state).value());
  return Prepared{request.image_id, std::move(request.embedding_id)};
}

// The logits the last step builds on, none for a first step; `earlier`'s open candidates are
// settled. Decoding the earlier steps costs nothing while the chain remembers them, and a prompt
// that ends the drag finds them there. False when cancelled.
bool Engine::find_prior(std::int64_t image_id, std::span<doc::PromptStep> earlier,
                        const sam::ImageState& image, const base::CancelToken& cancel,
                        sam::LogitsPtr& prior) {
  ChainReplay::Masks masks;
  for (std::size_t k = 0; k < earlier.size(); ++k) {
    const bool open = earlier[k].candidate == sam::kOutputByRule;
    if (!open && k + 1 < earlier.size()) continue;
    if (open) earlier[k].candidate = 0;
    if (chain_.decode(*decoder_, image_id, image, earlier.first(k + 1), cancel, *out_, masks) !=
        sam::DecodeStatus::kDone)
      return false;
    if (open) earlier[k].candidate = masks.suggested;
  }
  if (!earlier.empty()) prior = masks.logits[std::size_t(earlier.back().candidate)];
  return true;
}

std::optional<Result> Engine::decode_hover(const DecodeRequest& request,
                                           const sam::ImageState& image,
                                           const base::CancelToken& cancel) {
  const Clock::time_point start = Clock::now();
  std::vector<doc::PromptStep> steps = request.steps;
  doc::PromptStep& step = steps.back();
  sam::Prompt prompt{step.points, step.box, nullptr};
  if (!find_prior(request.image_id, std::span(steps).first(steps.size() - 1), image, cancel,
                  prompt.prior))
    return std::nullopt;
  Decoded decoded{request.image_id, request.seq, Purpose::kHover, {}, 0};
  if (const ChainReplay::Masks* ready = chain_.offered(request.image_id, steps)) {
    const int index = step.candidate == sam::kOutputByRule ? ready->suggested : step.candidate;
    decoded.candidates.push_back(
        {index, ready->scores[std::size_t(index)], ready->logits[std::size_t(index)]});
    decoded.ms = ms_since(start);
    return decoded;
  }
  const sam::MaskSet wanted = step.candidate == sam::kOutputByRule ? sam::MaskSet::kSingleMaskRule
                                                                   : sam::only_mask(step.candidate);
  if (decoder_->decode(image, prompt, wanted, cancel, *out_, sam::Detail::kPreview64) !=
      sam::DecodeStatus::kDone)
    return std::nullopt;
  decoded.ms = ms_since(start);
  decoded.candidates = candidates_of(*out_);
  if (out_->side < geom::kLogitSide) {
    const int shown = decoded.candidates[0].index;
    step.candidate = shown;
    previewed_ = Previewed{decoded, std::move(steps), sam::sparse_prompt_count(prompt)};
  }
  return decoded;
}

std::optional<Result> Engine::refine() {
  if (!previewed_) return std::nullopt;
  const Clock::time_point start = Clock::now();
  // All four: the other three cost next to nothing beside the first, and a click here needs them.
  decoder_->refine(*out_, sam::MaskSet::kAll);
  Decoded decoded = std::move(previewed_->preview);
  const ChainReplay::Masks masks = masks_of(*out_, previewed_->sparse_count);
  sam::Candidate& shown = decoded.candidates[0];
  shown.logits = masks.logits[std::size_t(shown.index)];
  chain_.offer(decoded.image_id, previewed_->steps, masks);
  previewed_.reset();
  decoded.ms += ms_since(start);
  return decoded;
}

std::optional<Result> Engine::decode_prompt(const DecodeRequest& request,
                                            const sam::ImageState& image,
                                            const base::CancelToken& cancel) {
  const Clock::time_point start = Clock::now();
  ChainReplay::Masks masks;
  if (chain_.decode(*decoder_, request.image_id, image, request.steps, cancel, *out_, masks) !=
      sam::DecodeStatus::kDone)
    return std::nullopt;
  Decoded decoded{request.image_id, request.seq, Purpose::kPrompt, {}, 0};
  for (int index = 0; index < sam::kMaskCount; ++index)
    decoded.candidates.push_back(
        {index, masks.scores[std::size_t(index)], masks.logits[std::size_t(index)]});
  decoded.ms = ms_since(start);
  return decoded;
}

std::optional<Result> Engine::decode(const DecodeRequest& request,
                                     const base::CancelToken& cancel) {
  // A click where the pointer has only just come to rest: the transformer has run already.
  if (previewed_ && request.purpose == Purpose::kPrompt &&
      previewed_->preview.image_id == request.image_id &&
      same_chain(previewed_->steps, request.steps))
    (void)refine();
  previewed_.reset();
  const auto image = images_.find(request.image_id);
  if (image == nullptr)
    return Failed{FailedTask::kDecode, request.image_id, request.seq,
                  "This image is not ready for clicks: open it again."};
  if (!valid_chain(request))
    return Failed{FailedTask::kDecode, request.image_id, request.seq,
                  "The prompts stored with this object are damaged: delete them or prompt anew."};
  return request.purpose == Purpose::kHover ? decode_hover(request, *image, cancel)
                                            : decode_prompt(request, *image, cancel);
}

Result Engine::finalize(const FinalizeRequest& request) {
  if (request.logits->size() != std::size_t(sam::kLogitCount) || request.size.width <= 0 ||
      request.size.height <= 0)
    return Failed{FailedTask::kFinalize, request.image_id, request.seq,
                  "The mask could not be brought to the size of the image: open the image again "
                  "and accept once more."};
  return Finalized{request.image_id, request.seq,
                   mask::exact_mask(*request.logits, request.size, request.threshold,
                                    request.cleanup, request.neighbours, request.rule)};
}

Result Engine::work_on_masks(const MaskRequest& request) {
  return MasksDone{request.image_id, request.seq,
                   mask::perform(request.operation, request.masks, request.cleanup)};
}

Result Engine::segment(const SegmentRequest& request) {
  const auto image = images_.find(request.image_id);
  if (image == nullptr)
    return Failed{FailedTask::kSegment, request.image_id, request.seq,
                  "This image is not ready to be segmented: open it first."};
  const Clock::time_point start = Clock::now();
  previewed_.reset();
  (void)decoder_->decode(*image, request.prompt, request.wanted, base::CancelToken(), *out_);
  Segmented segmented{request.seq, candidates_of(*out_), {}, ms_since(start)};
  for (const sam::Candidate& candidate : segmented.candidates)
    segmented.masks.push_back(
        mask::resample_to_image(*candidate.logits, image->transform.original()));
  return segmented;
}

std::optional<Result> Engine::begin_everything(const EverythingRequest& request) {
  everything_ = nullptr;
  std::shared_ptr<const sam::ImageState> image = images_.find(request.image_id);
  if (!image || image->transform.original() != request.size)
    return Failed{FailedTask::kDecode, request.image_id, request.seq,
                  "This image is not ready yet: look for everything again in a moment."};
  everything_ = std::make_unique<EverythingRun>(weights_, pool_, request, std::move(image));
  return std::nullopt;
}

std::optional<Result> Engine::everything_step() {
  std::optional<EverythingStep> step = everything_->step();
  if (everything_->finished()) everything_ = nullptr;
  if (!step) return std::nullopt;
  return *std::move(step);
}

bool Engine::warm_up() {
  if (warm_ups_left_ == 0) return false;
  previewed_.reset();
  constexpr geom::ImageSize kBlankSize{geom::kModelSide, geom::kModelSide};
  if (blank_ == nullptr) {
    const std::vector<float> zeros(std::size_t{256} * geom::kGridSide * geom::kGridSide, 0.0f);
    auto state = sam::prepare_image(*weights_, zeros, kBlankSize, pool_);
    if (!state.ok()) {
      warm_ups_left_ = 0;
      return false;
    }
    blank_ = std::move(state).value();
  }
  sam::Prompt prompt{{{{512, 512}, geom::PointLabel::kInclude}}, std::nullopt, nullptr};
  // Refinement's kernels too.
  if (warm_ups_left_ % 3 == 0)
    prompt.prior = std::make_shared<const sam::Logits>(std::size_t(sam::kLogitCount), 0.0f);
  (void)decoder_->decode(*blank_, prompt, sam::MaskSet::kAll, base::CancelToken(), *out_);
  if (--warm_ups_left_ == 0) blank_ = nullptr;
  return warm_ups_left_ > 0;
}

}  // namespace maskpoint::worker
