#include "polyscape/base/shard.hpp"

#include <cstdint>

#include "support/catch.hpp"

using namespace polyscape;

TEST_CASE("shards are all items, each once, about as many each") {
  for (const std::size_t count : {0, 1, 2, 7, 64, 1000})
    for (const std::size_t of : {1, 2, 3, 7, 64, 1001}) {
      std::size_t at = 0;
      for (std::size_t number = 1; number <= of; ++number) {
        const Shard shard{number, of};
        INFO(count << " items, shard " << number << " of " << of);
        CHECK(shard.begin(count) == at);
        at = shard.end(count);
        CHECK(at >= shard.begin(count));
        CHECK(at - shard.begin(count) <= count / of + 1);
        CHECK(at - shard.begin(count) >= count / of);
      }
      CHECK(at == count);
    }
  constexpr std::size_t huge = SIZE_MAX;
  CHECK(Shard{3, 3}.end(huge) == huge);
  CHECK(Shard{2, 4}.end(huge) == huge / 2);
}

TEST_CASE("a shard is its scope's") {
  CHECK_FALSE(current_shard());
  {
    const ShardScope scope({2, 3});
    CHECK(current_shard() == Shard{2, 3});
  }
  CHECK_FALSE(current_shard());
}
