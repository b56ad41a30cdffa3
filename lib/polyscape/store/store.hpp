#pragma once
/// The results of a sweep in one file, an SQLite database in WAL mode: a row is in it for good as soon as it is
/// finished, whatever becomes of the process. docs/sweeps.md has its tables.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "polyscape/base/names.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::store {

inline constexpr int store_version = 1;  ///< of the tables; a store of another one is refused

/// waiting: nothing is known yet. done, incomplete, contradiction: there is a result, of that standing
/// (report::Standing; done: complete). failed: there is none, and a reason.
enum class State { waiting, done, incomplete, contradiction, failed };
constexpr auto names_of(State) {
  return std::to_array<std::string_view>({"waiting", "done", "incomplete", "contradiction", "failed"});
}

/// What a sweep is, as the store was made for it.
struct Sweep {
  std::string text;           ///< of the file, with its lists
  std::string file;           ///< its name, for messages
  std::string directory;      ///< where its data files are looked for
  std::string digest;         ///< of all that its rows say, data files included
  report::TextPairs options;  ///< the solver's, without threads
  std::string version;        ///< of the program
};

/// One row, by what was chosen for it: names and values in the order in which the file has the keys.
struct Row {
  report::TextPairs values;
  State state = State::waiting;
  std::string reason;                    ///< of a failed row, one sentence
  std::optional<report::Result> result;  ///< of every row that neither waits nor failed
};

struct Contents {
  Sweep sweep;
  std::vector<Row> rows;  ///< in the order of the sweep, those that wait, too
};

/// All that the store holds. A process may write to it meanwhile: what it has finished by now is read. Throws
/// InputError where there is no file, it is no store or one of another version, or it is damaged: every page, and the
/// digest of every row, is checked. Nothing is changed.
Contents read(const std::string& path);

/// As `polyscape sweep --json` prints it: the sweep's file and options, and a `row` each.
std::string to_json(const Contents& contents);

/// Whether the file begins as a database does: for verbs that take other files, too.
bool looks_like_store(const std::string& path);

/// A store that this process writes to, alone. Rows may be finished from several threads.
class Store {
 public:
  /// A new store in which every row waits. Appears whole, or not at all. Throws InputError where the file is there,
  /// cannot be written, or another process is about to make it.
  static Store create(const std::string& path, const Sweep& sweep, const std::vector<report::TextPairs>& values);
  /// One that is there. Throws InputError as read() does, and where another process has it: the message names that.
  static Store open(const std::string& path);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  const Sweep& sweep() const;
  std::size_t size() const;
  State state(std::size_t row) const;
  /// Of a failed row.
  std::string reason(std::size_t row) const;
  /// How many rows are in that state.
  std::uint64_t count(State state) const;

  /// Row `row` waits no more. On the disk when these return. Throw InputError where the disk refuses; what was there is
  /// there then, as it was.
  void finish(std::size_t row, const report::Result& result);
  void fail(std::size_t row, const std::string& reason);

  /// A text that is kept for the rows of one network, named by the first of them; nullopt: none is.
  std::optional<std::string> member(std::size_t first_row) const;
  void keep_member(std::size_t first_row, const std::string& text);

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::store
