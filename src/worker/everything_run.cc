#include "worker/everything_run.h"

#include <utility>

namespace maskpoint::worker {
namespace {

// How often what has been found is told at the most: often at first, when one looks on, then
// seldom. Each answer is a frame, and where the processor draws too, a frame with many outlines
// takes it from the decoder for 0.2 s: with eight a second 1024 points took 21 s instead of 9.
constexpr std::chrono::milliseconds kAtFirst{120}, kLater{1000}, kLooksOn{1500};

}  // namespace

EverythingRun::EverythingRun(std::shared_ptr<const sam::Weights> weights, nn::ThreadPool& pool,
                             const EverythingRequest& request,
                             std::shared_ptr<const sam::ImageState> image)
    : image_id_(request.image_id),
      seq_(request.seq),
      points_a_step_(2 * pool.threads()),
      decoder_(std::move(weights), pool),
      generator_(decoder_, request.options, request.size) {
  generator_.give(std::move(image));
}

// One that came and went, or went and came back, since it was told is no change.
void EverythingRun::note(const sam::MaskGenerator::Step& done) {
  for (const int id : done.withdrawn)
    if (std::erase(appeared_, id) == 0) withdrawn_.push_back(id);
  for (const int id : done.appeared)
    if (std::erase(withdrawn_, id) == 0) appeared_.push_back(id);
}

std::optional<EverythingStep> EverythingRun::step() {
  note(generator_.step(points_a_step_, base::CancelToken()));
  const Clock::time_point now = Clock::now();
  const bool at_first = now - start_ < kLooksOn && (!appeared_.empty() || !withdrawn_.empty());
  if (!generator_.finished() && now - told_ < (at_first ? kAtFirst : kLater)) return std::nullopt;
  told_ = now;
  EverythingStep step;
  step.image_id = image_id_;
  step.seq = seq_;
  for (const int id : appeared_)
    step.appeared.push_back(std::make_shared<const sam::GeneratedMask>(generator_.mask(id)));
  appeared_.clear();
  step.withdrawn = std::exchange(withdrawn_, {});
  step.progress = generator_.progress();
  step.finished = generator_.finished();
  const double seconds = std::chrono::duration<double>(now - start_).count();
  if (step.progress > 0) step.seconds_left = seconds / step.progress * (1 - step.progress);
  return step;
}

}  // namespace maskpoint::worker
