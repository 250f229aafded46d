#include "server/cli_report.h"

#include <cstdio>
#include <string>

namespace maskpoint::server {

void report_error(std::string_view subject, const base::Status& status) {
  std::string line = "maskpoint: ";
  if (!subject.empty() && status.message().find(subject) == std::string::npos)
    line.append(subject).append(": ");
  line.append(status.message()).append("\n");
  std::fputs(line.c_str(), stderr);
}

int reported_failure(const base::Status& status) {
  report_error("", status);
  return kExitFailed;
}

}  // namespace maskpoint::server
