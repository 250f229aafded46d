// "Everything": a run of the automatic mask generator over the open image, and the masks it found
// as a quiet layer to keep objects from. They are no part of the document and are not saved; what
// an object covers is not offered, and comes back when the object goes.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "geom/points.h"
#include "mask/operation.h"
#include "session/found_mask.h"

namespace maskpoint::session {

struct SessionState;
struct ImageWork;
struct Gesture;

struct Found {
  FoundMask mask;
  std::string key;                        // names it in the scene
  std::vector<mask::MaskPtr> covered_by;  // masks of objects
};

struct Everything {
  std::uint64_t seq = 0;  // of the run; 0 while it waits for the image
  bool running = true;
  double progress = 0, seconds_left = 0;
  std::vector<std::shared_ptr<Found>> found;  // the most confident first
  std::vector<mask::MaskPtr> known;           // masks of objects already compared, by address
  int walked = -1;                            // lit by Tab
};

// Starts the run that waited for the open image, now that it is ready.
void start_waiting_everything(SessionState& state);
// The open image is left, or its pixels are others: a run ends; what a finished one found stays
// with the image that stays.
void leave_everything(SessionState& state);
void drop_everything(SessionState& state, ImageWork& work);
void everything_failed(ImageWork& work, std::uint64_t seq);
// What objects cover, after every Action.
void follow_everything(SessionState& state);

// Those offered: sure enough, and not covered.
std::vector<std::shared_ptr<const Found>> offered(const SessionState& state);
bool offers_found(const SessionState& state);
// The pointer has moved: what was walked to is no longer lit, and the smallest under it is meant.
void point_elsewhere(SessionState& state, geom::ScreenPoint at);
// One further out (1) or in (-1) of those under the pointer. False where there are no two.
bool step_nested(SessionState& state, int step);
// By area, the smallest first, under the pointer.
std::vector<int> found_under_pointer(const SessionState& state);
// What a click or Enter keeps, or -1.
int lit_found(const SessionState& state);
// What the frame being drawn would keep: whatever lies inside of it.
std::set<int> found_in_frame(const SessionState& state, const Gesture& gesture);

// Those of `ids` that are no part of another one of them.
std::set<int> wholes_of(const Everything& everything, const std::set<int>& ids);
// As objects of the current class, in one edit. Whether there is one more.
bool keep_found(SessionState& state, ImageWork& work, const std::set<int>& ids);

EverythingView everything_view(const SessionState& state, const Everything& everything);

}  // namespace maskpoint::session
