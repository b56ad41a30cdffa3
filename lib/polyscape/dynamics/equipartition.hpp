#pragma once
/// The learning coefficient as a sampler finds it: the mean of L/T under exp(-L/T) as T falls.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/dynamics/diagnostics.hpp"
#include "polyscape/dynamics/march.hpp"

namespace polyscape::dynamics {

/// The mean of L/T at one temperature.
struct MeanEnergy {
  double temperature = 0;
  ChainMean mean;
};

struct Equipartition {
  std::vector<MeanEnergy> means;       ///< that lambda is fitted to, by rising temperature
  double lambda = 0, error = 0;        ///< with its standard error, over chains
  std::optional<std::string> refused;  ///< why lambda is not to be trusted
};

struct EquipartitionOptions {
  int multiplicity = 1;  ///< m
  double highest = 1;    ///< temperature; as many below it as fit between chains that exchange places
  std::uint64_t chains = 64, draws = 2000, thinning = 10;
  int threads = 0;
};

/// Z ~ C T^lambda (log(1/T) + c)^(m - 1), so that the mean of L/T is lambda - (m - 1)/(log(1/T) + c): lambda and c by
/// least squares at temperatures below a twentieth of the highest. For m = 1 the next pole's part is fitted, too: the
/// mean is lambda + a T^g, g from 0.2 to 1.5. Errors are a jackknife's over the chains, which are independent, and what
/// the lower half of the temperatures alone changes: the law's own error shows there. The walls have to confine. Throws
/// Cancelled when the job is.
Equipartition equipartition(const Potential& potential, const Confinement& confinement,
                            const EquipartitionOptions& options, Random random);

/// lambda of exact means; see equipartition(). nullopt where no c fits.
std::optional<double> fitted_lambda(std::span<const double> temperatures, std::span<const double> means,
                                    int multiplicity);

}  // namespace polyscape::dynamics
