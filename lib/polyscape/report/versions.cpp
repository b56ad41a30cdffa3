#include <flint/flint.h>
#include <fmt/format.h>
#include <gmp.h>
#include <mpfr.h>

#include <Eigen/Core>
#include <boost/version.hpp>

#include "polyscape/report/result.hpp"

namespace polyscape::report {

std::string library_version() { return POLYSCAPE_VERSION; }

std::vector<std::pair<std::string, std::string>> dependency_versions() {
  return {{"compiler", fmt::format("GCC {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__)},
          {"flint", flint_version},
          {"gmp", gmp_version},
          {"mpfr", mpfr_get_version()},
          {"boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
          {"eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)}};
}

}  // namespace polyscape::report
