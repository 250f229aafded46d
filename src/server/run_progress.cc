#include "server/run_progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "server/cli_report.h"

namespace maskpoint::server {
namespace {

constexpr std::size_t kBarWidth = 24;
constexpr std::size_t kLongestName = 32;

std::string plain_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

}  // namespace

std::string duration_text(double seconds) {
  const long whole = std::lround(std::max(0.0, seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

RunProgress::RunProgress(std::size_t total, std::string verb)
    : terminal_(::isatty(STDERR_FILENO) != 0), total_(total), verb_(std::move(verb)) {
}

RunProgress::~RunProgress() {
  clear();
}

void RunProgress::clear() const {
  if (terminal_) std::fputs("\r\033[K", stderr);
}

void RunProgress::draw(std::string_view name) const {
  if (!terminal_) return;
  const std::size_t filled = total_ > 0 ? kBarWidth * done() / total_ : kBarWidth;
  std::string line = "\r\033[K[" + std::string(filled, '#') + std::string(kBarWidth - filled, '.') +
                     "] " + std::to_string(done()) + "/" + std::to_string(total_);
  if (made_ > 0) {
    // Skipping costs next to nothing, so what is left is judged by the images really worked on.
    const double each = seconds_ / double(made_);
    line += "  " + plain_number(each) + " s each  " +
            duration_text(each * double(total_ - done())) + " left";
  }
  // The end of a long name says more than its beginning.
  if (name.size() > kLongestName)
    line.append("  …").append(name.substr(name.size() - kLongestName));
  else
    line.append("  ").append(name);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

void RunProgress::starting(const std::string& name) {
  draw(name);
}

void RunProgress::made(const std::string& name, double seconds, const std::string& detail) {
  ++made_;
  seconds_ += seconds;
  draw(name);
  if (terminal_) return;
  const std::string result = detail.empty() ? "" : ": " + detail;
  std::printf("%s %s%s (%s s)\n", verb_.c_str(), name.c_str(), result.c_str(),
              plain_number(seconds).c_str());
  std::fflush(stdout);
}

void RunProgress::skipped(const std::string& name) {
  ++skipped_;
  draw(name);
  if (terminal_) return;
  std::printf("skipped %s (already %s)\n", name.c_str(), verb_.c_str());
  std::fflush(stdout);
}

void RunProgress::failed(const std::string& name, const base::Status& status) {
  ++failed_;
  clear();
  report_error(name, status);
  draw(name);
}

}  // namespace maskpoint::server
