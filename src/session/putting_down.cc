#include "session/putting_down.h"

#include <iterator>
#include <utility>

#include "session/keeping_apart.h"
#include "session/toasts.h"

namespace maskpoint::session {

void put_down(SessionState& state, PutDown& down, std::shared_ptr<doc::Annotation> object) {
  KeptApart kept = kept_apart_when_put_down(state, *down.doc, *object);
  if (kept.mask.area == 0) {
    ++down.covered;
    return;
  }
  hold_logits_of_cuts(state, kept.cuts);
  if (kept.gave_way)
    if (const HeldLogits::Entry* held = state.held.find(object->mask))
      state.held.keep(kept.mask.mask, held->logits, held->threshold);
  object->mask = kept.mask.mask;
  object->bbox = kept.mask.bbox;
  object->area = kept.mask.area;
  down.doc = with_cuts(down.doc, kept.cuts);
  std::move(kept.cuts.begin(), kept.cuts.end(), std::back_inserter(down.cuts));
  down.uuids.insert(object->uuid);
  down.doc = doc::added(down.doc, std::move(object));
}

void settle(PutDown& down) {
  std::erase_if(down.uuids,
                [&](const std::string& uuid) { return doc::find(*down.doc, uuid) == nullptr; });
}

std::string left_out(const PutDown& down) {
  if (down.covered == 0) return {};
  return count_of(down.covered, "object")
      .append(down.covered == 1 ? " was left out, since others have all of its pixels."
                                : " were left out, since others have all of their pixels.")
      .append(" Let masks overlap to have both.");
}

}  // namespace maskpoint::session
