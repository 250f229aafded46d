// Objects whose masks may not overlap: what a new or changed mask keeps apart from, and what the
// others have left. Which pixels go to whom is mask/parting.h.
#pragma once

#include <string>
#include <vector>

#include "mask/operation.h"
#include "mask/parting.h"
#include "session/state.h"

namespace maskpoint::session {

mask::OverlapRule overlap_rule(const SessionState& state);

// Every other object of the document. The seam with those made in this visit goes by their logits.
std::vector<mask::Neighbour> neighbours_of(const SessionState& state, const doc::ImageDoc& doc,
                                           const std::string& uuid);

// The document without what a new mask took from the objects in it; those with nothing left go.
doc::ImageDocPtr with_cuts(doc::ImageDocPtr doc, const std::vector<mask::Cut>& cuts);
// What a neighbour has left was made from the same logits.
void hold_logits_of_cuts(SessionState& state, const std::vector<mask::Cut>& cuts);
// Says how many objects went, if any.
void say_what_went(SessionState& state, const std::vector<mask::Cut>& cuts);

// A mask changed by hand, as it is where masks keep apart: what it gains yields or cuts by the
// setting, and the document it goes into.
struct KeptApart {
  mask::MeasuredMask mask;
  std::vector<mask::Cut> cuts;
  bool gave_way = false;
};
KeptApart kept_apart(const SessionState& state, const doc::ImageDoc& doc, const std::string& uuid,
                     const mask::Rle& before, mask::Rle after);
// A mask that comes as it is (pasted, duplicated), before its object is in the document. One that
// is there already, pixel for pixel, keeps them: a copy must not do away with what it is a copy of.
KeptApart kept_apart_when_put_down(const SessionState& state, const doc::ImageDoc& doc,
                                   const doc::Annotation& object);
// An object whose mask comes late, in a document where others were put down meanwhile: those were
// not known when it was parted, and it takes none of their pixels. Null when they have them all.
doc::AnnotationPtr kept_apart_from_newer(const SessionState& state, const doc::ImageDoc& doc,
                                         const doc::AnnotationPtr& object);
// A cleaned mask: whatever the setting, growing takes no pixel of another object.
mask::MeasuredMask kept_apart_when_cleaned(const SessionState& state, const doc::ImageDoc& doc,
                                           const doc::Annotation& object,
                                           const mask::MeasuredMask& cleaned);

// A mask made again from the prompts it had: the same, and that in every setting.
mask::MeasuredMask kept_apart_when_reopened(const doc::ImageDoc& doc, const doc::Annotation& object,
                                            const mask::MeasuredMask& again);

}  // namespace maskpoint::session
