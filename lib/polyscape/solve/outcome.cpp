#include "polyscape/solve/outcome.hpp"

#include <algorithm>

#include "polyscape/eval/point.hpp"

namespace polyscape::solve {

Outcome without_paths(const std::string& reason) {
  Outcome nothing;
  nothing.start = "none";
  nothing.start_reason = reason;
  return nothing;
}

void sort_by_coordinates(std::vector<Solution>& solutions) {
  std::vector<std::pair<std::vector<double>, std::size_t>> keys;
  for (std::size_t k = 0; k < solutions.size(); ++k) {
    auto& key = keys.emplace_back(std::vector<double>{}, k).first;
    for (const auto& z : solutions[k].rounded()) key.insert(key.end(), {z.real(), z.imag()});
  }
  std::ranges::sort(keys);
  std::vector<Solution> sorted;
  for (const auto& [key, k] : keys) sorted.push_back(std::move(solutions[k]));
  solutions = std::move(sorted);
}

std::vector<std::complex<double>> Solution::rounded() const { return eval::rounded(coordinates); }

}  // namespace polyscape::solve
