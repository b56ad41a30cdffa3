#pragma once
/// Counts modulo random primes (exact/count.hpp) as part of a job.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/note.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

struct ModularCounting {
  std::uint64_t seed = 1;                         ///< of the primes
  int threads = 0;                                ///< 0: every core
  std::uint64_t operations = 50'000'000'000'000;  ///< products of coefficients for the first prime: a day, as it is
};
/// Counts the system's solutions; notes say which primes were of no use, or why there is no count. Throws Cancelled
/// when the job is.
std::optional<report::ModularCount> modular_count(const algebra::System& system, const ModularCounting& counting,
                                                  std::vector<Note>& notes, const Observer& observer = {});
/// The same as one of the result's bounds; a cancelled job leaves it out, with a note.
void add_modular_count(const algebra::System& system, const ModularCounting& counting, report::Result& result,
                       const Observer& observer = {});

/// The same of the gradient with random integers for targets and regularisation at the model's inputs, which has as
/// many critical points as the family's generic member unless these numbers are special.
std::optional<report::ModularCount> generic_modular_count(const model::Model& model, const ModularCounting& counting,
                                                          std::vector<Note>& notes, const Observer& observer = {});

/// The same as one of the result's bounds; a cancelled job leaves it out, with a note.
void add_generic_modular_count(const model::Model& model, const ModularCounting& counting, report::Result& result,
                               const Observer& observer = {});

/// Whether 1 is a combination of the equations over Q: the largest degree of a product in one that was found and
/// multiplied out (Hilbert's Nullstellensatz); nullopt: none within some seconds. Throws Cancelled when the job is.
std::optional<long> nullstellensatz_degree(const algebra::System& system);

/// The same among the result's bounds where the modular count is zero; a cancelled job leaves it out, with a note.
void add_nullstellensatz_degree(const algebra::System& system, report::Result& result);

/// As options.exact says of sets, which are counted beside other work: for `auto` within a second; nullopt: never.
std::optional<ModularCounting> counting_of_sets(const Options& options);

/// Of a decomposed set of positive dimension what its modular count says of the largest dimension, for each dimension
/// down to the least that was looked for: degrees of the reduced components (exact/reduced_part.hpp). A note says which
/// were not counted. Nothing without a count. Throws Cancelled when the job is.
void count_reduced_parts(const algebra::System& system, const std::optional<report::ModularCount>& whole,
                         const ModularCounting& counting, report::Decomposition& found, std::vector<Note>& notes,
                         const Observer& observer = {});

/// What floating-point ranks say of the zero-loss set's dimension becomes a statement with a probability where its
/// count says the same and it cannot be less: an empty set, or one with a proved real zero of that dimension.
void rest_on_count(report::Interpolation& v);

/// Dimension and degree of the zero-loss set f(x_i; w) = y_i, and what rests on them. Throws Cancelled when the job is.
void count_zero_loss(const model::Model& model, const ModularCounting& counting, report::Interpolation& v,
                     std::vector<Note>& notes, const Observer& observer = {});

/// The same as options.exact says; a cancelled job leaves it out, with a note.
void add_zero_loss_count(const model::Model& model, const Options& options, report::Result& result,
                         const Observer& observer = {});

/// The local rings' multiplicities of singular points with rational coordinates, of some twenty at most; what was said
/// of them before is put right, with a note. equations: the polynomials that the points are zeros of. Throws Cancelled
/// when the job is.
void add_exact_multiplicities(std::span<const algebra::Polynomial> equations, report::Result& result);

/// solve(), which solves the problem. Where the solutions found are fewer than the result's bounds allow they are
/// counted, as options.exact says; where that leaves room for more, solve() is called again, for the problem with the
/// count, and the outcome with more solutions is returned.
solve::Outcome solved_and_counted(solve::Problem& problem, const std::function<solve::Outcome()>& solve,
                                  const Options& options, report::Result& result, const Observer& observer = {});

}  // namespace polyscape::study
