#pragma once
/// Disjoint sets of indices.
#include <cstddef>
#include <vector>

namespace polyscape {

/// A partition of 0, 1, .. into sets that are joined one after the other (union-find with path halving).
class DisjointSets {
 public:
  /// Of so many indices, each alone.
  explicit DisjointSets(std::size_t count = 0) {
    while (parent_.size() < count) add();
  }
  /// One more index, alone.
  void add() { parent_.push_back(parent_.size()); }
  /// The smallest index of the set that `i` is in.
  std::size_t least(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  /// Makes one set of the two that these are in; false where they were in one.
  bool join(std::size_t i, std::size_t j) {
    i = least(i), j = least(j);
    if (i == j) return false;
    (i < j ? parent_[j] : parent_[i]) = i < j ? i : j;
    return true;
  }
  /// The sets, ascending by their least indices, each ascending.
  std::vector<std::vector<std::size_t>> groups() {
    std::vector<std::vector<std::size_t>> result;
    std::vector<std::size_t> place(parent_.size());
    for (std::size_t i = 0; i < parent_.size(); ++i) {
      const std::size_t first = least(i);
      if (first == i) {
        place[i] = result.size();
        result.emplace_back();
      }
      result[place[first]].push_back(i);
    }
    return result;
  }

 private:
  std::vector<std::size_t> parent_;  // never larger
};

}  // namespace polyscape
