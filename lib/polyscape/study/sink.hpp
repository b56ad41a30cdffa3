#pragma once
/// Where the results of a job of many members go as they are finished.
#include <cstdint>
#include <fstream>
#include <mutex>
#include <string>

#include "polyscape/report/result.hpp"

namespace polyscape::study {

/// What is thrown out of it ends the job.
class Sink {
 public:
  virtual ~Sink() = default;
  /// Once, before any row: the member that the rows are carried from (null: there is none), solved, and how many rows
  /// there are to be.
  virtual void begin(const report::Result* member, std::uint64_t rows) = 0;
  /// Row k, counted from 0, is finished. Rows come in any order, each at most once, from several threads but one at a
  /// time. Those that a cancelled job does not get to do not come.
  virtual void row(std::size_t k, const report::Result& result) = 0;
  /// Once, after the last row, also where the job was cancelled; not where it ends by an exception.
  virtual void end() = 0;
};

/// Rows as lines of JSON in a file, each on the disk once it is finished: what a job that is killed leaves behind. The
/// first line has the `member` and the number of `rows`, each other one `row` and its `result`. The file appears with
/// begin(). A disk that refuses does not end the job: the file then ends where it was full.
class RowsFile : public Sink {
 public:
  /// Throws InputError where there is such a file, which may hold rows of a job that was killed.
  explicit RowsFile(std::string path);

  void begin(const report::Result* member, std::uint64_t rows) override;
  void row(std::size_t k, const report::Result& result) override;
  void end() override { file_.close(); }
  /// The rows are safe elsewhere.
  void remove();

 private:
  void line(const auto& record);

  std::string path_;
  std::ofstream file_;
};

/// A sink that may not be there, for rows from several threads.
class SharedSink {
 public:
  explicit SharedSink(Sink* sink) : sink_(sink) {}
  void begin(const report::Result* member, std::uint64_t rows) {
    if (sink_ != nullptr) sink_->begin(member, rows);
  }
  void row(std::size_t k, const report::Result& result) {
    const std::lock_guard lock(mutex_);
    if (sink_ != nullptr) sink_->row(k, result);
  }
  void end() {
    if (sink_ != nullptr) sink_->end();
  }

 private:
  Sink* sink_;
  std::mutex mutex_;
};

}  // namespace polyscape::study
