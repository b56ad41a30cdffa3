#pragma once
/// SQLite databases that are ours: whose they are, of which format, and whole.
#include <functional>
#include <span>
#include <string>

namespace SQLite {
class Database;
}

namespace polyscape::store {

/// A kind of database, and what to do about one that cannot be used.
struct DatabaseKind {
  int application, version;              ///< SQLite's application_id and user_version
  const char* what;                      ///< "the store of a sweep"
  const char *other, *format, *damaged;  ///< remedies: it is another program's, of another version, not whole
  std::span<const char* const> tables;   ///< the statements that create them, as SQLite keeps them
};

/// A new database of that kind, with its tables and what `fill` puts into them, in WAL mode. It is made as
/// "PATH.partial" and takes its name in one step: whenever the process ends, the file is whole or not there. For those
/// who hold the Lock of the path. Throws std::runtime_error where a file has that name or the disk takes none.
void create_database(const std::string& path, const DatabaseKind& kind,
                     const std::function<void(SQLite::Database&)>& fill);

/// Throws InputError at `path` for a database of another kind or version, one whose tables are not its
/// kind's, and one that is not whole.
void require_kind(const SQLite::Database& database, const DatabaseKind& kind, const std::string& path);

}  // namespace polyscape::store
