#pragma once
/// Monodromy: all solutions of a generic translate F(x) = p of a square system, and through them those of F(x) = 0.
///
/// The method. The pairs (x, p) with F(x) = p are the graph of F, so an irreducible set, and to know one costs nothing. Over a generic line
/// p = p0 + s p1 they are an irreducible curve. Its section by a generic hyperplane is completed by monodromy: a homotopy that moves the
/// hyperplane and p0 along loops permutes the section's points transitively (Duff, Hill, Jensen, Lee, Leykin, Sommars, arXiv 1609.08722; the
/// loops run in a complete graph of random hyperplanes and p0 of very different sizes). The trace test decides when it is complete: the points that
/// parallel generic hyperplanes cut out of a curve sum to an affine function of the offset, those of a proper subset do not (Sommese, Verschelde,
/// Wampler 2002). It runs in double-double; when it fails the graph grows. The hyperplane is then slid to a fixed s, and at last p to 0:
/// isolated solutions of F = 0 are limits of those of its translates, also those with zero coordinates, of which the translates have none.
#include <complex>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::solve {

/// {g(x) = p}: an irreducible curve that lies in no coordinate hyperplane. Loops move p.
struct Curve {
  algebra::Program map;                    ///< g: n - 1 outputs in n variables, without parameters
  std::vector<algebra::GaussianRational> values;  ///< p
  std::vector<std::complex<double>> seed;  ///< a smooth point of it, accurate to double precision
};

/// Sum of form[i] x_i = value.
struct Hyperplane {
  std::vector<std::complex<double>> form;
  std::complex<double> value;
};

struct Section {
  Hyperplane plane;
  std::vector<std::vector<std::complex<double>>> points;  ///< accurate to double precision
  bool traced = false;          ///< the trace test says that these are all
  double trace_error = 0;       ///< second difference of the sums over that of the points
  std::uint64_t paths = 0;      ///< followed in all
  std::uint64_t lost = 0;       ///< of them, those that could not be followed: only the trace test says what it means
};

/// Called with the number of points known so far.
using SectionProgress = std::function<void(std::uint64_t)>;

/// The curve's section by a random hyperplane. Results depend on the arguments, not on the number of threads.
Section section(const Curve& curve, const Options& options, Random random, const SectionProgress& progress = {});

/// The trace test by itself: 0 but for rounding (some 1e-120) if the section's points are all of the curve's; 1 where it could not be made.
double trace_error(const Curve& curve, const Section& section, const Options& options, Random random);

/// The curve's points with x_coordinate = value, by sliding the hyperplane of its complete section there; for a generic value
/// all are nonsingular, other paths go to infinity.
Outcome slide(const Curve& curve, const Section& section, std::size_t coordinate, std::complex<double> value, const Options& options);

/// A translate of the square system `program` (no parameters) at a random p, solved: the line from it to the system.
struct Translate {
  Member member;
  MonodromyRecord record;
};
Translate generic_translate(const algebra::Program& program, const Options& options, Random random, const SectionProgress& progress = {});

/// The isolated solutions of the square system `program` by way of a generic translate. `problem` says what the ends are checked against.
/// Completeness is trace-tested when the trace test passed and no path failed.
Outcome solve_by_monodromy(const Problem& problem, const algebra::Program& program, const Options& options,
                           const SectionProgress& progress = {});

}  // namespace polyscape::solve
