#include "server/events.h"

#include <algorithm>
#include <utility>

namespace maskpoint::server {
namespace {

constexpr std::size_t kBacklogBytes = 256 * 1024;

}  // namespace

void EventStream::start(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
  if ((!waiting_.empty() || closed_) && wake_) wake_();
}

std::optional<std::string> EventStream::take() {
  const std::lock_guard lock(mutex_);
  if (closed_) return std::nullopt;
  return std::exchange(waiting_, {});
}

void EventStream::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  wake_ = nullptr;
}

void EventStream::append(const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  if (waiting_.size() + text.size() > kBacklogBytes) closed_ = true;
  waiting_ += text;
  if (wake_) wake_();
}

std::shared_ptr<EventStream> EventHub::open() {
  const std::lock_guard lock(mutex_);
  std::erase_if(streams_, [](const auto& stream) { return stream.expired(); });
  if (streams_.size() >= max_streams_) return nullptr;
  auto stream = std::make_shared<EventStream>();
  // The first bytes tell the browser that the stream is open, and when to come back.
  stream->append("retry: 2000\n\n");
  streams_.push_back(stream);
  return stream;
}

std::size_t EventHub::listeners() {
  const std::lock_guard lock(mutex_);
  std::erase_if(streams_, [](const auto& stream) { return stream.expired(); });
  return streams_.size();
}

void EventHub::send(const std::string& text) {
  std::vector<std::shared_ptr<EventStream>> open;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& stream : streams_)
      if (auto alive = stream.lock()) open.push_back(std::move(alive));
  }
  for (const auto& stream : open)
    stream->append(text);
}

void EventHub::publish(const std::string& event, const Json& data) {
  send("event: " + event + "\ndata: " + json_text(data) + "\n\n");
}

void EventHub::heartbeat() {
  send(": still here\n\n");
}

}  // namespace maskpoint::server
