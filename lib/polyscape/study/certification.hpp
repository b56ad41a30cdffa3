#pragma once
/// Certificates for the points of a result, and what they make of its counts.
#include <functional>
#include <optional>

#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

/// What the points of a result solve.
struct CertifiedSystem {
  algebra::Program equations;            ///< square, without parameters
  std::optional<algebra::Program> loss;  ///< of which the equations are the gradient
};

/// Bits of arithmetic in which the approximation's own digits are not lost, 128 at least and at most max_bits: in less,
/// Newton's method may leave it for another zero of a cluster.
int bits_of_digits(const std::vector<algebra::GaussianRational>& near, int max_bits);

/// Whether options.certify asks for proofs of the result's points; with "auto" where they are quick.
bool wants_certificates(const report::Result& result, const Options& options);

/// Proves the nonsingular points of the result, in arithmetic of at most options.max_precision bits: existence,
/// uniqueness, distinctness, reality, and for a gradient the inertia and bounds of the loss; a certified point's digits
/// are the certificate's centre. Of points that are rational, singular ones too: that they are zeros exactly, rank and
/// inertia over Q, the loss. Then says how the count is known. A point whose proof contradicts what was reported of it
/// is not certified, and a note says so. A cancelled job leaves out what it does not get to. Points that are certified
/// already are proved anew.
void certify(report::Result& result, const CertifiedSystem& system, const Options& options,
             const Observer& observer = {});

/// Checks every certificate of the result again, from its strings and the expanded equations, in exact arithmetic
/// (certify/recheck.hpp): one zero, reality, inertia and bounds of the loss where claimed, rational points, and that
/// all certified points are pairwise distinct. One that does not hold is taken back and noted. Sets result.recheck.
/// Throws InputError naming `file` when a certificate is not made of numbers, or is not of a point of this system;
/// Cancelled when the job is. loss: of which the system is the gradient, where it is one.
void recheck(report::Result& result, const algebra::System& system, const std::optional<algebra::Program>& loss,
             const std::string& file, int threads = 0, const Observer& observer = {});

/// The same for the proof that a real point of the zero-loss set is there, after recheck(), whose counts it joins.
/// residuals: f(x_i; w) - y_i; without such a proof in the result nothing happens.
void recheck_zero_loss(report::Result& result, const algebra::Program& residuals, const std::string& file);

}  // namespace polyscape::study
