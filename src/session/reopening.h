// An object whose prompts were opened again and accepted as they are: its mask is left to what its
// neighbours have become, since replaying the prompts gives it as it was before any of them was
// parted from it.
#pragma once

#include <string>

#include "session/state.h"

namespace maskpoint::session {

// Whether a recorded model or embedding is known to be another one.
bool made_otherwise(const std::string& then, const std::string& now);

// The object that `accepting` would replace in `doc` by the very prompts it was made from; null
// where something is new: a prompt, a choice, the tightness, the cleanup, the model, the embedding,
// or a mask changed by hand, which accepting gives up.
doc::AnnotationPtr accepted_as_it_was(const ImageWork& work, const doc::ImageDoc& doc,
                                      const Accepting& accepting);

// Takes an accept that changed nothing out of the timeline, with the reopening if that was all.
void forget_reopening(ImageWork& work, std::size_t place);

}  // namespace maskpoint::session
