// What the tools that change masks by hand have in hand: strokes, outlines being drawn or moved,
// and the cleanup that is tried out. Plain data of a Session; ui reads it to draw the tools'
// options.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geom/points.h"
#include "mask/operation.h"
#include "mask/outline.h"
#include "mask/stroke.h"
#include "sam/types.h"

namespace maskpoint::session {

enum class ShapeMode { kAdds, kSubtracts };

// What a change by hand goes to when it begins.
enum class HandTarget { kPending, kSelected, kUnderPointer, kNewObject };

// A change of one mask by hand that is not in the document yet: a stroke while the button is held,
// and anything whose object still waits for its own mask.
struct HandEdit {
  std::string uuid;           // of the object
  bool makes_object = false;  // it is a new one
  mask::StrokeKind kind = mask::StrokeKind::kAdds;
  std::shared_ptr<mask::Stroke> stroke;  // either this
  mask::MaskPtr shape;                   // or what an outline encloses
  std::string label;                     // "brush", for the history
  mask::MaskPtr nothing;  // an empty mask, shown while the object has none of its own
};

// An outline being drawn: clicked corner by corner, or with the button held.
struct DrawnShape {
  std::vector<geom::ImagePoint> points;
  bool subtracts = false;
};

// The selected object's contours with vertices to move.
struct OutlineInHand {
  std::string uuid;
  mask::MaskPtr mask;  // the outline's
  std::shared_ptr<const mask::Outline> outline;
};
// A vertex on its way; `outline` is as it was when it was taken.
struct VertexDrag {
  std::shared_ptr<const mask::Outline> outline;  // with the vertex inserted, if it is new
  mask::VertexPlace place;
  geom::ImagePoint to;
  bool moved = false;
  mask::MaskPtr preview;  // null while it has not moved, or where it is too much work
};

// One object of a mask job: what it was when the job was asked for.
struct JobTarget {
  std::string uuid;
  mask::MaskPtr mask;  // the object's own, not what it was made of
};

// Work on masks that is being done elsewhere and becomes an edit when it comes back.
struct MaskJob {
  std::uint64_t seq = 0;
  mask::Operation operation = mask::Operation::kClean;
  mask::Cleanup cleanup;
  std::vector<JobTarget> targets;
};

// A cleanup that is tried out on objects: shown, not yet done.
struct CleanupTrial {
  std::vector<JobTarget> targets;
  std::vector<mask::MaskPtr> sources;  // what is cleaned, one a target
  mask::Cleanup wanted;
  std::uint64_t asked_seq = 0;  // 0: nothing is being worked out
  mask::Cleanup asked;
  std::vector<mask::MeasuredMask> shown;  // empty until the first answer
  mask::Cleanup shown_for;
};

// The pending mask as it will be when it is accepted with a cleanup.
struct PendingTrial {
  std::uint64_t asked_seq = 0;  // 0: nothing is being worked out
  sam::LogitsPtr asked, shown_for;
  mask::Cleanup asked_cleanup, shown_cleanup;
  double asked_threshold = 0, shown_threshold = 0;
  mask::MeasuredMask shown;  // without a mask until the first answer
};

struct ToolState {
  ShapeMode shape_mode = ShapeMode::kAdds;
  std::string fresh_uuid;  // for the next object made by hand

  // Brush.
  std::optional<HandEdit> stroke;              // while the button is held
  std::optional<geom::ImagePoint> stroke_end;  // of the last one: Shift draws on from there
  geom::ImagePoint stroke_at;                  // where the one in hand has come to
  bool straight = false;                       // Shift is held

  // Lasso; the polygon being clicked belongs to its image (ImageWork).
  std::optional<DrawnShape> lasso;

  // Outline.
  std::optional<OutlineInHand> outline;
  std::vector<OutlineInHand> outlines_before;  // so that undo finds its vertices again
  std::optional<mask::VertexPlace> active_vertex;
  std::optional<VertexDrag> drag;

  // "This mask".
  std::optional<CleanupTrial> trial;
  mask::Cleanup next_cleanup;  // of the pending mask, and of those to come
  std::optional<PendingTrial> pending_trial;
  std::vector<std::string> selected_in_order;  // the selection, the first selected first
};

}  // namespace maskpoint::session
