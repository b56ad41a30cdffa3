#pragma once
/// What a store holds, timings apart.
#include <string>
#include <vector>

#include "polyscape/spec/sweep.hpp"
#include "polyscape/store/store.hpp"

namespace polyscape::study {

/// A text a row.
inline std::vector<std::string> rows_in(const std::string& store) {
  std::vector<std::string> result;
  for (store::Row& row : store::read(store).rows) {
    std::string text = spec::values_text(row.values) + "\n" + std::string(name(row.state)) + "\n" + row.reason + "\n";
    if (row.result) {
      row.result->seconds = {};
      row.result->threads = 0;
      text += report::to_json(*row.result);
    }
    result.push_back(text);
  }
  return result;
}

}  // namespace polyscape::study
