/// result.json, and the files that hold many.
#include "polyscape/report/result.hpp"

#include "attack.hpp"
#include "polyscape/report/contradictions.hpp"
#include "polyscape/report/entries.hpp"
#include "polyscape/report/summary.hpp"

namespace polyscape::fuzz {

void attack(const std::string& text) {
  const report::Entries entries = report::entries_from_json(text, "result.json");
  for (const report::Entry& entry : entries.rows) {
    if (!entry.result) continue;
    const std::string written = report::to_json(*entry.result);
    require(report::to_json(report::result_from_json(written, "written")) == written,
            "what is written is read back equal");
    report::summary(*entry.result);
    report::standing(*entry.result);
  }
}

}  // namespace polyscape::fuzz
