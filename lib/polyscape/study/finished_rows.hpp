#pragma once
/// Rows of a sweep's store as entries of tables.
#include <cstdint>
#include <string>
#include <vector>

#include "polyscape/report/columns.hpp"

namespace polyscape::study {

struct FinishedRows {
  std::vector<report::Entry> entries;  ///< with a result, or with the reason why they failed
  std::uint64_t waiting = 0;           ///< rows that are not finished
};

/// Of the store in this file. Throws InputError as store::read() does.
FinishedRows finished_rows(const std::string& file);

}  // namespace polyscape::study
