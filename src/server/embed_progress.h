// How a long run tells where it is: a bar that redraws itself on a terminal, plain lines otherwise.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"

namespace maskpoint::server {

class EmbedProgress {
 public:
  explicit EmbedProgress(std::size_t total);
  ~EmbedProgress();
  EmbedProgress(const EmbedProgress&) = delete;
  EmbedProgress& operator=(const EmbedProgress&) = delete;

  void starting(const std::string& name);
  void embedded(const std::string& name, double seconds);
  void skipped(const std::string& name);
  void failed(const std::string& name, const base::Status& status);

  std::size_t embedded_count() const { return embedded_; }
  std::size_t skipped_count() const { return skipped_; }
  std::size_t failed_count() const { return failed_; }

 private:
  void draw(std::string_view name) const;
  void clear() const;
  std::size_t done() const { return embedded_ + skipped_ + failed_; }

  const bool terminal_;
  const std::size_t total_;
  std::size_t embedded_ = 0, skipped_ = 0, failed_ = 0;
  double seconds_ = 0;  // spent on the images embedded so far
};

// "8 s", "3 min 20 s", "2 h 5 min".
std::string duration_text(double seconds);

}  // namespace maskpoint::server
