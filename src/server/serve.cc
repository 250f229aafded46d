#include "server/serve.h"

#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "server/cli_report.h"
#include "server/http_listener.h"
#include "server/http_problem.h"
#include "server/http_security.h"
#include "server/http_static.h"
#include "server/routes.h"
#include "server/web_folder.h"

namespace maskpoint::server {
namespace {

constexpr auto kHeartbeatEvery = std::chrono::seconds(15);
constexpr auto kLookEvery = std::chrono::seconds(3);

// Beats until told to stop: an idle stream would else be cut by proxies, and a dead one kept. In
// between it looks for files that came or went, while somebody would hear of them.
class Heart {
 public:
  explicit Heart(Project& project) : thread_([this, &project] { beat(project); }) {}
  ~Heart() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  void beat(Project& project) {
    auto beaten = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kLookEvery, [this] { return stopping_; })) {
      project.rescan_for_listeners();
      if (std::chrono::steady_clock::now() - beaten < kHeartbeatEvery) continue;
      project.events().heartbeat();
      beaten = std::chrono::steady_clock::now();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

// Destroyed from the bottom up: first nobody asks any more, then the project closes.
struct Server::Impl {
  ServeOptions options;
  Gatekeeper gate;
  FolderRoot web;
  std::string notes;
  std::unique_ptr<Project> project;
  std::unique_ptr<Heart> heart;
  std::unique_ptr<HttpListener> listener;

  std::variant<RequestPlan, Response> admit(const Request& request) const {
    if (auto refusal = gate.refuse(request)) return *std::move(refusal);
    return plan_for(request);
  }

  Response handle(const Request& request) const {
    if (is_api_path(request)) return route(*project, request);
    if (web.path().empty())
      return problem(404, "The page has not been built; run ./scripts/start.sh, which builds it.");
    return static_file(web, request);
  }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
}

Server::~Server() {
  stop();
}

int Server::port() const {
  return impl_->listener->port();
}

std::string Server::notes() const {
  return impl_->notes;
}

std::string Server::link() const {
  const ServeOptions& options = impl_->options;
  std::string host = options.host;
  // Not an address anybody else can go to.
  if (host == "0.0.0.0" || host == "::") host = machine_name();
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  std::string out =
      (options.cert.empty() ? "http://" : "https://") + host + ":" + std::to_string(port()) + "/";
  if (!impl_->gate.token().empty()) out += "?token=" + impl_->gate.token();
  return out;
}

void Server::stop() {
  impl_->listener->stop();
}

base::Result<std::unique_ptr<Server>> Server::start(const ServeOptions& options) {
  if (options.cert.empty() != options.key.empty())
    return base::invalid_input("Give both --cert and --key, or neither.");
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->gate = Gatekeeper::for_host(options.host);
  auto web = FolderRoot::open(options.web_dir.empty() ? default_web_folder() : options.web_dir);
  if (web.ok())
    impl->web = *std::move(web);
  else if (!options.web_dir.empty())
    return web.status();
  auto model = find_model(options.model_dir);
  if (!model.ok() && !options.model_dir.empty()) return model.status();
  auto project = Project::open(options.dir, user_data_folder(), std::move(model), options.threads);
  if (!project.ok()) return project.status();
  impl->project = *std::move(project);
  for (const std::string& note :
       {impl->project->place().note(), impl->project->embeddings().model_error()})
    if (!note.empty()) impl->notes += note + "\n";
  if (!is_loopback(options.host) && options.cert.empty())
    impl->notes +=
        "Browsers use threads on another machine only over HTTPS; give --cert and --key for full "
        "speed.\n";

  ListenerOptions listening;
  listening.host = options.host;
  listening.port = options.port;
  listening.cert = options.cert;
  listening.key = options.key;
  auto listener = HttpListener::start(
      listening, [raw = impl.get()](const Request& request) { return raw->admit(request); },
      [raw = impl.get()](const Request& request) { return raw->handle(request); });
  if (!listener.ok()) return listener.status();
  impl->listener = *std::move(listener);
  impl->heart = std::make_unique<Heart>(*impl->project);
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

int serve(const ServeOptions& options) {
  // Blocked before any thread exists, so that all inherit it and only sigwait() sees them.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGINT);
  sigaddset(&stop_signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  auto server = Server::start(options);
  if (!server.ok()) {
    report_error("", server.status());
    return kExitFailed;
  }
  std::fputs((*server)->notes().c_str(), stderr);
  std::printf("Maskpoint is at %s\n", (*server)->link().c_str());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop_signals, &signal);
  (*server)->stop();
  return kExitDone;
}

}  // namespace maskpoint::server
