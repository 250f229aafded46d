#include "doc/same_mask.h"

#include <memory>

namespace maskpoint::doc {
namespace {

template <class T>
bool same_value(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
  return a == b || (a && b && *a == *b);
}

}  // namespace

bool same_mask(const Annotation& a, const Annotation& b) {
  return a.bbox == b.bbox && a.area == b.area && a.predicted_iou == b.predicted_iou &&
         a.stability_score == b.stability_score && a.edited == b.edited && a.cleanup == b.cleanup &&
         same_value(a.mask, b.mask) && same_value(a.uncleaned, b.uncleaned) &&
         same_value(a.prompts, b.prompts);
}

}  // namespace maskpoint::doc
