#include "app/engine_link.h"

#include "app/bridge.h"
#include "app/uuid.h"

namespace maskpoint::app {
namespace {

namespace action = session::action;
namespace effect = session::effect;

}  // namespace

void EngineLink::decode(const effect::Decode& effect) {
  const bool hover = effect.purpose == effect::Purpose::kHover;
  shell_.worker.decode({effect.image_id, effect.seq,
                        hover ? worker::Purpose::kHover : worker::Purpose::kPrompt, effect.size,
                        effect.steps});
}

void EngineLink::finalize(const effect::Finalize& effect) {
  shell_.worker.finalize({effect.image_id, effect.seq, effect.size, effect.logits, effect.threshold,
                          effect.rule, effect.neighbours, effect.cleanup});
}

void EngineLink::work_on_masks(const effect::WorkOnMasks& effect) {
  shell_.worker.work_on_masks(
      {effect.image_id, effect.seq, effect.operation, effect.cleanup, effect.masks});
}

void EngineLink::find_everything(const effect::FindEverything& effect) {
  sam::GeneratorOptions options;
  // What is less sure is there for who moves the slider; above it the answer is the same.
  options.pred_iou_thresh = float(session::kLowestFoundScore);
  shell_.worker.find_everything({effect.image_id, effect.seq, effect.size, options});
}

void EngineLink::set_server_facts(std::string version, std::string encoder) {
  action::EngineReady facts = shell_.session.engine();
  facts.version = std::move(version);
  facts.encoder = std::move(encoder);
  shell_.dispatch(std::move(facts));
}

void EngineLink::set_encoder(std::string encoder) {
  set_server_facts(shell_.session.engine().version, std::move(encoder));
}

void EngineLink::on(worker::WeightsLoaded& loaded) {
  model_id_ = loaded.model_id;
  images_.set_model(loaded.model_id);
  action::EngineReady facts = shell_.session.engine();
  facts.simd = shell_.config.simd;
  facts.threads = shell_.config.threads;
  facts.model = loaded.model_id;
  shell_.dispatch(std::move(facts));
  page::tell(dump({{"type", "model"}, {"model", loaded.model_id}}));
}

void EngineLink::on(worker::Prepared& prepared) {
  images_.prepared(prepared);
  segments_.prepared(prepared.image_id);
}

void EngineLink::on(worker::Decoded& decoded) {
  const bool prompt = decoded.purpose == worker::Purpose::kPrompt;
  shell_.dispatch(action::DecodeFinished{decoded.image_id, decoded.seq,
                                         std::move(decoded.candidates), decoded.ms});
  if (prompt)
    page::tell(dump({{"type", "emit"},
                     {"event", "mask"},
                     {"detail", {{"image", decoded.image_id}, {"decodeMs", decoded.ms}}}}));
}

void EngineLink::on(worker::Finalized& finalized) {
  mask::ExactMask& made = finalized.made;
  shell_.dispatch(action::MaskReady{finalized.image_id, finalized.seq, made.mask.mask,
                                    made.mask.bbox, made.mask.area, float(made.stability_score),
                                    std::move(made.cuts), made.gave_way, made.uncleaned});
}

void EngineLink::on(worker::MasksDone& done) {
  std::vector<std::string> uuids(done.masks.size());
  for (std::string& uuid : uuids)
    uuid = make_uuid();
  shell_.dispatch(
      action::MasksReady{done.image_id, done.seq, std::move(done.masks), std::move(uuids)});
}

void EngineLink::on(worker::Segmented& segmented) {
  segments_.segmented(segmented);
}

void EngineLink::on(worker::EverythingStep& step) {
  action::EverythingFound found{
      step.image_id, step.seq,          {},           std::move(step.withdrawn),
      step.progress, step.seconds_left, step.finished};
  for (const auto& mask : step.appeared)
    found.appeared.push_back({mask->id, mask::MaskPtr(mask, &mask->rle), mask->bbox, mask->area,
                              mask->predicted_iou, mask->stability_score, mask->point,
                              mask->output});
  shell_.dispatch(std::move(found));
}

void EngineLink::on(worker::Failed& failed) {
  switch (failed.task) {
    case worker::FailedTask::kWeights:
      shell_.dispatch(action::Failed{failed.message, 0, 0});
      page::tell(dump({{"type", "modelFailed"}, {"message", failed.message}}));
      return;
    case worker::FailedTask::kPrepare:
      images_.prepare_failed(failed.image_id, failed.message);
      segments_.image_failed(failed.image_id, failed.message);
      return;
    case worker::FailedTask::kSegment:
      segments_.failed(failed);
      return;
    // The session frees whatever waits for this answer.
    case worker::FailedTask::kDecode:
    case worker::FailedTask::kFinalize:
      shell_.dispatch(action::Failed{failed.message, failed.image_id, failed.seq});
      return;
  }
}

void EngineLink::collect() {
  for (worker::Result& result : shell_.worker.poll())
    std::visit([this](auto& r) { on(r); }, result);
}

}  // namespace maskpoint::app
