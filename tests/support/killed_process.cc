#include "tests/support/killed_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

namespace stator::testing {
namespace {

std::string PathOf(const std::string& program) {
  if (const char* folder = std::getenv("STATOR_TEST_PROGRAMS"); folder != nullptr) {
    const std::filesystem::path in_tests = std::filesystem::path(folder) / program;
    if (std::filesystem::exists(in_tests)) return in_tests;
  }
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / program;
}

}  // namespace

KilledProcess::KilledProcess(const std::string& program, std::vector<std::string> arguments) {
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
    ADD_FAILURE() << "no pipe: errno " << errno;
    return;
  }
  std::string path = PathOf(program);
  std::vector<char*> argv = {path.data()};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  const int error = posix_spawn(&pid_, path.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  output_ = pipe_ends[0];
  if (error != 0) {
    pid_ = -1;
    ADD_FAILURE() << "cannot start " << path << ": errno " << error;
  }
}

KilledProcess::~KilledProcess() {
  Kill();
  if (output_ >= 0) close(output_);
}

bool KilledProcess::ReadSome(int timeout_ms) {
  pollfd poll_output = {output_, POLLIN, 0};
  if (poll(&poll_output, 1, timeout_ms) <= 0) return false;
  char buffer[64 * 1024];
  const ssize_t length = read(output_, buffer, sizeof(buffer));
  if (length <= 0) return false;
  text_.append(buffer, static_cast<size_t>(length));
  return true;
}

bool KilledProcess::WaitForLine(int timeout_ms) {
  const size_t before = text_.size();
  while (text_.find('\n', before) == std::string::npos) {
    if (!ReadSome(timeout_ms)) return false;
  }
  return true;
}

std::vector<std::string> KilledProcess::Kill() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    while (ReadSome(-1)) {
    }
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  std::vector<std::string> lines;
  size_t start = 0;
  for (size_t end; (end = text_.find('\n', start)) != std::string::npos; start = end + 1) {
    lines.push_back(text_.substr(start, end - start));
  }
  return lines;
}

}  // namespace stator::testing
