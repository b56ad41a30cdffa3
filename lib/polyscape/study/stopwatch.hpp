#pragma once
/// How long the stages of a job take.
#include <chrono>
#include <utility>

namespace polyscape::study {

/// Seconds from one question to the next.
class Stopwatch {
 public:
  double lap() { return since(std::exchange(lap_, Clock::now())); }
  double total() const { return since(begin_); }

 private:
  using Clock = std::chrono::steady_clock;
  static double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }
  Clock::time_point begin_ = Clock::now(), lap_ = begin_;
};

}  // namespace polyscape::study
