#include "polyscape/store/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/store/database.hpp"
#include "polyscape/store/lock.hpp"

namespace polyscape::store {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr std::string_view magic("SQLite format 3\0", 16);
constexpr const char* tables[] = {
    R"(CREATE TABLE sweep(text TEXT NOT NULL, file TEXT NOT NULL, directory TEXT NOT NULL, digest TEXT NOT NULL,
                     options TEXT NOT NULL, version TEXT NOT NULL, rows INTEGER NOT NULL, checksum TEXT NOT NULL))",
    R"(CREATE TABLE rows(number INTEGER PRIMARY KEY, chosen TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
                    result TEXT NOT NULL, checksum TEXT NOT NULL))",
    "CREATE TABLE members(number INTEGER PRIMARY KEY, member TEXT NOT NULL, checksum TEXT NOT NULL)"};
constexpr DatabaseKind kind{
    0x706c7363,  // "plsc"
    store_version,
    "the store of a sweep",
    "name one that polyscape sweep wrote; nothing was changed",
    "use the version of polyscape that wrote it, or sweep into a new store; nothing was changed",
    "take it from a copy; nothing was changed",
    tables};
constexpr int patience = 20000;  // milliseconds that a reader's or writer's step may keep the other waiting

[[noreturn]] void damaged(const std::string& path, const std::string& found) {
  throw InputError(path, std::string(kind.what) + ", undamaged", found, kind.damaged);
}

[[noreturn]] void refuse(const std::string& path, const SQLite::Exception& e) {
  const std::string what = e.what();
  switch (e.getErrorCode()) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      throw InputError(path, "a disk that takes it", what, "make room; what was stored before is there");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw InputError(path, "a file that no other program locks", what, "wait until that has ended");
    default:
      damaged(path, what);
  }
}

template <class F>
auto guarded(const std::string& path, const F& f) {
  try {
    return f();
  } catch (const SQLite::Exception& e) {
    refuse(path, e);
  }
}

/// Of the fields in their order, each with its length.
std::string checksum(std::initializer_list<std::string_view> fields) {
  std::string text;
  for (const std::string_view field : fields) text += fmt::format("{}:{},", field.size(), field);
  return digest(text);
}
std::string checksum(const Sweep& s, const std::string& options, std::size_t rows) {
  return checksum({s.text, s.file, s.directory, s.digest, options, s.version, std::to_string(rows)});
}

std::string text_of(const report::TextPairs& pairs) {
  ordered_json list = ordered_json::array();
  for (const auto& [key, value] : pairs) list.push_back({key, value});
  return list.dump();
}
report::TextPairs pairs_of(const std::string& text, const std::string& path) {
  const auto is_pair = [](const ordered_json& pair) {
    return pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string();
  };
  const ordered_json list = ordered_json::parse(text, nullptr, false);
  if (!list.is_array() || !std::ranges::all_of(list, is_pair)) damaged(path, "names and values that are none");
  report::TextPairs pairs;
  for (const auto& pair : list) pairs.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
  return pairs;
}

bool begins_as_database(const std::string& path) {
  std::array<char, magic.size()> begin{};
  std::ifstream(path, std::ios::binary).read(begin.data(), begin.size());
  return std::string_view(begin.data(), begin.size()) == magic;
}

void require_database(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) throw InputError(path, "the store of a sweep", "nothing", "check the name");
  if (fs::is_directory(path, error)) throw InputError(path, "the store of a sweep", "a folder", "name a file");
  if (!std::ifstream(path)) throw InputError(path, "a file that can be read", std::strerror(errno), "check its mode");
  if (!begins_as_database(path))
    throw InputError(path, "the store of a sweep", fs::file_size(path, error) == 0 ? "an empty file" : "another file",
                     "name one that polyscape sweep wrote; nothing was changed");
}

struct SweepRecord {
  Sweep sweep;
  std::size_t rows = 0;
};

SweepRecord sweep_of(const SQLite::Database& database, const std::string& path) {
  SQLite::Statement s(database, "SELECT text, file, directory, digest, options, version, rows, checksum FROM sweep");
  if (!s.executeStep()) damaged(path, "no sweep in it");
  const auto text = [&](int column) { return s.getColumn(column).getString(); };
  SweepRecord record{{text(0), text(1), text(2), text(3), {}, text(5)},
                     static_cast<std::size_t>(s.getColumn(6).getInt64())};
  if (text(7) != checksum(record.sweep, text(4), record.rows)) damaged(path, "a description of the sweep that changed");
  record.sweep.options = pairs_of(text(4), path);
  return record;
}

struct RowRecord {
  std::string chosen, reason, result;
  State state = State::waiting;
};

std::string checksum(std::size_t number, const RowRecord& row) {
  return checksum({std::to_string(number), row.chosen, name(row.state), row.reason, row.result});
}

/// Each row in its order, which is looked at: all are there, and as they were written.
void each_row(const SQLite::Database& database, const std::string& path, std::size_t rows,
              const std::function<void(const RowRecord&)>& visit) {
  SQLite::Statement s(database, "SELECT number, chosen, state, reason, result, checksum FROM rows ORDER BY number");
  std::size_t number = 0;
  for (; s.executeStep(); ++number) {
    const auto text = [&](int column) { return s.getColumn(column).getString(); };
    const auto state = named<State>(text(2));
    RowRecord row{text(1), text(3), text(4), state.value_or(State::waiting)};
    if (!state || s.getColumn(0).getInt64() != static_cast<std::int64_t>(number) || text(5) != checksum(number, row))
      damaged(path, fmt::format("row {} that changed, or is missing", number));
    visit(row);
  }
  if (number != rows) damaged(path, fmt::format("{} rows in place of {}", number, rows));
}

/// Of a store that no process writes to: nothing is put beside it, and it may stand where nothing can be written.
SQLite::Database opened_at_rest(const std::string& path) {
  std::string uri = "file:";
  for (const char c : fs::absolute(path).string())
    uri += std::string_view("%?#").find(c) == std::string_view::npos ? std::string(1, c)
                                                                     : fmt::format("%{:02x}", static_cast<int>(c));
  return {uri + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI, patience};
}

Contents contents_of(const SQLite::Database& database, const std::string& path) {
  // What is read is of one moment, while another process writes.
  SQLite::Statement(database, "BEGIN").executeStep();
  require_kind(database, kind, path);
  SweepRecord record = sweep_of(database, path);
  Contents contents{std::move(record.sweep), {}};
  each_row(database, path, record.rows, [&](const RowRecord& row) {
    Row& r = contents.rows.emplace_back(Row{pairs_of(row.chosen, path), row.state, row.reason, std::nullopt});
    if (!row.result.empty())
      r.result = report::result_from_json(row.result, fmt::format("{} row {}", path, contents.rows.size()));
  });
  return contents;
}

void write_new(const std::string& path, const Sweep& sweep, const std::vector<report::TextPairs>& values) {
  try {
    create_database(path, kind, [&](SQLite::Database& database) {
      const std::string options = text_of(sweep.options);
      SQLite::Statement s(database, "INSERT INTO sweep VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
      SQLite::bind(s, sweep.text, sweep.file, sweep.directory, sweep.digest, options, sweep.version,
                   static_cast<std::int64_t>(values.size()), checksum(sweep, options, values.size()));
      s.exec();
      SQLite::Statement r(database, "INSERT INTO rows VALUES (?, ?, ?, '', '', ?)");
      for (std::size_t k = 0; k < values.size(); ++k) {
        const RowRecord row{text_of(values[k]), "", "", State::waiting};
        SQLite::bind(r, static_cast<std::int64_t>(k), row.chosen, std::string(name(row.state)), checksum(k, row));
        r.exec();
        r.reset();
      }
    });
  } catch (const std::runtime_error& e) {
    throw InputError(path, "a new file on a disk that takes it", e.what(), "make room, or use --out NAME");
  }
}

}  // namespace

struct Store::Impl {
  std::string path;
  Lock lock;
  SQLite::Database database;
  SweepRecord record;
  std::vector<RowRecord> rows;  ///< without results
  std::mutex mutex;

  Impl(const std::string& file, Lock&& taken)
      : path(file), lock(std::move(taken)), database(file, SQLite::OPEN_READWRITE, patience) {
    require_kind(database, kind, path);
    record = sweep_of(database, path);
    each_row(database, path, record.rows, [&](const RowRecord& row) {
      rows.push_back(row);
      rows.back().result.clear();
    });
    database.exec("PRAGMA synchronous = FULL");
  }

  void end_row(std::size_t number, State state, const std::string& reason, const std::string& result) {
    const std::lock_guard one(mutex);
    RowRecord row{rows.at(number).chosen, reason, result, state};
    if (rows[number].state != State::waiting) throw ArgumentError("store: a row that is finished");
    guarded(path, [&] {
      SQLite::Statement s(database, "UPDATE rows SET state = ?, reason = ?, result = ?, checksum = ? WHERE number = ?");
      SQLite::bind(s, std::string(name(state)), reason, result, checksum(number, row),
                   static_cast<std::int64_t>(number));
      s.exec();
    });
    row.result.clear();
    rows[number] = std::move(row);
  }
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::create(const std::string& path, const Sweep& sweep, const std::vector<report::TextPairs>& values) {
  Lock lock(path);
  if (fs::exists(fs::symlink_status(path))) throw InputError(path, "a new file", "one that is there", "use --out NAME");
  write_new(path, sweep, values);
  return guarded(path, [&] { return Store(std::make_unique<Impl>(path, std::move(lock))); });
}

Store Store::open(const std::string& path) {
  require_database(path);
  Lock lock(path);
  return guarded(path, [&] { return Store(std::make_unique<Impl>(path, std::move(lock))); });
}

const Sweep& Store::sweep() const { return impl_->record.sweep; }
std::size_t Store::size() const { return impl_->rows.size(); }
State Store::state(std::size_t row) const {
  const std::lock_guard one(impl_->mutex);
  return impl_->rows.at(row).state;
}
std::string Store::reason(std::size_t row) const {
  const std::lock_guard one(impl_->mutex);
  return impl_->rows.at(row).reason;
}
std::uint64_t Store::count(State state) const {
  const std::lock_guard one(impl_->mutex);
  return static_cast<std::uint64_t>(std::ranges::count(impl_->rows, state, &RowRecord::state));
}

void Store::finish(std::size_t row, const report::Result& result) {
  const auto state_of = [](report::Standing standing) {
    switch (standing) {
      case report::Standing::incomplete:
        return State::incomplete;
      case report::Standing::contradiction:
        return State::contradiction;
      default:
        return State::done;
    }
  };
  impl_->end_row(row, state_of(report::standing(result)), "", report::to_json(result));
}
void Store::fail(std::size_t row, const std::string& reason) { impl_->end_row(row, State::failed, reason, ""); }

std::optional<std::string> Store::member(std::size_t first_row) const {
  const std::lock_guard one(impl_->mutex);
  return guarded(impl_->path, [&]() -> std::optional<std::string> {
    SQLite::Statement s(impl_->database, "SELECT member, checksum FROM members WHERE number = ?");
    SQLite::bind(s, static_cast<std::int64_t>(first_row));
    if (!s.executeStep()) return std::nullopt;
    std::string text = s.getColumn(0).getString();
    if (s.getColumn(1).getString() != checksum({std::to_string(first_row), text}))
      damaged(impl_->path, fmt::format("the member of row {} that changed", first_row));
    return text;
  });
}

void Store::keep_member(std::size_t first_row, const std::string& text) {
  const std::lock_guard one(impl_->mutex);
  guarded(impl_->path, [&] {
    SQLite::Statement s(impl_->database, "INSERT INTO members VALUES (?, ?, ?)");
    SQLite::bind(s, static_cast<std::int64_t>(first_row), text, checksum({std::to_string(first_row), text}));
    s.exec();
  });
}

Contents read(const std::string& path) {
  require_database(path);
  const std::string real = fs::weakly_canonical(path).string();  // which its log stands beside
  const auto at_rest = [&] { return !fs::exists(real + "-wal"); };
  if (at_rest()) {
    try {
      Contents contents = guarded(path, [&] { return contents_of(opened_at_rest(path), path); });
      if (at_rest()) return contents;
    } catch (const InputError&) {
      if (at_rest()) throw;
    }
  }
  return guarded(path, [&] { return contents_of({path, SQLite::OPEN_READONLY, patience}, path); });
}

bool looks_like_store(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && begins_as_database(path);
}

}  // namespace polyscape::store
