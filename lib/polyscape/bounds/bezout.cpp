#include "polyscape/bounds/bezout.hpp"

#include <cmath>
#include <cstdio>
#include <map>
#include <vector>

#include "polyscape/base/error.hpp"

namespace polyscape::bounds {

Integer bezout_number(std::span<const DegreeCount> degrees) {
  Integer product(1);
  for (const auto& [degree, count] : degrees) {
    if (degree < 0) throw ArgumentError("bezout_number: undefined for a zero equation");
    if (count > 0 && degree != 1) product *= algebra::power(Integer(degree), count);
  }
  return product;
}

Integer bezout_number(std::span<const long> degrees) {
  // Powers of equal degrees: thousands of single factors would each cost a pass over the whole product.
  std::map<long, std::uint64_t> counts;
  for (const long degree : degrees) ++counts[degree];
  std::vector<DegreeCount> list;
  for (const auto& [degree, count] : counts) list.push_back({degree, count});
  return bezout_number(list);
}

}  // namespace polyscape::bounds
