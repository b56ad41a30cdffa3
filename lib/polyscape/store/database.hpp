#pragma once
/// SQLite databases that are ours: whose they are, of which format, and whole.
#include <span>
#include <string>
#include <string_view>

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

/// Makes a database that is being created one of that kind, with its tables.
void mark(SQLite::Database& database, const DatabaseKind& kind);

/// Throws InputError at `path` for a database of another kind or version, one whose tables are not its
/// kind's, and one that is not whole.
void require_kind(const SQLite::Database& database, const DatabaseKind& kind, const std::string& path);

}  // namespace polyscape::store
