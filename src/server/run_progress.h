// How a long run tells where it is: a bar that redraws itself on a terminal, plain lines otherwise.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"

namespace maskpoint::server {

class RunProgress {
 public:
  // `verb` is what happens to an image: "embedded".
  RunProgress(std::size_t total, std::string verb);
  ~RunProgress();
  RunProgress(const RunProgress&) = delete;
  RunProgress& operator=(const RunProgress&) = delete;

  void starting(const std::string& name);
  // `detail` says what came of it, or is empty.
  void made(const std::string& name, double seconds, const std::string& detail);
  void skipped(const std::string& name);
  void failed(const std::string& name, const base::Status& status);

  std::size_t made_count() const { return made_; }
  std::size_t skipped_count() const { return skipped_; }
  std::size_t failed_count() const { return failed_; }

 private:
  void draw(std::string_view name) const;
  void clear() const;
  std::size_t done() const { return made_ + skipped_ + failed_; }

  const bool terminal_;
  const std::size_t total_;
  const std::string verb_;
  std::size_t made_ = 0, skipped_ = 0, failed_ = 0;
  double seconds_ = 0;  // spent on the images made so far
};

// "8 s", "3 min 20 s", "2 h 5 min".
std::string duration_text(double seconds);

}  // namespace maskpoint::server
