// How the tests' tools take results: what can't be had ends them with its sentence.
#pragma once

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

#include "base/status.h"

namespace maskpoint::oracle {

[[noreturn]] inline void fail(const std::string& message) {
  std::cerr << message << '\n';
  std::exit(1);
}

template <class T>
T check(base::Result<T> result) {
  if (!result.ok()) fail(result.status().message());
  return std::move(result).value();
}

}  // namespace maskpoint::oracle
