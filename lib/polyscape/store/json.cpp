#include "polyscape/report/json_text.hpp"
#include "polyscape/report/json_writer_kernel.hpp"
#include "polyscape/store/store.hpp"

namespace polyscape::store {

void describe(auto& fields, report::Of<Row> auto& r) {
  fields("values", r.values, "that were chosen, by name");
  fields("state", r.state, "`waiting`, `done`, `incomplete`, `contradiction` or `failed`");
  fields("reason", r.reason, "of a failed row", report::filled(r.reason));
  fields("result", r.result, "of the row");
}
void describe(auto& fields, report::Of<Contents> auto& c) {
  fields.computed("schema", report::schema_version, "2");
  fields("file", c.sweep.file, "of the sweep");
  fields("digest", c.sweep.digest, "of all that its rows say");
  fields("version", c.sweep.version, "of the program");
  fields("options", c.sweep.options, "the solver's");
  fields("rows", c.rows, "in the order of the sweep");
}

std::string to_json(const Contents& contents) { return report::json_text(report::JsonWriter().record(contents)); }

}  // namespace polyscape::store
