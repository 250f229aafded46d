#include "server/serve_fixture.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "server/cli_fixture.h"
#include "server/image_fixture.h"
#include "server/image_jpeg.h"
#include "server/png_writer.h"

namespace maskpoint::server {
namespace {

void write_photo(const std::filesystem::path& file, geom::ImageSize size) {
  const auto bytes = encode_jpeg(pattern_image(size), 90);
  ASSERT_TRUE(bytes.ok());
  write_bytes(file, {bytes->begin(), bytes->end()});
}

}  // namespace

std::string Reply::header(const std::string& name) const {
  for (const auto& [key, value] : headers)
    if (same_ignoring_case(key, name)) return value;
  return {};
}

Socket::Socket(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(std::uint16_t(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // A server that never answers fails the test instead of hanging it.
  const timeval limit = {60, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  // Refused: nothing can be sent and every answer has status 0, which is what a test of a killed
  // server waits for.
  ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address);
}

Socket::~Socket() {
  ::close(descriptor_);
}

bool Socket::send(const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t sent =
        ::send(descriptor_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    done += std::size_t(sent);
  }
  return true;
}

bool Socket::fill() {
  char chunk[65536];
  const ssize_t got = ::recv(descriptor_, chunk, sizeof chunk, 0);
  if (got <= 0) return false;
  buffer_.append(chunk, std::size_t(got));
  return true;
}

std::string Socket::receive_until(const std::string& text) {
  while (buffer_.find(text) == std::string::npos)
    if (!fill()) break;
  return std::exchange(buffer_, {});
}

Reply Socket::receive(const std::string& method) {
  Reply reply;
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return reply;
  std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  reply.status = std::stoi(head.substr(head.find(' ') + 1));
  for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
    const std::size_t line_end = head.find("\r\n", at);
    const std::string line = head.substr(at, line_end - at);
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos)
      reply.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    at = line_end + 2;
  }
  const std::string length = reply.header("Content-Length");
  if (length.empty() || method == "HEAD") return reply;
  const std::size_t size = std::stoul(length);
  while (buffer_.size() < size)
    if (!fill()) break;
  reply.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return reply;
}

Reply ask(int port, const std::string& method, const std::string& target, const std::string& body,
          const Headers& headers) {
  Socket socket(port);
  std::string text = method + " " + target + " HTTP/1.1\r\n";
  bool has_host = false;
  for (const auto& [name, value] : headers) {
    text += name + ": " + value + "\r\n";
    has_host |= name == "Host";
  }
  if (!has_host) text += "Host: 127.0.0.1:" + std::to_string(port) + "\r\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  socket.send(text + "\r\n" + body);
  return socket.receive(method);
}

void write_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

nlohmann::json image_named(int port, const std::string& name) {
  const auto list = ask(port, "GET", "/api/v1/images?limit=1000").json();
  for (const auto& row : list["images"])
    if (row["file_name"] == name) return row;
  return nullptr;
}

nlohmann::json object_json(const std::string& uuid, int width, int height, int first, int run) {
  return {{"uuid", uuid},
          {"category_id", 1},
          {"segmentation",
           {{"size", {height, width}}, {"counts", {first, run, width * height - first - run}}}}};
}

std::string uuid_of(int number) {
  std::string digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

Served::Served(const std::string& name, Model model) {
  const auto root = fresh_folder("serve-" + name);
  folder = root / "images";
  write_photo(folder / "a.jpg", {40, 30});
  const auto png = mask_png(mask::empty_rle({64, 48}));
  write_bytes(folder / "b.png", {png->begin(), png->end()});
  write_photo(folder / "sub" / "c10.jpg", {20, 20});
  write_photo(folder / "sub" / "c2.jpg", {20, 20});
  write_bytes(root / "web" / "index.html", "<!doctype html><title>Maskpoint</title>");
  write_bytes(root / "web" / "core.wasm", std::string("\0asm", 4));
  write_bytes(root / "web" / "main.mjs", "export {};");
  write_bytes(root / "secret.txt", "secret");
  options.dir = folder;
  options.port = 0;
  options.web_dir = root / "web";
  if (model == Model::kReal) options.model_dir = cli_model();
  restart();
}

void Served::restart() {
  server.reset();
  auto started = Server::start(options);
  ASSERT_TRUE(started.ok()) << started.status().message();
  server = *std::move(started);
}

ChildServer::ChildServer(const std::vector<std::string>& arguments) {
  const auto log = std::filesystem::path(MASKPOINT_TEST_OUT) / "server" /
                   ("child-" + std::to_string(::getpid()) + ".out");
  std::filesystem::create_directories(log.parent_path());
  std::filesystem::remove(log);
  std::vector<char*> argv = {const_cast<char*>(MASKPOINT_EXE), const_cast<char*>("serve")};
  for (const std::string& argument : arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  EXPECT_EQ(posix_spawn(&process_, MASKPOINT_EXE, &files, nullptr, argv.data(), environ), 0);
  posix_spawn_file_actions_destroy(&files);
  const std::string line = "Maskpoint is at http://127.0.0.1:";
  for (int i = 0; i < 600 && port_ == 0; ++i) {
    const std::string text = text_of(log);
    if (text.starts_with(line) && text.ends_with("/\n"))
      port_ = std::stoi(text.substr(line.size()));
    else
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_NE(port_, 0) << "the server did not say where it is";
  std::filesystem::remove(log);
}

ChildServer::~ChildServer() {
  if (process_ > 0) end(SIGKILL);
}

int ChildServer::end(int signal) {
  ::kill(process_, signal);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace maskpoint::server
