#include "polyscape/study/manifold_rows.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "polyscape/report/json_writer_kernel.hpp"

namespace polyscape::study {
namespace {

/// A critical function, by the components whose weights compute it.
struct Function {
  std::optional<bool> pure;
  bool zero_loss = false;
  std::set<std::string_view> kinds;  ///< at real points
};

/// "2 spurious saddle, 1 zero-loss minimum".
std::string kinds_text(const std::map<std::string, std::size_t>& kinds) {
  std::string text;
  for (const auto& [kind, count] : kinds) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kind);
  return text;
}

struct Draws {
  const std::vector<report::Result>* list;
};
void describe(auto& fields, report::Of<Draws> auto& d) {
  fields.computed("schema", report::schema_version, "2");
  fields("draws", *d.list, "a result each");
}

}  // namespace

ManifoldRow manifold_row(const report::Result& r) {
  ManifoldRow row;
  row.samples = r.network->samples;
  for (const auto& [name, seed] : r.seeds)
    if (name == "data") row.data_seed = seed;
  if (r.interpolation && r.interpolation->dimension) {
    const int dimension = *r.interpolation->dimension;
    row.zero_loss_dimension = dimension < 0 ? "empty" : std::to_string(dimension);
    row.degenerate = r.interpolation->degenerate.value_or(false);
  }
  std::map<int, Function> by_number;
  int family = 0;
  for (const report::Component& c : r.decomposition->components) {
    Function& f = by_number[c.function.value_or(--family)];
    f.pure = c.pure;
    f.zero_loss = c.zero_loss.value_or(false);
    for (const report::Kind kind : c.kinds) f.kinds.insert(name(kind));
  }
  row.functions = by_number.size();
  std::map<std::string, std::size_t> kinds;
  for (const auto& [number, f] : by_number) {
    if (f.kinds.empty()) continue;
    ++row.real;
    const char* what = f.zero_loss ? "zero-loss " : !f.pure ? "" : *f.pure ? "pure " : "spurious ";
    ++kinds[fmt::format("{}{}", what, fmt::join(f.kinds, "/"))];
  }
  row.kinds = kinds_text(kinds);
  const report::Standing standing = report::standing(r);
  row.complete = standing == report::Standing::complete        ? "yes"
                 : standing == report::Standing::contradiction ? std::string(name(Severity::contradiction))
                                                               : "no";
  return row;
}

std::string draws_json(const std::vector<report::Result>& draws) {
  return report::JsonWriter().record(Draws{&draws}).dump(1) + "\n";
}

}  // namespace polyscape::study
