#include "polyscape/dynamics/diagnostics.hpp"

#include <cmath>

#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;

namespace {

/// Autoregressive chains: x' = phi x + sqrt(1 - phi^2) noise, stationary variance 1.
Chains autoregressive(std::size_t chains, std::size_t draws, double phi, std::uint64_t seed) {
  Chains result(chains);
  for (std::size_t k = 0; k < chains; ++k) {
    Random random = Random(seed).stream(k);
    double x = random.normal();
    for (std::size_t t = 0; t < draws; ++t)
      result[k].push_back(x = phi * x + std::sqrt(1 - phi * phi) * random.normal());
  }
  return result;
}

}  // namespace

TEST_CASE("the effective sample size of an autoregression is n(1 - phi)/(1 + phi)") {
  for (const double phi : {0.0, 0.5, 0.9, -0.3}) {
    const Chains chains = autoregressive(8, 5000, phi, 4);
    const double expected = 40000 * (1 - phi) / (1 + phi);
    CHECK(std::abs(bulk_ess(chains) / expected - 1) < 0.15);
    CHECK(split_r_hat(chains) < 1.01);
    const ChainMean m = chain_mean(chains);
    CHECK(std::abs(m.value) < 4 * m.error);
    CHECK(std::abs(m.error / std::sqrt(1 / expected) - 1) < 0.1);
    CHECK_FALSE(refusal(m));
  }
}

TEST_CASE("chains that disagree in place, in spread or in time are refused") {
  Chains shifted = autoregressive(4, 1000, 0, 5), wide = shifted, drifting = shifted,
         few = autoregressive(4, 100, 0.9, 2);
  for (double& x : shifted[2]) x += 1;
  for (double& x : wide[1]) x *= 5;
  for (auto& c : drifting)
    for (std::size_t t = 0; t < c.size(); ++t) c[t] += 2 * static_cast<double>(t) / static_cast<double>(c.size());
  for (const Chains& c : {shifted, wide, drifting}) CHECK(split_r_hat(c) > 1.05);
  CHECK(refusal(chain_mean(shifted)));
  CHECK(refusal(chain_mean(few)));
}

TEST_CASE("chains that stay where they are, or are no numbers, have no figures") {
  const Chains stuck{std::vector(100, 0.0), std::vector(100, 1.0)}, same{std::vector(100, 1.0), std::vector(100, 1.0)};
  CHECK(std::isinf(split_r_hat(stuck)));
  CHECK(refusal(chain_mean(stuck)));
  CHECK(split_r_hat(same) == 1);
  CHECK(bulk_ess(same) == 0);  // nobody knows whether they would ever move
  CHECK(refusal(chain_mean(same)));
  Chains bad = autoregressive(2, 100, 0, 1);
  bad[1][7] = std::nan("");
  CHECK(std::isinf(split_r_hat(bad)));
  CHECK(refusal(chain_mean({})));
}
