// Everything in an image, found without being asked: the automatic mask generator.
//
// A grid of points, three masks a point, kept if the decoder is sure of them and they are stable,
// duplicates removed by their boxes. The answer is the official one (segment-anything
// automatic_mask_generator.py, SamAutomaticMaskGenerator), up to the rounding of the logits, and
// the same for any number of threads and any size of step.
//
// The work is done in steps of a few points, so that a thread that has other things to do can go on
// with it in between, or drop it: an object not stepped costs nothing but its masks. Embeddings
// come from the caller; with crop_n_layers = 0 the image's own is the only one. For one thread at a
// time.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "base/cancel_token.h"
#include "sam/batch_decoder.h"
#include "sam/crop_boxes.h"
#include "sam/generated_mask.h"
#include "sam/generator_options.h"
#include "sam/image_state.h"
#include "sam/point_grid.h"

namespace maskpoint::sam {

class MaskGenerator {
 public:
  // `decoder` is used in step() alone, and must outlive this.
  MaskGenerator(BatchDecoder& decoder, const GeneratorOptions& options, geom::ImageSize image);

  // The crop whose state give() must bring before step() can go on, the whole image first; null
  // while there is one and when all is done.
  const CropBox* wanted_crop() const;
  // What prepare_image made of the wanted crop's embedding and size.
  void give(std::shared_ptr<const ImageState> state);

  // All points of all crops are done; there is no step left.
  bool finished() const { return crop_ == crops_.size(); }
  // 0 to 1: the share of points asked or passed over.
  double progress() const;
  // How many points the decoder has been asked.
  std::size_t points_asked() const { return points_asked_; }

  struct Step {
    DecodeStatus status = DecodeStatus::kDone;
    // How the answer so far has changed, as ids: a better mask may withdraw one that was there, and
    // one withdrawn may come back.
    std::vector<int> appeared, withdrawn;
  };
  // Asks the next points, at most that many, which all are done side by side by the pool's threads.
  // Cancelled, it has changed nothing, and the next step does the same points. Needs a crop's
  // state.
  Step step(int points, const base::CancelToken& cancel);

  // A mask of the answer so far, as it was found: min_mask_region_area does not show in it yet.
  const GeneratedMask& mask(int id) const { return found_[std::size_t(id)].mask; }
  // The answer so far as ids, the most confident first (of crops the smaller ones').
  std::span<const int> answer() const { return answer_; }

  // The answer, in order; the last word once finished(). With small regions removed if the options
  // say so, and then without what has become a duplicate by it.
  std::vector<GeneratedMask> result() const;

 private:
  struct Found {
    GeneratedMask mask;
    geom::Box box;  // for suppression
    int order = 0;  // the official order: by point of the grid, then by output
  };

  void start_stage();
  void end_of_stage();
  std::vector<Found> judge(int point, const DecodeOutput& out) const;
  void note_changes(Step& step);
  std::vector<int> best_of_crop() const;
  std::vector<int> best_of_all() const;

  BatchDecoder& decoder_;
  const GeneratorOptions options_;
  const geom::ImageSize image_;
  const std::vector<CropBox> crops_;
  std::size_t crop_ = 0;                     // at work, or wanted
  std::shared_ptr<const ImageState> state_;  // of that crop; null while wanted

  // Of the crop at work.
  int points_per_side_ = 0;
  std::vector<GridPoint> grid_;
  std::array<std::vector<int>, kGridStages> stages_;
  int stage_ = 0;
  std::vector<int> queue_;         // points of this stage, in order
  std::size_t asked_ = 0;          // of the queue
  std::size_t points_done_ = 0;    // of the whole grid, those passed over too
  std::size_t points_asked_ = 0;   // of all crops
  std::size_t first_of_crop_ = 0;  // in found_

  std::vector<Found> found_;  // by id; what is out of the answer for good has no runs any more
  std::vector<int> earlier_;  // ids kept of the crops before
  std::vector<int> answer_;   // ids
};

}  // namespace maskpoint::sam
