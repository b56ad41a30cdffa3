/// Every key that the parser's tables know is read: none is accepted in silence.
#include "polyscape/spec/keys.hpp"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/spec/potential.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

namespace {

/// The TOML examples of a page.
std::vector<std::string> examples(const std::string& page) {
  std::ifstream file(POLYSCAPE_DATA "/../docs/" + page);
  std::ostringstream stream;
  stream << file.rdbuf();
  const std::string text = stream.str();
  std::vector<std::string> result;
  for (std::size_t at = text.find("```toml\n"); at != std::string::npos; at = text.find("```toml\n", at + 1))
    result.push_back(text.substr(at + 8, text.find("```", at + 8) - at - 8));
  return result;
}

void parse(const std::string& text) {
  if (parse_document(text, "a.toml").find("potential") != nullptr)
    parse_potential(text, "a.toml", std::nullopt);
  else
    parse_specification(text, "a.toml", POLYSCAPE_DATA);
}

Table layer_table(const Value& layer) {
  const Value* kind = layer.find("kind");
  const std::map<std::string, Table> tables{
      {"conv1d", Table::conv1d}, {"residual", Table::residual}, {"fixed", Table::fixed}};
  return kind == nullptr || kind->text == "dense" ? Table::dense : tables.at(kind->text);
}

/// Which table of keys holds for the value that stands under `key` in a table of `above`; nullopt for [solve] and the
/// like, whose keys are options, and names of weights.
std::optional<Table> table_of(Table above, const std::string& key, const Value& value) {
  if (key == "network") return Table::network;
  if (key == "data") {
    return value.find("random") != nullptr ? Table::random_data
           : value.find("file") != nullptr ? Table::csv_data
                                           : Table::data;
  }
  if (key == "random") return above == Table::random_data ? Table::random : Table::distribution;
  const std::map<std::string, Table> tables{
      {"loss", Table::loss},         {"regularization", Table::regularization}, {"potential", Table::potential},
      {"teacher", Table::teacher},   {"activation", Table::approximation},      {"polynomial", Table::polynomial},
      {"noise", Table::distribution}};
  if (const auto found = tables.find(key); found != tables.end()) return found->second;
  if ((key == "inputs" || key == "targets") && above == Table::random) return Table::distribution;
  if (key == "tikhonov") return value.find("distribution") != nullptr ? Table::distribution : Table::lambdas;
  return std::nullopt;
}

/// Every key of an example's tables, with a value of a type that nothing takes in its place.
class Damage {
 public:
  explicit Damage(const std::string& text) : text_(text) {
    const Value document = parse_document(text, "a.toml");
    look(document, document.find("potential") != nullptr ? Table::potential_file : Table::specification);
  }
  std::set<std::pair<Table, std::string>> seen;

 private:
  void look(const Value& value, Table table) {
    for (const auto& [key, entry] : value.entries) {
      seen.emplace(table, key);
      if (entry.begin < entry.end) {
        const std::string damaged = text_.substr(0, entry.begin) + "1979-05-27" + text_.substr(entry.end);
        INFO(damaged);
        CHECK_THROWS_AS(parse(damaged), InputError);
      }
      if (entry.is(Value::Type::table))
        if (const auto below = table_of(table, key, entry)) look(entry, *below);
      if (key == "layer")
        for (const Value& layer : entry.items)
          look(layer, table == Table::lambdas ? Table::layer_lambdas : layer_table(layer));
    }
  }

  const std::string text_;
};

const char* const more[] = {
    // what no example of the pages has
    "[network]\ninputs = 3\n[[network.layer]]\nkind = \"dense\"\nrepeat = 1\nwidth = 3\n[[network.layer]]\nkind = "
    "\"conv1d\"\nrepeat = 1\nfilter = 1\nstride = 1\nchannels = 1\nbias = true\nactivation = \"z^2\"\n"
    "[[network.layer]]\nkind = \"residual\"\nrepeat = 1\nfrom = 0\nactivation = \"z^2\"\n[[network.layer]]\nkind = "
    "\"fixed\"\nrepeat = 1\nweights = [[1, 0, 0]]\nbias = [1]\nactivation = \"z^2\"\n"
    "[data.random]\nsamples = 2\nseed = 1\n"
    "inputs = { distribution = \"normal\", mean = 0, deviation = 1, step = \"1/10\" }\n[dynamics]\nstarts = 3\n"
    "[loss]\nkind = \"square\"\nscale = \"sum\"\n",
    "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\nfile = \"iris.csv\"\ninputs = "
    "[\"petal_length_cm\"]\n[data.teacher]\nrandom = { distribution = \"tenths\", seed = 3 }\n",
    "title = \"t\"\n[potential]\nvariables = [\"x\", \"y\"]\nexpression = \"x^2*y^2 + y^4\"\nvalley = [\"y\"]\nnear = "
    "[[1, 2]]\n[solve]\nseed = 2\n"};

}  // namespace

TEST_CASE("every key of the specification language is read, and stands in an example") {
  std::set<std::pair<Table, std::string>> seen;
  std::vector<std::string> texts(std::begin(more), std::end(more));
  for (const char* page : {"specification.md", "dynamics.md"})
    for (const std::string& text : examples(page))
      if (text.find("[network]") != std::string::npos || text.find("[potential]") != std::string::npos)
        texts.push_back(text);
  CHECK(texts.size() > 15);
  for (const std::string& text : texts) {
    INFO(text);
    CHECK_NOTHROW(parse(text));
    seen.merge(Damage(text).seen);
  }
  for (std::size_t t = 0; t < names_of(Table()).size(); ++t)
    for (const Key& key : keys_of(static_cast<Table>(t))) {
      INFO(key.name << " of " << names_of(Table())[t]);
      CHECK(seen.erase({static_cast<Table>(t), std::string(key.name)}) == 1);
    }
  for (const auto& [table, key] : seen) {
    INFO(key << " of " << name(table));
    CHECK((table == Table::distribution && key == "seed"));  // of a teacher's
  }
}
