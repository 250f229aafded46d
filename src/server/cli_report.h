// How commands speak to people: exit statuses, and errors as one line on standard error.
#pragma once

#include <string_view>

#include "base/status.h"

namespace maskpoint::server {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;  // some inputs failed, each named
inline constexpr int kExitUsage = 2;

// "maskpoint: SUBJECT: SENTENCE"; the subject is left out when empty or already in the sentence.
void report_error(std::string_view subject, const base::Status& status);
// For what ends a command: reports it, and is kExitFailed.
int reported_failure(const base::Status& status);

}  // namespace maskpoint::server
