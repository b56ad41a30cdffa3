#include "polyscape/store/database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "polyscape/base/error.hpp"

namespace polyscape::store {
namespace {

std::string answer(const SQLite::Database& database, const char* pragma) {
  SQLite::Statement statement(database, std::string("PRAGMA ") + pragma);
  statement.executeStep();
  return statement.getColumn(0).getString();
}

}  // namespace

void mark(SQLite::Database& database, const DatabaseKind& kind) {
  database.exec(fmt::format("PRAGMA application_id = {}", kind.application));
  database.exec(fmt::format("PRAGMA user_version = {}", kind.version));
}

void require_kind(const SQLite::Database& database, const DatabaseKind& kind, const std::string& path) {
  if (answer(database, "application_id") != std::to_string(kind.application))
    throw InputError(path, kind.what, "a database of another program", kind.other);
  if (const std::string version = answer(database, "user_version"); version != std::to_string(kind.version))
    throw InputError(path, fmt::format("{} of version {}", kind.what, kind.version), "version " + version, kind.format);
  if (const std::string found = answer(database, "quick_check(1)"); found != "ok")
    throw InputError(path, fmt::format("{}, undamaged", kind.what), found, kind.damaged);
}

}  // namespace polyscape::store
