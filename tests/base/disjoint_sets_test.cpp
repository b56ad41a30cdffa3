#include "polyscape/base/disjoint_sets.hpp"

#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;

TEST_CASE("sets joined at random are those of the transitive closure") {
  const auto seed = GENERATE(range(1, 30));
  INFO("seed " << seed);
  Random random(static_cast<std::uint64_t>(seed));
  const std::size_t n = 1 + random.below(12);
  DisjointSets sets(n);
  std::vector<std::vector<bool>> one(n, std::vector<bool>(n));
  for (std::size_t i = 0; i < n; ++i) one[i][i] = true;
  for (std::size_t k = 0, joins = random.below(10); k < joins; ++k) {
    const std::size_t i = random.below(n), j = random.below(n);
    sets.join(i, j);
    one[i][j] = one[j][i] = true;
  }
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) one[i][j] = one[i][j] || (one[i][k] && one[k][j]);
  std::size_t members = 0, before = 0;
  for (const auto& group : sets.groups()) {
    CHECK((members == 0 || group.front() > before));
    before = group.front();
    members += group.size();
    for (const std::size_t i : group) {
      CHECK(sets.least(i) == group.front());
      for (std::size_t j = 0; j < n; ++j) CHECK(one[i][j] == std::ranges::binary_search(group, j));
    }
  }
  CHECK(members == n);
}

TEST_CASE("an index added later is alone until it is joined") {
  DisjointSets sets;
  CHECK(sets.groups().empty());
  sets.add();
  sets.add();
  CHECK(sets.groups() == std::vector<std::vector<std::size_t>>{{0}, {1}});
  sets.join(1, 0);
  CHECK(sets.groups() == std::vector<std::vector<std::size_t>>{{0, 1}});
}
