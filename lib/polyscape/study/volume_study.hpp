#pragma once
/// Volumes of low loss: learning coefficients of networks and of any ideal.
#include <string>

#include "polyscape/algebra/system.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"
#include "polyscape/volume/learning_coefficient.hpp"

namespace polyscape::study {

/// "everywhere", "origin", or rational coordinates, "1/2,0,-1". Throws InputError for other words, or another number of
/// coordinates than `variables`.
volume::Where where_of(const std::string& text, std::size_t variables);

/// lambda and m of the loss at its zeros, by resolution over Q; where that leaves an interval, by smoothness of the
/// zero-loss set modulo random primes. Of deep linear networks beside Aoyagi's formula. `where` as where_of() reads it,
/// empty: everywhere. Throws InputError for another loss than the square one, for regularisation, for a network too
/// large to expand, and for a point that is no zero.
report::Result measure_network(const spec::Specification& specification, const std::string& where,
                               const Options& options, const Observer& observer = {});

/// The same of 1/2 the sum of the squares of a system's equations; empty: at the origin. Throws InputError for a system
/// that is not real.
report::Result measure_system(const algebra::System& system, const std::string& title, const std::string& where,
                              const Options& options, const Observer& observer = {});

/// Adds what parallel tempering between reflecting walls finds of lambda, in a box that reaches so far about the point
/// of `where`, about 0 without one (dynamics/equipartition.hpp): where lambda and m are known with a question if they
/// differ by more than four standard errors and a twentieth. The result is measure_network()'s or measure_system()'s.
/// Throws InputError unless reach is positive.
void sample_volume(const spec::Specification& specification, const std::string& where, double reach,
                   const Options& options, report::Result& result, const Observer& observer = {});
void sample_volume(const algebra::System& system, const std::string& where, double reach, const Options& options,
                   report::Result& result, const Observer& observer = {});

}  // namespace polyscape::study
