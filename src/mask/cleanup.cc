#include "mask/cleanup.h"

#include <utility>

#include "mask/components.h"
#include "mask/morphology.h"

namespace maskpoint::mask {

Rle cleaned(const Rle& rle, const Cleanup& cleanup) {
  Rle mask = normalised(rle);
  if (cleanup.drop_specks > 1) mask = drop_specks(mask, cleanup.drop_specks);
  if (cleanup.fill_holes > 1) mask = fill_holes(mask, cleanup.fill_holes);
  if (cleanup.grow > 0) mask = grow(mask, cleanup.grow);
  if (cleanup.grow < 0) mask = shrink(mask, -cleanup.grow);
  if (cleanup.smooth > 0) mask = smooth(mask, cleanup.smooth);
  return mask;
}

}  // namespace maskpoint::mask
