/// Stores that another hand has written to, with the checksums that belong to what it wrote.
#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/store/store.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

using namespace polyscape;
using namespace polyscape::store;

namespace {

std::string checksum(const std::vector<std::string>& fields) {
  std::string text;
  for (const std::string& field : fields) text += std::to_string(field.size()) + ":" + field + ",";
  return digest(text);
}

void make(const std::string& path) {
  Store::create(path, {"", "s.toml", ".", "sha1:0", {}, "0.1.0"}, {{{"width", "1"}}});
}

/// A store of one row, which waits: these values were chosen for it.
void make_chosen(const std::string& path, const std::string& chosen) {
  make(path);
  SQLite::Database database(path, SQLite::OPEN_READWRITE);
  SQLite::Statement s(database, "UPDATE rows SET chosen = ?, checksum = ?");
  SQLite::bind(s, chosen, checksum({"0", chosen, "waiting", "", ""}));
  s.exec();
}

}  // namespace

TEST_CASE("values that are no pairs of texts are refused") {
  const support::Folder at;
  make_chosen(at / "good.db", R"([["width","2"]])");
  CHECK(read(at / "good.db").rows.at(0).values == report::TextPairs{{"width", "2"}});
  int number = 0;
  for (const std::string& chosen : {std::string(""), std::string("{"), std::string("7"), std::string("[7]"),
                                    std::string("[[]]"), std::string(R"([["a",1]])"), std::string(R"([["a","b","c"]])"),
                                    std::string("[[\"\xff\",\"\"]]"), std::string(100000, '[')}) {
    INFO(chosen.substr(0, 20));
    const std::string path = at / (std::to_string(number++) + ".db");
    make_chosen(path, chosen);
    CHECK_THROWS_AS(read(path), InputError);
  }
}

TEST_CASE("a view in a table's place, which may have no end, and triggers are refused") {
  const support::Folder at;
  const auto refused = [&](const std::string& name, const std::string& statements) {
    const std::string path = at / name;
    make(path);
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec(statements);
    INFO(statements);
    CHECK_THROWS_AS(read(path), InputError);
    CHECK_THROWS_AS(Store::open(path), InputError);
  };
  refused("view.db",
          "DROP TABLE sweep; CREATE VIEW sweep AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
          "SELECT i AS text, i AS file, i AS directory, i AS digest, i AS options, i AS version, i AS rows, "
          "i AS checksum FROM n WHERE i < 0");
  refused("trigger.db", "CREATE TRIGGER t AFTER UPDATE ON rows BEGIN DELETE FROM members; END");
  const std::string indexed = at / "indexed.db";
  make(indexed);
  SQLite::Database(indexed, SQLite::OPEN_READWRITE).exec("CREATE INDEX by_state ON rows(state)");
  CHECK(read(indexed).rows.size() == 1);
}
