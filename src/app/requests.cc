#include "app/requests.h"

#include "app/bridge.h"
#include "app/json_reading.h"

namespace maskpoint::app {

int Requests::send(const Request& request, Then then) {
  const int number = ++last_;
  waiting_.emplace(number, std::move(then));
  Json head = {{"method", request.method}, {"url", request.url}};
  if (!request.if_match.empty()) head["ifMatch"] = request.if_match;
  if (request.while_202 == Request::While202::kWait) head["wait"] = true;
  page::fetch(number, dump(head), request.body);
  return number;
}

void Requests::cancel(int request) {
  if (waiting_.erase(request) > 0) page::tell(dump({{"type", "cancel"}, {"request", request}}));
}

void Requests::reply(int request, const Reply& reply) {
  const auto at = waiting_.find(request);
  if (at == waiting_.end()) return;
  const Then then = std::move(at->second);
  waiting_.erase(at);
  then(reply);
}

std::string sentence_of(const Reply& reply, const std::string& fallback) {
  if (reply.status == 0)
    return "The server does not answer. Check that it runs; the page tries again by itself.";
  const std::string detail = text_at(parse_json(reply.text()), "detail");
  return detail.empty() ? fallback + " (" + std::to_string(reply.status) + ")." : detail;
}

}  // namespace maskpoint::app
