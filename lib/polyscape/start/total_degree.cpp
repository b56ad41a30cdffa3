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
      : StartSystem(algebra::trivial_partition(degrees.size()), degrees.size()), degrees_(degrees) {
    algebra::Integer count = 1;
    for (std::size_t i = 0; i < degrees.size(); ++i) {
      if (degrees[i] < 1) throw ArgumentError("total_degree: degrees must be positive");
      const std::complex<double> c = random.unit_complex();
      constants_.push_back(c);
      count *= algebra::Integer(degrees[i]);
      const auto d = static_cast<unsigned>(degrees[i]);
      const auto power = program_.power(program_.variable(i), d);
      const auto at_infinity = program_.power(program_.variable(degrees.size()), d);
      program_.outputs.push_back(
          program_.subtract(power, program_.scale(algebra::GaussianRational::from_complex(c), at_infinity)));
    }
    const auto fits = count.to_int64();
    if (!fits) throw ArgumentError("total_degree: too many start solutions");
    count_ = static_cast<std::uint64_t>(*fits);
  }

  eval::Point point(std::uint64_t index) const override {
    std::vector<std::complex<double>> x;
    for (std::size_t i = 0; i < degrees_.size(); ++i) {
      const auto d = static_cast<std::uint64_t>(degrees_[i]);
      const double turn = 2 * std::numbers::pi * static_cast<double>(index % d) / static_cast<double>(d);
      x.push_back(std::pow(constants_[i], 1.0 / static_cast<double>(d)) * std::polar(1.0, turn));
      index /= d;
    }
    x.push_back(1);
    return eval::exact_point(x);
  }

 private:
  std::vector<long> degrees_;
  std::vector<std::complex<double>> constants_;
};

}  // namespace

std::unique_ptr<StartSystem> total_degree(const std::vector<long>& degrees, Random random) {
  return std::make_unique<TotalDegree>(degrees, random);
}

}  // namespace polyscape::start
