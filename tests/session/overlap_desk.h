// What the tests of masks that may not overlap share.
#pragma once

#include "doc/edits.h"
#include "session/desk.h"

namespace maskpoint::session {

inline void set_overlap(Desk& desk, Overlap overlap) {
  Settings settings = desk.session().settings();
  settings.overlap = overlap;
  desk.act(action::ChangeSettings{settings});
}

inline std::uint64_t shared_pixels(const doc::AnnotationPtr& a, const doc::AnnotationPtr& b) {
  return mask::area(mask::merge(std::vector{*a->mask, *b->mask}, mask::MergeKind::kIntersection));
}
inline std::uint64_t union_of(const doc::AnnotationPtr& a, const doc::AnnotationPtr& b) {
  return mask::area(mask::merge(std::vector{*a->mask, *b->mask}, mask::MergeKind::kUnion));
}

struct OverlapDesk : ReadyDesk {
  doc::AnnotationPtr object(const std::string& uuid) const { return doc::find(doc(), uuid); }
  // The same mask as `uuid` has, but not known to have been made here: as if loaded.
  void forget_logits(const std::string& uuid) {
    stored[1] = doc::mapped(session().image_doc(), [&](const doc::AnnotationPtr& a) {
      if (a->uuid != uuid) return a;
      auto copy = std::make_shared<doc::Annotation>(*a);
      copy->mask = std::make_shared<const mask::Rle>(*a->mask);
      return doc::AnnotationPtr(copy);
    });
  }
};

// An image with one loaded object, as from an earlier visit.
struct LoadedDesk : OverlapDesk {
  LoadedDesk() {
    auto object = std::make_shared<doc::Annotation>();
    object->uuid = "old";
    object->id = 7;
    object->category_id = 1;
    mask::Rle half = mask::empty_rle({100, 80});
    half.counts = {0, 50 * 80, 50 * 80};  // the left half
    object->mask = std::make_shared<const mask::Rle>(half);
    object->bbox = {0, 0, 50, 80};
    object->area = 50 * 80;
    auto doc = std::make_shared<doc::ImageDoc>(*doc::empty_doc(2, {100, 80}));
    doc->annotations.push_back(object);
    stored[2] = doc;
    act(action::OpenImage{2});
    load(2);
    forget_effects();
  }
};

}  // namespace maskpoint::session
