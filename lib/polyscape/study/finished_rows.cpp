#include "polyscape/study/finished_rows.hpp"

#include "polyscape/store/store.hpp"

namespace polyscape::study {

FinishedRows finished_rows(const std::string& file) {
  FinishedRows rows;
  for (store::Row& row : store::read(file).rows)
    if (row.result || row.state == store::State::failed)
      rows.entries.push_back({std::move(row.values), std::move(row.result), std::move(row.reason)});
    else
      ++rows.waiting;
  return rows;
}

}  // namespace polyscape::study
