#pragma once
/// Monodromy: all solutions of a generic translate F(x) = p of a square system, and through them those of F(x) = 0.
///
/// The pairs (x, p) with F(x) = p are the graph of F, so an irreducible set, and to know one costs nothing. Over a
/// generic line p = p0 + s p1 they are an irreducible curve, whose section by a generic hyperplane is completed by
/// loops and the trace test (solve/section.hpp). The hyperplane is then slid to a fixed s, and at last p to 0: isolated
/// solutions of F = 0 are limits of those of its translates, also those with zero coordinates, of which the translates
/// have none.
#include "polyscape/algebra/program.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/solve/options.hpp"
#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/problem.hpp"
#include "polyscape/solve/section.hpp"

namespace polyscape::solve {

/// A translate of the square system `program` (no parameters) at a random p, solved, on the line from it to the system.
/// Its record says whether all its solutions were found. progress: of the section; report: of the paths from there.
/// Throws Cancelled when the job is.
Member generic_translate(const algebra::Program& program, const Options& options, Random random,
                         const SectionProgress& progress = {}, const ProgressReport& report = {});

}  // namespace polyscape::solve
