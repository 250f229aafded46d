// Several uuids from one: the shell makes one an Action, what it adds follows from that, so that a
// recorded Action makes the same objects again.
#pragma once

#include <cstddef>
#include <string>

namespace maskpoint::session {

// Lower case 8-4-4-4-12 hexadecimal digits, marked as random (version 4).
std::string derived_uuid(const std::string& seed, std::size_t position);

}  // namespace maskpoint::session
