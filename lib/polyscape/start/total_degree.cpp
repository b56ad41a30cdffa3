#include <cmath>
#include <numbers>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/start/start_system.hpp"

namespace polyscape::start {
namespace {

class TotalDegree : public StartSystem {
 public:
  TotalDegree(const std::vector<long>& degrees, Random random)
      : StartSystem(algebra::trivial_partition(degrees.size()), degrees.size()) {
    algebra::Integer count = 1;
    for (std::size_t i = 0; i < degrees.size(); ++i) {
      if (degrees[i] < 1) throw ArgumentError("total_degree: degrees must be positive");
      const std::complex<double> c = random.unit_complex();
      count *= algebra::Integer(degrees[i]);
      const auto d = static_cast<unsigned>(degrees[i]);
      auto& roots = roots_.emplace_back();
      for (unsigned k = 0; k < d; ++k)
        roots.push_back(std::pow(c, 1.0 / d) * std::polar(1.0, 2 * std::numbers::pi * k / d));
      const auto power = program_.power(program_.variable(i), d);
      const auto at_infinity = program_.power(program_.variable(degrees.size()), d);
      program_.outputs.push_back(
          program_.subtract(power, program_.scale(algebra::GaussianRational::from_complex(c), at_infinity)));
    }
    const auto fits = count.to_int64();
    if (!fits) throw ArgumentError("total_degree: too many start solutions");
    count_ = static_cast<std::uint64_t>(*fits);
  }

  eval::Point point(std::uint64_t index) const override { return eval::exact_point(rounded_point(index)); }

  std::vector<std::complex<double>> rounded_point(std::uint64_t index) const override {
    std::vector<std::complex<double>> x;
    x.reserve(roots_.size() + 1);
    for (const auto& roots : roots_) {
      x.push_back(roots[index % roots.size()]);
      index /= roots.size();
    }
    x.push_back(1);
    return x;
  }

 private:
  std::vector<std::vector<std::complex<double>>> roots_;  ///< of each variable
};

}  // namespace

std::unique_ptr<StartSystem> total_degree(const std::vector<long>& degrees, Random random) {
  return std::make_unique<TotalDegree>(degrees, random);
}

}  // namespace polyscape::start
