// Objects that come with their masks (pasted, duplicated, found), put into a document one after the
// other: where masks keep apart each is parted from those that are there.
#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "session/state.h"

namespace maskpoint::session {

struct PutDown {
  doc::ImageDocPtr doc;
  std::set<std::string> uuids;  // of those that are in it now
  std::size_t covered = 0;      // left out, since others have all of their pixels
  std::vector<mask::Cut> cuts;  // of those that were there
};

void put_down(SessionState& state, PutDown& down, std::shared_ptr<doc::Annotation> object);
// Forgets those that were cut to nothing by later ones.
void settle(PutDown& down);
// The sentence for `covered`; empty when there are none.
std::string left_out(const PutDown& down);

}  // namespace maskpoint::session
