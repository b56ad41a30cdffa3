#pragma once
/// SQLite databases that are ours: whose they are, of which format, and whole.
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
};

/// Makes a database that is being created one of that kind.
void mark(SQLite::Database& database, const DatabaseKind& kind);

/// Throws InputError at `path` for a database of another kind or version, and for one that is not whole.
void require_kind(const SQLite::Database& database, const DatabaseKind& kind, const std::string& path);

}  // namespace polyscape::store
