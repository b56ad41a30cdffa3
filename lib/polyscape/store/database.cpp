#include "polyscape/store/database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "polyscape/base/error.hpp"

namespace polyscape::store {

namespace fs = std::filesystem;

namespace {

std::string answer(const SQLite::Database& database, const char* pragma) {
  SQLite::Statement statement(database, std::string("PRAGMA ") + pragma);
  statement.executeStep();
  return statement.getColumn(0).getString();
}

/// The tables of its kind, as they were made, and nothing that writing to them sets off. A view of that name could be a
/// computation without end.
bool has_its_tables(const SQLite::Database& database, const DatabaseKind& kind) {
  std::vector<std::string> found;
  for (SQLite::Statement s(database, "SELECT type, sql FROM sqlite_master"); s.executeStep();) {
    if (s.getColumn(0).getString() == "trigger") return false;
    found.push_back(s.getColumn(1).getString());
  }
  return std::ranges::all_of(kind.tables,
                             [&](const char* table) { return std::ranges::find(found, table) != found.end(); });
}

}  // namespace

void create_database(const std::string& path, const DatabaseKind& kind,
                     const std::function<void(SQLite::Database&)>& fill) {
  const std::string fresh = path + ".partial";
  const auto remove = [&] {
    std::error_code ignored;
    for (const char* ending : {"", "-journal", "-wal", "-shm"}) fs::remove(fresh + ending, ignored);
  };
  remove();  // what a process that was ended left
  try {
    {
      SQLite::Database database(fresh, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      SQLite::Transaction all(database);
      database.exec(fmt::format("PRAGMA application_id = {}", kind.application));
      database.exec(fmt::format("PRAGMA user_version = {}", kind.version));
      for (const char* table : kind.tables) database.exec(table);
      fill(database);
      all.commit();
      database.exec("PRAGMA journal_mode = WAL");
    }
    if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return;
    // A file system without that: other processes of polyscape keep out, by the lock.
    if (errno == EINVAL && !fs::exists(fs::symlink_status(path)) && std::rename(fresh.c_str(), path.c_str()) == 0)
      return;
    throw std::runtime_error(std::strerror(errno));
  } catch (...) {
    remove();
    throw;
  }
}

void require_kind(const SQLite::Database& database, const DatabaseKind& kind, const std::string& path) {
  if (answer(database, "application_id") != std::to_string(kind.application))
    throw InputError(path, kind.what, "a database of another program", kind.other);
  if (const std::string version = answer(database, "user_version"); version != std::to_string(kind.version))
    throw InputError(path, fmt::format("{} of version {}", kind.what, kind.version), "version " + version, kind.format);
  if (!has_its_tables(database, kind))
    throw InputError(path, fmt::format("{}, undamaged", kind.what), "other tables", kind.damaged);
  if (const std::string found = answer(database, "quick_check(1)"); found != "ok")
    throw InputError(path, fmt::format("{}, undamaged", kind.what), found, kind.damaged);
}

}  // namespace polyscape::store
