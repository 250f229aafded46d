// Errors that come from outside (files, the network, people), as values.
//
// A Status is OK or one sentence saying what happened and what to do; a Result<T> is a value or
// such a Status. Our own mistakes are asserts, never Statuses (STYLE: never both for one cause).
// Handle an error once: return it or show it. Both types may be moved between threads.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace maskpoint::base {

enum class StatusCode {
  kOk,
  kInvalidInput,  // the bytes or numbers given are not what they should be
  kNotFound,
  kConflict,     // somebody else changed it first
  kTooLarge,     // over a stated limit
  kUnavailable,  // may work later: disk full, server away, computation cancelled
  kInternal,
};

class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(StatusCode code, std::string message) : code_(code), message_(std::move(message)) {
    assert(code != StatusCode::kOk);
  }

  bool ok() const { return code_ == StatusCode::kOk; }
  StatusCode code() const { return code_; }
  // A whole sentence for a person, without a trailing newline; empty when ok().
  const std::string& message() const { return message_; }

 private:
  StatusCode code_ = StatusCode::kOk;
  std::string message_;
};

inline Status invalid_input(std::string message) {
  return {StatusCode::kInvalidInput, std::move(message)};
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}         // NOLINT(google-explicit-constructor)
  Result(Status status) : status_(std::move(status)) {  // NOLINT(google-explicit-constructor)
    assert(!status_.ok());
  }

  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }

  T& value() & {
    assert(ok());
    return *value_;
  }
  const T& value() const& {
    assert(ok());
    return *value_;
  }
  T&& value() && {
    assert(ok());
    return *std::move(value_);
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::optional<T> value_;
  Status status_;
};

}  // namespace maskpoint::base
