// A program of the tests that runs beside them, tells what it does in lines on its standard output,
// and is killed at a moment of the test's choice.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace stator::testing {

class KilledProcess {
 public:
  // Starts the program of that name from the folder of test programs (STATOR_TEST_PROGRAMS in the
  // environment, else the folder of this program). Fails the test when it cannot.
  KilledProcess(const std::string& program, std::vector<std::string> arguments);
  // Kills it if it still runs.
  ~KilledProcess();
  KilledProcess(const KilledProcess&) = delete;
  KilledProcess& operator=(const KilledProcess&) = delete;

  // Waits for a line of output, at most that long; lines are kept for Kill. False: none came.
  bool WaitForLine(int timeout_ms);
  // SIGKILL now; returns every whole line that it wrote. A line that was cut off is dropped.
  std::vector<std::string> Kill();

 private:
  bool ReadSome(int timeout_ms);

  pid_t pid_ = -1;
  int output_ = -1;
  std::string text_;
};

}  // namespace stator::testing
