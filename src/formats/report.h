// What a person is told about a file that was read or written: which of its parts did not come
// through, or not as they were. Findings of one kind are counted, with a few examples.
//
// A value; for one thread. Sentences are whole, in the language of the page, and name no file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace maskpoint::formats {

enum class Outcome {
  kWrong,     // of a file that was checked: not as its format has it
  kNotTaken,  // is not in the result
  kChanged,   // is in the result, but not as it was
  kNote,      // came through; worth knowing
};
// "wrong", "not_taken", "changed", "note": as routes say it.
const char* name_of(Outcome outcome);

struct Finding {
  Outcome outcome = Outcome::kNote;
  std::string noun;  // "annotation"
  std::string what;  // "without a class"; goes with one and with many
  std::size_t count = 0;
  std::vector<std::string> examples;  // the first few
};
// "Not taken: 2 annotations whose mask is empty (id 3, id 9)."
std::string sentence(const Finding& finding);

class Report {
 public:
  // `example` names the one it is about ("id 3", "a.jpg"), or is empty.
  void add(Outcome outcome, std::string_view noun, std::string_view what,
           std::string_view example = {});
  void append(const Report& other);

  // By outcome, then as they came up.
  const std::vector<Finding>& findings() const { return findings_; }
  std::size_t count(Outcome outcome) const;
  bool empty() const { return findings_.empty(); }

 private:
  void add(const Finding& finding);
  std::vector<Finding> findings_;
};

// A Status' sentence as a part of one: without its capital and its full stop.
std::string inside_sentence(const base::Status& status);

}  // namespace maskpoint::formats
