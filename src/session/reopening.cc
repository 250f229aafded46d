#include "session/reopening.h"

#include <algorithm>

#include "doc/edits.h"

namespace maskpoint::session {

bool made_otherwise(const std::string& then, const std::string& now) {
  return !then.empty() && !now.empty() && then != now;
}

doc::AnnotationPtr accepted_as_it_was(const ImageWork& work, const doc::ImageDoc& doc,
                                      const Accepting& accepting) {
  if (accepting.chain->replaces.empty()) return nullptr;
  doc::AnnotationPtr before = doc::find(doc, accepting.chain->replaces);
  if (!before || !before->mask || !before->prompts || before->edited) return nullptr;
  const doc::PromptChain& prompts = *before->prompts;
  const bool same =
      prompts.steps == accepting.chain->steps && prompts.threshold == accepting.chain->threshold &&
      before->cleanup == accepting.cleanup && !made_otherwise(prompts.model, work.model) &&
      !made_otherwise(prompts.embedding, work.embedding);
  return same ? before : nullptr;
}

void forget_reopening(ImageWork& work, std::size_t place) {
  Timeline& timeline = work.timeline;
  if (timeline.position() != place || place < 2) return;  // something was done since
  const Snapshot& opened = timeline.at(place - 1);
  const Snapshot& before = timeline.at(place - 2);
  if (!opened.chain || before.chain || opened.doc != before.doc) return;
  timeline.erase(place);
  timeline.erase(place - 1);
  work.numbered = std::min(work.numbered, place - 1);
}

}  // namespace maskpoint::session
