#include "polyscape/study/checkpoint.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/store/database.hpp"
#include "polyscape/store/lock.hpp"
#include "polyscape/study/run_folder.hpp"

namespace polyscape::study {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds silent(1000), often(100);
constexpr std::size_t check_bytes = 8, most_pending = 16'000'000;
constexpr const char* remedy = "move it or remove it, and the job begins anew";
// Values in the order in which they come: keys are digests, and an index of them would be written all over the file.
constexpr const char* tables[] = {"CREATE TABLE job (version TEXT, words TEXT, folder TEXT, input TEXT)",
                                  "CREATE TABLE work (key BLOB, value BLOB)"};
constexpr store::DatabaseKind kind{0x706f6c79,  // "poly"
                                   2,          "a checkpoint of polyscape", remedy, remedy, remedy, tables};

[[noreturn]] void refuse(const std::string& path, const std::runtime_error& e) {
  throw InputError(path, "a checkpoint", e.what(), remedy);
}

std::string checked(const std::string& key, const std::string& value) {
  return digest_bytes(key + value).substr(0, check_bytes) + value;
}

/// What was kept under the key; nullopt where it has changed since.
std::optional<std::string> unchanged(const std::string& key, const std::string& value) {
  if (value.size() < check_bytes) return std::nullopt;
  std::string bytes = value.substr(check_bytes);
  if (checked(key, bytes) != value) return std::nullopt;
  return bytes;
}

std::unique_ptr<SQLite::Database> open_existing(const std::string& path) {
  auto database = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE);
  database->exec("PRAGMA locking_mode = EXCLUSIVE");
  database->exec("PRAGMA synchronous = NORMAL");
  database->exec("BEGIN IMMEDIATE");
  store::require_kind(*database, kind, path);
  database->exec("COMMIT");
  return database;
}

CheckpointedJob job_in(const SQLite::Database& database, const std::string& path) {
  CheckpointedJob job;
  std::string version;
  try {
    SQLite::Statement row(database, "SELECT version, words, folder, input FROM job");
    row.executeStep();
    version = row.getColumn(0).getString();
    job.words = nlohmann::json::parse(row.getColumn(1).getString()).get<std::vector<std::string>>();
    job.folder = row.getColumn(2).getString();
    job.input = row.getColumn(3).getString();
  } catch (const nlohmann::json::exception&) {
    job.words.clear();
  }
  if (job.words.empty()) throw InputError(path, "a checkpoint that names its job", "one that does not", remedy);
  if (version != report::library_version())
    throw InputError(path, "a checkpoint of polyscape " + report::library_version(), "one of polyscape " + version,
                     "continue with that version, or remove it, and the job begins anew");
  return job;
}

std::string text_of(const std::vector<std::string>& words) {
  std::string text = "polyscape";
  for (const std::string& word : words) text += " " + word;
  return text;
}

}  // namespace

struct Checkpoint::Impl {
  Impl(std::string at, CheckpointedJob of, Appears appears) : path(std::move(at)), job(std::move(of)) {
    try {
      std::error_code ignored;
      if (fs::exists(fs::symlink_status(path, ignored)))
        take_up();
      else if (appears == Appears::at_once)
        create();
    } catch (const InputError&) {
      throw;
    } catch (const std::runtime_error& e) {
      refuse(path, e);
    }
    writer = std::jthread([this](const std::stop_token& stop) { write_on(stop); });
  }
  ~Impl() {
    writer.request_stop();
    writer.join();
  }

  void take_up() {
    lock.emplace(path);
    database = open_existing(path);
    const CheckpointedJob before = job_in(*database, path);
    if (before.words.front() != job.words.front() || before.input != job.input)
      throw InputError(path, "no checkpoint, or one of this job", "one of `" + text_of(before.words) + "`",
                       "continue that with polyscape resume, use --out DIR with another name, or remove it");
    for (SQLite::Statement row(*database, "SELECT rowid, key FROM work ORDER BY rowid"); row.executeStep();)
      rows[row.getColumn(1).getString()] = row.getColumn(0).getInt64();  // of one key the last
    database->exec("DELETE FROM job");
    describe(*database);
  }

  void create() {
    lock.emplace(path);
    try {
      store::create_database(path, kind, [this](SQLite::Database& fresh) { describe(fresh); });
      database = open_existing(path);
    } catch (const std::runtime_error&) {
      lock.reset();
      throw;
    }
  }

  void describe(SQLite::Database& in) const {
    SQLite::Statement row(in, "INSERT INTO job VALUES (?, ?, ?, ?)");
    row.bind(1, report::library_version());
    row.bind(2, nlohmann::json(job.words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    row.bind(3, job.folder);
    row.bind(4, job.input);
    row.exec();
  }

  std::optional<std::string> find(const std::string& key) {
    const auto place = rows.find(key);
    if (place == rows.end()) return std::nullopt;
    const std::lock_guard one(using_database);
    try {
      SQLite::Statement row(*database, "SELECT value FROM work WHERE rowid = ?");
      row.bind(1, place->second);
      if (!row.executeStep()) return std::nullopt;
      return unchanged(key, row.getColumn(0).getString());
    } catch (const SQLite::Exception&) {
      return std::nullopt;
    }
  }

  /// Where values come faster than the disk takes them, whoever brings one writes.
  void keep(const std::string& key, std::string value) {
    {
      const std::lock_guard one(using_pending);
      if (!writing) return;
      pending_bytes += key.size() + value.size();
      pending.emplace_back(key, std::move(value));
      if (pending_bytes <= most_pending) return;
    }
    write_pending();
  }

  void write_on(const std::stop_token& stop) {
    std::mutex idle;
    std::condition_variable_any woken;
    std::unique_lock waiting(idle);
    while (!stop.stop_requested()) {
      woken.wait_for(waiting, stop, often, [] { return false; });
      write_pending();
    }
  }

  /// Nothing before there is a file, which comes after the job's first second.
  void write_pending() {
    const std::lock_guard one(using_database);
    if (!database && Clock::now() - begin <= silent) return;
    std::vector<std::pair<std::string, std::string>> values;
    {
      const std::lock_guard quiet(using_pending);
      values.swap(pending);
      pending_bytes = 0;
    }
    if (values.empty()) return;
    try {
      if (!database) create();
      SQLite::Transaction whole(*database);
      SQLite::Statement row(*database, "INSERT INTO work VALUES (?, ?)");
      for (const auto& [key, value] : values) {
        const std::string bytes = checked(key, value);
        row.bind(1, key.data(), static_cast<int>(key.size()));
        row.bind(2, bytes.data(), static_cast<int>(bytes.size()));
        row.exec();
        row.reset();
      }
      whole.commit();
    } catch (const std::runtime_error& e) {  // SQLite's, and the lock's
      const std::lock_guard quiet(using_pending);
      writing = false;
      refused = e.what();
    }
  }

  const Clock::time_point begin = Clock::now();
  std::string path;
  CheckpointedJob job;
  std::unordered_map<std::string, std::int64_t> rows;  ///< that were there, by key
  std::optional<store::Lock> lock;                     ///< of the file, while there is one
  std::mutex using_database, using_pending;
  std::unique_ptr<SQLite::Database> database;
  std::vector<std::pair<std::string, std::string>> pending;
  std::size_t pending_bytes = 0;
  bool writing = true;
  std::string refused;
  std::jthread writer;
};

Checkpoint::Checkpoint(std::string path, CheckpointedJob job, Appears appears)
    : impl_(std::make_unique<Impl>(std::move(path), std::move(job), appears)) {}

Checkpoint::~Checkpoint() {
  if (written()) impl_->write_pending();
}

std::optional<std::string> Checkpoint::find(const std::string& key) { return impl_->find(key); }
void Checkpoint::keep(const std::string& key, std::string value) { impl_->keep(key, std::move(value)); }
std::uint64_t Checkpoint::found() const { return impl_->rows.size(); }
bool Checkpoint::written() const {
  const std::lock_guard lock(impl_->using_database);
  return impl_->database != nullptr;
}
std::string Checkpoint::refused() const {
  const std::lock_guard lock(impl_->using_pending);
  return impl_->refused;
}

void Checkpoint::remove() {
  const std::lock_guard lock(impl_->using_database);
  {
    const std::lock_guard quiet(impl_->using_pending);
    impl_->writing = false;
    impl_->pending.clear();
  }
  if (!impl_->database) return;
  // Under the lock, and with nothing beside the file that closing it would remove by name.
  std::error_code ignored;
  try {
    impl_->database->exec("PRAGMA journal_mode = DELETE");
  } catch (const SQLite::Exception&) {
  }
  fs::remove(impl_->path, ignored);
  impl_->database.reset();
  impl_->lock.reset();
  impl_->rows.clear();
}

CheckpointedJob read_checkpoint(const std::string& path) {
  const store::Lock lock(path);
  try {
    return job_in(*open_existing(path), path);
  } catch (const SQLite::Exception& e) {
    refuse(path, e);
  }
}

void join_checkpoints(const std::string& path, const CheckpointedJob& job, const std::vector<std::string>& parts) {
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(path, ignored)))
    throw InputError(path, "no file yet", "one that is there",
                     "continue that job with polyscape resume, use --out DIR with another name, or remove it");
  Checkpoint::Impl all(path, job, Checkpoint::Appears::at_once);
  for (const std::string& part : parts) {
    const store::Lock lock(part);
    try {
      const auto from = open_existing(part);
      for (SQLite::Statement row(*from, "SELECT key, value FROM work ORDER BY rowid"); row.executeStep();) {
        const std::string key = row.getColumn(0).getString();
        if (auto bytes = unchanged(key, row.getColumn(1).getString())) all.keep(key, *std::move(bytes));
      }
    } catch (const SQLite::Exception& e) {
      refuse(part, e);
    }
  }
  all.write_pending();
  if (!all.refused.empty()) throw InputError(path, "a file that can be written", all.refused, "make room");
}

std::string checkpoint_of(const std::string& run_folder) { return beside(run_folder, ".checkpoint"); }

}  // namespace polyscape::study
