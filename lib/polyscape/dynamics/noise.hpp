#pragma once
/// The noise of minibatches: its covariance beside the Hessian, whether it looks normal, and how steps of it are
/// stable.
#include <optional>
#include <span>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/dynamics/march.hpp"
#include "polyscape/dynamics/potential.hpp"

namespace polyscape::dynamics {

/// N times the gradient of each sample's part of the loss, without regularisation, sample by sample. Throws
/// ArgumentError for potentials without samples, as all of these do.
std::vector<std::vector<double>> sample_gradients(const Potential& potential, std::span<const double> w);

/// Of one such gradient of a random sample: the noise of a batch of b has this covariance over b (with replacement), or
/// (N - b)/(N - 1) of that.
struct NoiseCovariance {
  std::vector<double> entries;      ///< row by row
  double trace = 0;                 ///< 0 where the rank is
  int rank = 0;                     ///< eigenvalues above 1e-9 of the largest; 0 where every gradient is below 1e-8
  std::optional<double> alignment;  ///< cosine with the Hessian
  std::optional<double> isotropy;   ///< cosine with the identity
  std::vector<double> widest;       ///< unit eigenvector of the largest eigenvalue
};
NoiseCovariance noise_covariance(const Potential& potential, std::span<const double> w);

/// rate trace / (2 batch M), times (N - b)/(N - 1) without replacement.
double effective_temperature(double trace, double rate, std::size_t batch, Sampling sampling, std::size_t samples,
                             std::size_t dimension);

struct Normality {
  double statistic = 0;  ///< Anderson and Darling's A*^2 with estimated mean and variance; infinity for constant draws
  double critical = 0;   ///< of 5 %
};
Normality anderson_darling(std::vector<double> draws);

/// Hill's estimate of the index alpha of a tail P(|x| > t) ~ t^-alpha, by the largest twentieth of the moduli.
struct TailIndex {
  double value = 0, error = 0;
};
std::optional<TailIndex> hill(std::vector<double> draws);

/// Noise of so many batches along the unit vector.
std::vector<double> batch_noise(std::span<const std::vector<double>> gradients, std::span<const double> along,
                                std::size_t batch, Sampling sampling, std::size_t draws, Random random);

/// The factor by which linearised minibatch steps multiply the mean square distance from a minimum in the long run:
/// the spectral radius of C -> E[(1 - rate H_B) C (1 - rate H_B)], on the directions that the Hessian does not
/// annihilate.
double mean_square_growth(const Potential& potential, std::span<const double> w, double rate, const Minibatch& batch);

}  // namespace polyscape::dynamics
