#include "server/cli_fixture.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "server/image_fixture.h"

namespace maskpoint::server {
namespace {

pid_t spawn(const std::vector<std::string>& arguments, const std::filesystem::path& out,
            const std::filesystem::path& err) {
  std::vector<char*> argv = {const_cast<char*>(MASKPOINT_EXE)};
  for (const std::string& argument : arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  pid_t child = -1;
  const int error = posix_spawn(&child, MASKPOINT_EXE, &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  EXPECT_EQ(error, 0) << MASKPOINT_EXE;
  return child;
}

}  // namespace

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

pid_t start_maskpoint(const std::vector<std::string>& arguments) {
  return spawn(arguments, "/dev/null", "/dev/null");
}

CliResult run_maskpoint(const std::vector<std::string>& arguments) {
  const std::filesystem::path folder = std::filesystem::path(MASKPOINT_TEST_OUT) / "server";
  std::filesystem::create_directories(folder);
  const std::string stem = (folder / ("run-" + std::to_string(::getpid()))).string();
  const pid_t child = spawn(arguments, stem + ".out", stem + ".err");
  int status = 0;
  ::waitpid(child, &status, 0);
  CliResult result{WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(stem + ".out"),
                   text_of(stem + ".err")};
  std::filesystem::remove(stem + ".out");
  std::filesystem::remove(stem + ".err");
  return result;
}

const std::filesystem::path& cli_model() {
  static const std::filesystem::path model = [] {
    const std::filesystem::path source = std::filesystem::absolute(MASKPOINT_DEPS_DIR) / "models";
    if (!std::filesystem::exists(source / "sam.onnx") ||
        !std::filesystem::exists(photo("coffee.png")))
      return std::filesystem::path();
    const std::filesystem::path folder = fresh_folder("model");
    std::filesystem::create_symlink(source / "encoder.onnx", folder / "encoder.onnx");
    const CliResult converted = run_maskpoint({"model", "convert", (source / "sam.onnx").string(),
                                               "-o", (folder / "decoder.safetensors").string()});
    EXPECT_EQ(converted.status, 0) << converted.err;
    return folder;
  }();
  return model;
}

}  // namespace maskpoint::server
