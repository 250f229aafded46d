// Between the session and the decode worker: Effects become requests, results become Actions.
#pragma once

#include <map>

#include "app/image_loader.h"
#include "app/segment_api.h"
#include "app/shell.h"
#include "session/effect.h"

namespace maskpoint::app {

class EngineLink {
 public:
  EngineLink(const Shell& shell, ImageLoader& images, SegmentApi& segments)
      : shell_(shell), images_(images), segments_(segments) {}

  void decode(const session::effect::Decode& effect);
  void finalize(const session::effect::Finalize& effect);
  void work_on_masks(const session::effect::WorkOnMasks& effect);
  void find_everything(const session::effect::FindEverything& effect);
  // Hands over everything the worker has finished.
  void collect();

  const std::string& model_id() const { return model_id_; }
  void set_server_facts(std::string version, std::string encoder);
  // Where embeddings come from now: the page itself, when it had to make one.
  void set_encoder(std::string encoder);

 private:
  void on(worker::WeightsLoaded& loaded);
  void on(worker::Prepared& prepared);
  void on(worker::Decoded& decoded);
  void on(worker::Finalized& finalized);
  void on(worker::MasksDone& done);
  void on(worker::Segmented& segmented);
  void on(worker::EverythingStep& step);
  void on(worker::Failed& failed);

  Shell shell_;
  ImageLoader& images_;
  SegmentApi& segments_;
  std::string model_id_;
};

}  // namespace maskpoint::app
