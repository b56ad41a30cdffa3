#pragma once
/// The result of a job: what `--json` prints and result.json holds, schema version 2. Programs read these keys, so
/// their meaning does not change; what is not known is left out. Keys marked (beside) are additions to the schema.
/// Schema 2 against 1: whether the listed points exist (`existence`) and whether the list lacks none (`completeness`)
/// are two statements, every other claim has `by` beside it (base/certainty.hpp), statements that exclude each other
/// are listed.
#include <array>
#include <complex>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/algebra/kind.hpp"
#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/certainty.hpp"

namespace polyscape::report {

inline constexpr int schema_version = 2;

/// Equations of one kind: how many of which degree. For networks too large to list equation by equation.
struct DegreeClass {
  long degree = 0;
  algebra::Integer count;
  std::string description;
};

using algebra::Kind;

/// Where the equations come from: a network's loss or its data, or a file.
enum class Origin { gradient, interpolation, given };
constexpr auto names_of(Origin) { return std::to_array<std::string_view>({"gradient", "interpolation", "given"}); }

struct SystemShape {
  std::uint64_t variables = 0, equations = 0;
  std::optional<std::vector<long>> degrees;  ///< one an equation; left out above 10,000 equations
  Origin which = Origin::given;
  std::vector<DegreeClass> degree_classes;  ///< (beside)
  bool real = true;  ///< (beside, where false) every coefficient is; of other systems nothing is said about which
                     ///< points are real
};

/// A multihomogeneous Bezout number and the partition of the variables that it belongs to.
struct MultihomogeneousBound {
  algebra::Integer value;
  std::vector<std::vector<std::string>> partition;
  std::string origin;  ///< (beside) layers, units, search
};

/// A bound by products of linear forms in sets of variables.
struct LinearProductBound {
  algebra::Integer value;
  std::vector<std::vector<std::vector<std::string>>> sets;  ///< (beside) the sets of each equation
};

struct Bounds {
  std::optional<algebra::Integer> bezout;
  std::optional<MultihomogeneousBound> multihomogeneous;  ///< the smallest found
  std::vector<MultihomogeneousBound> natural;             ///< (beside) of the natural partitions
  std::optional<LinearProductBound> linear_product;       ///< the smallest found
  std::optional<algebra::Integer> mixed_volume;           ///< solutions without zero coordinates (Bernshtein)
  std::optional<algebra::Integer> mixed_volume_affine;    ///< all isolated ones: with the origin adjoined (Li-Wang)
  std::optional<algebra::Integer>
      generic_root_count;  ///< for generic complex targets and regularisation, inputs as given
  std::optional<algebra::Integer> linear_one_sample;  ///< (beside) (1 + 4 d_y)^{d_1}, published for linear networks
  bool exhaustive = false;                            ///< (beside) every partition of the variables was compared
  bool analytic = false;                              ///< (beside) from the architecture, nothing expanded
};

/// One class a start solution; the six classes add up to `tracked`.
struct Paths {
  std::string start;
  std::uint64_t tracked = 0, nonsingular = 0, singular = 0, at_infinity = 0, positive_dimensional = 0, excluded = 0,
                failed = 0;
  std::string reason;                             ///< (beside) why this start system
  std::map<std::string, std::uint64_t> failures;  ///< (beside) reason -> paths
  bool cancelled = false;                         ///< (beside) ended by the user
};

/// The isolated solutions over C whose zero coordinates are exactly those named.
struct Stratum {
  std::vector<std::string> zero;
  std::uint64_t isolated = 0, real = 0;
};

/// Strict local minima that no proof tells apart by their loss, which lies between these decimals at all of them.
struct LossLevel {
  std::array<std::string, 2> loss;
  std::uint64_t points = 0;
};

/// (beside) What a second solve with another seed and start found (`--confirm`).
struct Confirmation {
  std::string start;
  std::uint64_t seed = 0;
  std::uint64_t isolated = 0, failed = 0;
  std::uint64_t missing_here = 0;   ///< solutions that it alone found; they were added
  std::uint64_t missing_there = 0;  ///< solutions that it did not find
  bool agrees = false;
};

/// How many of the listed isolated points are proved to exist and to be no other's; by: theorem if that is all of them,
/// else numerical.
struct Existence {
  std::uint64_t certified = 0;
  Evidence by = Evidence::numerical;
};

struct Solutions {
  std::uint64_t isolated = 0, nonsingular = 0, singular = 0, real = 0, torus = 0;
  std::optional<std::uint64_t> orbits;
  std::optional<std::vector<Stratum>> strata;
  std::optional<std::uint64_t> certified_distinct, certified_real;  ///< nonsingular ones
  Existence existence;
  Completeness completeness = Completeness::unknown;
  std::string completeness_by;                 ///< (beside) what it rests on, or why it is unknown
  std::optional<std::string> known_count;      ///< (beside) what the user says the count is
  std::map<Kind, std::uint64_t> real_by_kind;  ///< (beside) gradient systems only
  std::map<int, std::uint64_t> real_by_index;  ///< (beside) gradient systems only; nondegenerate points
  std::vector<LossLevel> minima;  ///< (beside) proved strict local minima, lowest first; the losses of different levels
                                  ///< are proved to differ
  std::uint64_t leaving_interval = 0;  ///< (beside) real points outside the interval of a surrogate
};

/// (beside) What is proved of a point: exactly one zero, with an invertible Jacobian, is within `radius` of `digits` in
/// every coordinate.
struct Certificate {
  std::string radius;                              ///< a decimal
  std::optional<bool> real;                        ///< of that zero; left out when not decided
  bool inertia = false;                            ///< real points of a gradient: the point's inertia is that zero's
  std::optional<std::array<std::string, 2>> loss;  ///< real points of a gradient: the loss there lies between
};

/// (beside) The point's coordinates are these rationals: a zero of the system exactly, singular or not, with what is
/// known of it over Q. A gradient's inertia there is exact, too.
struct ExactPoint {
  std::vector<std::array<std::string, 2>> coordinates;  ///< "p/q", real and imaginary parts
  int rank = 0;                                         ///< of the Jacobian
  std::optional<std::string> loss;                      ///< real points of a gradient
};

struct Point {
  std::vector<std::complex<double>> coordinates;
  bool real = false, nonsingular = false;
  int multiplicity = 1;
  double residual = 0, condition = 0;
  std::optional<double> loss;
  std::optional<std::vector<std::array<std::string, 2>>> digits;
  std::optional<std::array<int, 3>> inertia;  ///< n-, n0, n+
  std::optional<Kind> kind;
  std::optional<bool> zero_loss;
  std::optional<bool> in_interval;  ///< (beside) arguments of approximated functions stay where they are fitted
  bool certified = false;           ///< one zero is near, proved to differ from those of all other certified points
  std::optional<Certificate> certificate;
  std::optional<ExactPoint> exact;
};

/// (beside) How a generic translate F(x) = p of the system, or of the network's generic member, was solved.
struct Monodromy {
  std::uint64_t translate = 0;  ///< its solutions
  std::uint64_t section = 0;    ///< points of the curve section that the trace test was made with
  std::uint64_t paths = 0;      ///< of loops, trace tests and the slide to the translate
  double trace_error = 1;       ///< 0 but for rounding when no point is missing
  bool traced = false;          ///< the trace test passed, and no path from there failed
  std::vector<Stratum> strata;  ///< of the generic member; nothing is real there
  bool quoted = false;          ///< the record is a file's word: no completeness follows
};

/// (beside) A place where paths ended on a positive-dimensional solution set, with the rank of the Jacobian there.
struct NonIsolatedEndpoint {
  std::vector<std::complex<double>> coordinates;
  int paths = 1;
  std::optional<int> rank;
  bool rank_exact = false;  ///< over Q: the coordinates are rational, and a zero of the system exactly
  std::optional<int>
      rank_upper;  ///< by the tangent vectors of continuous symmetries, which the Jacobian of a gradient maps to zero
};

/// Rank of a Jacobian at a point.
struct JacobianRank {
  int value = 0, rows = 0, columns = 0;
  int precision_bits = 0;              ///< at which it was decided
  std::optional<int> certified_lower;  ///< a minor of that size is proved not to vanish at the zero of the section that
                                       ///< the sample approximates
  std::optional<int> upper;  ///< (beside) by the dimension; the rank is proved, given the dimension, when the two meet
  std::optional<double> log10_gap;  ///< (beside) between the singular values that stay and those that shrink; none when
                                    ///< there is only one kind
};

/// An irreducible component over C, of dimension >= 1.
struct Component {
  int dimension = 0;
  std::uint64_t degree = 0;  ///< of the reduced set
  std::optional<bool> zero_loss;
  int multiplicity = 1;
  std::optional<JacobianRank> rank;  ///< of the system's, at the sample
  struct By {
    std::optional<Evidence> dimension, degree, multiplicity, rank, zero_loss, pure;
  } by;  ///< what the claims of these names rest on
  std::vector<std::complex<double>> sample;
  bool traced =
      true;  ///< (beside) the trace test passed; else `degree` is that of several components that were not told apart
  std::vector<std::vector<double>> real_samples;  ///< (beside) real smooth points
  // (beside) Of a critical set; see critical/manifold.hpp.
  std::optional<std::complex<double>> loss;  ///< on all of it
  std::optional<int>
      function;  ///< the number, from 1, of the function that all its weights give; left out when it varies
  std::optional<bool> real_function;  ///< of that function; where false, none of its weights are real
  std::optional<int> parametrisation_rank;
  std::optional<bool> pure;
  std::vector<std::array<int, 3>> inertias;  ///< n-, n0, n+ at the real samples, each once
  std::vector<Kind> kinds;                   ///< by these
};

/// All components of a solution set.
struct Decomposition {
  std::vector<Component> components;
  std::uint64_t isolated = 0, paths = 0, failed = 0;  ///< (beside)
  bool complete = false;                              ///< (beside) no path failed and every component was traced
  int least_dimension = 0;  ///< (beside) components of smaller dimension, points too, were not looked for
};

/// (beside) A real zero-loss point: rank of the residuals' Jacobian, nullity of the Hessian of the loss without
/// regularisation. The loss is Morse-Bott where the nullity is the dimension of the set.
struct ZeroLossPoint {
  std::vector<double> coordinates;
  int jacobian_rank = 0, local_dimension = 0;
  bool smooth = false;
  std::optional<int> hessian_nullity;
  std::optional<bool> morse_bott;
};

/// (beside) Certificates of this file checked again in exact arithmetic.
struct Recheck {
  std::uint64_t held = 0, of = 0;
  bool distinct = false;  ///< those that hold are disjoint
};

/// (beside) What a run says of itself where a check of it does not compute it anew.
struct RunWord {
  std::string completeness, completeness_by;
  std::optional<algebra::Integer> generic_root_count;
};

/// (beside) A real zero where the Jacobian has full row rank, proved: with all but the free coordinates held at these
/// values there is exactly one whose free ones are within `radius` of these.
struct RegularZero {
  std::vector<std::string> coordinates;  ///< exact decimals
  std::vector<std::string> free;         ///< names
  std::string radius;                    ///< a decimal
};

/// The interpolation variety f(x_i; w) = y_i.
struct Interpolation {
  algebra::Integer equations, variables, expected_dimension;
  std::optional<int> dimension;  ///< -1 when empty
  std::optional<std::string> degree;
  std::optional<algebra::Integer> bezout;
  std::optional<int> jacobian_rank;
  std::optional<bool> real_points;
  std::optional<int> real_dimension;
  std::optional<bool> degenerate;
  std::optional<int> function_space_dimension;  ///< (beside) generic rank of the parametrisation
  struct By {
    std::optional<Evidence> dimension, degree, jacobian_rank, real_points, real_dimension, degenerate,
        function_space_dimension;
  } by;  ///< what the claims of these names rest on
  std::optional<double>
      function_space_error_log2;     ///< (beside) log2 of a bound on the probability that its dimension is larger
  bool empty_proved = false;         ///< (beside) over C, exactly
  std::vector<std::string> reasons;  ///< (beside) why, one sentence each
  std::optional<RegularZero>
      proof;  ///< (beside) real_points and the local dimension `expected_dimension` are proved by it
  std::vector<ZeroLossPoint> points;           ///< (beside)
  std::optional<Decomposition> decomposition;  ///< (beside) `components`
};

/// (beside) The network in words and numbers.
struct Network {
  std::string architecture;                 ///< 2-2-1
  std::vector<std::string> layers;          ///< one line a layer
  std::string loss, regularization;         ///< in words
  algebra::Integer weights;                 ///< M
  std::uint64_t samples = 0, outputs = 0;   ///< N, d_y
  std::vector<std::string> observations;    ///< legal but treacherous input
  std::vector<std::string> approximations;  ///< each approximated function with its error, in words
  std::vector<std::string> symmetries;      ///< generators, in words
  std::string data_file;                    ///< as the specification names it, or empty
  // Exact, as rational strings; empty above 10,000 numbers.
  std::vector<std::string> lambda;                        ///< one a weight, where not all are the same by specification
  std::vector<std::vector<std::string>> inputs, targets;  ///< one row a sample, of data that is drawn
};

struct Seconds {
  std::optional<double> bounds, solve, certify, components, total;
};

struct Result {
  std::string version;  ///< of the program
  std::string title;
  std::uint64_t seed = 1;    ///< the solver's
  std::string input_digest;  ///< of the specification and its data, or of the system (study/input_digest.hpp)
  Seconds seconds;
  SystemShape system;
  Bounds bounds;
  std::optional<Monodromy> monodromy;  // (beside)
  std::optional<Paths> paths;
  std::optional<Confirmation> confirmation;  // (beside)
  std::optional<Solutions> solutions;
  std::optional<std::vector<Point>> points;
  std::optional<Decomposition> decomposition;  ///< `components`
  std::optional<Interpolation> interpolation;
  // Beside the schema.
  std::optional<Network> network;
  std::vector<std::string> names;  ///< of the variables; empty above 10,000
  std::optional<Recheck> recheck;
  std::optional<RunWord> run_says;  ///< in a run that was checked: ledger and monodromy, too, are then the run's word
  std::vector<NonIsolatedEndpoint> non_isolated;
  std::vector<std::string>
      contradictions;      ///< statements of this result that exclude each other (report/contradictions.hpp)
  bool cancelled = false;  ///< the user ended the job before everything was done; the notes say what was left out
  std::vector<std::string> notes;
  std::vector<std::pair<std::string, std::string>> seeds;  ///< data, regularization: what the specification draws from
  std::vector<std::pair<std::string, std::string>> options;   ///< of the solver, in the table's order
  std::vector<std::pair<std::string, std::string>> versions;  ///< of the libraries
  int threads = 0;                                            ///< written beside the timings
};

/// complete: every path ended in a class other than failed, no trace test failed, a second solve agrees where one was
/// made, every component was told apart, every certificate that was checked again holds and nothing was cut short.
/// contradiction: statements of the result exclude each other.
enum class Standing { complete, incomplete, contradiction };
constexpr auto names_of(Standing) {
  return std::to_array<std::string_view>({"complete", "incomplete", "contradiction"});
}
Standing standing(const Result& result);
inline bool complete(const Result& result) { return standing(result) == Standing::complete; }

/// The JSON text, keys in the schema's order, ending in a newline. The same result gives the same text.
std::string to_json(const Result& result);

/// Reads what to_json wrote, of schema 1 or 2 (unknown keys are skipped). What schema 1 says of completeness becomes
/// what of it holds in the words of schema 2; a note says that the file is of schema 1. Throws InputError naming `file`
/// and the key when something is missing or of the wrong type.
Result result_from_json(const std::string& text, const std::string& file);

/// Versions of this library and of those it computes with.
std::string library_version();
std::vector<std::pair<std::string, std::string>> dependency_versions();

}  // namespace polyscape::report
