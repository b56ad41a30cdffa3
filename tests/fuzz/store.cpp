/// The store of a sweep: a text that begins like a database is one; any other is what a store's fields say, with the
/// digests that belong to it, as nothing else gets past them. Fields end in the byte 31: the sweep's seven, then four a
/// row.
#include "polyscape/store/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "attack.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::fuzz {
namespace {

constexpr std::string_view magic("SQLite format 3\0", 16);

std::vector<std::string> fields_of(const std::string& text) {
  std::vector<std::string> fields;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\x1f', begin), text.size());
    fields.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return fields;
}

std::string checksum(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields) text += fmt::format("{}:{},", field.size(), field);
  return digest(text);
}

/// An empty store's tables, as the library makes them, filled with these fields.
void make_store(const std::string& path, std::vector<std::string> fields) {
  constexpr std::size_t described = 6, a_row = 4;
  fields.resize(std::max(fields.size(), described));
  const std::size_t rows = (fields.size() - described) / a_row;
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending);
  store::Store::create(path, {}, {});
  SQLite::Database database(path, SQLite::OPEN_READWRITE);
  database.exec("PRAGMA synchronous = OFF");
  SQLite::Transaction all(database);
  database.exec("DELETE FROM sweep");
  SQLite::Statement s(database, "INSERT INTO sweep VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  std::vector<std::string> head(fields.begin(), fields.begin() + described);
  head.push_back(std::to_string(rows));
  SQLite::bind(s, head[0], head[1], head[2], head[3], head[4], head[5], static_cast<std::int64_t>(rows),
               checksum(head));
  s.exec();
  SQLite::Statement r(database, "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)");
  for (std::size_t k = 0; k < rows; ++k) {
    const auto field = fields.begin() + static_cast<std::ptrdiff_t>(described + k * a_row);
    std::vector<std::string> row(field, field + a_row);
    row.insert(row.begin(), std::to_string(k));
    SQLite::bind(r, static_cast<std::int64_t>(k), row[1], row[2], row[3], row[4], checksum(row));
    r.exec();
    r.reset();
  }
  all.commit();
}

}  // namespace

void attack(const std::string& text) {
  static const std::string path = (scratch() / "in.db").string();
  if (text.starts_with(magic))
    put(path, text);
  else
    make_store(path, fields_of(text));
  const store::Contents contents = store::read(path);
  store::to_json(contents);
  std::vector<report::TextPairs> values;
  for (const store::Row& row : contents.rows) values.push_back(row.values);
  {
    const store::Store opened = store::Store::open(path);
    require(opened.size() == contents.rows.size(), "what is read can be opened");
    for (std::size_t k = 0; k < opened.size(); ++k) opened.member(k);
  }
  // What was read can be written, and is the same then.
  std::filesystem::remove(path);
  store::Store again = store::Store::create(path, contents.sweep, values);
  for (std::size_t k = 0; k < contents.rows.size(); ++k) {
    const store::Row& row = contents.rows[k];
    if (row.result) again.finish(k, *row.result);
    if (row.state == store::State::failed) again.fail(k, row.reason);
  }
  const store::Contents written = store::read(path);
  require(written.sweep.options == contents.sweep.options && written.rows.size() == contents.rows.size(),
          "what is written is read back equal");
  for (std::size_t k = 0; k < contents.rows.size(); ++k)
    require(written.rows[k].values == contents.rows[k].values && written.rows[k].state == contents.rows[k].state,
            "rows are read back equal");
}

}  // namespace polyscape::fuzz
