#include "polyscape/study/verification.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/findings.hpp"
#include "polyscape/study/heading.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/stopwatch.hpp"

namespace polyscape::study {

using algebra::GaussianRational;
using report::Point;

namespace {

constexpr int first_bits = 256;         // of the certificate that says what a point is
constexpr int report_bits = 106;        // at which residual and condition are given
constexpr double same_regular = 1e-20;  // as in the solver: relative distances of points that are one
constexpr double same_singular = 1e-10;
constexpr double endpoint_residual = 1e-6;  // of the rounded end of a path on a larger set
constexpr const char* remedy = "keep the files of a run together, or run the analysis again";

/// A point of the run and what it turns out to be; none where it is no zero.
struct Recognized {
  std::size_t index;  ///< in the run
  std::optional<solve::Solution> solution;
};

/// What is zero, or real, to three quarters of the bits.
void settle_coordinates(solve::Solution& s, double negligible, bool real) {
  s.real = real;
  eval::Point point = s.coordinates;
  for (GaussianRational& z : point) {
    s.zero.push_back(std::abs(z.to_complex()) <= negligible);
    if (s.zero.back()) z = 0;
    if (real) z.im = 0;
  }
  s.coordinates = point;
}

bool nearly_real(const eval::Point& x, double negligible) {
  return std::ranges::all_of(x, [&](const GaussianRational& z) { return std::abs(z.im.to_double()) <= negligible; });
}

/// Tells what approximate points are.
class Recognizer {
 public:
  /// real: the equations are; of others no point is called so.
  Recognizer(const algebra::Program& equations, bool real, const Options& options)
      : certifier_(equations),
        newton_(equations),
        real_equations_(real),
        most_bits_(std::max(first_bits, options.max_precision)),
        random_(Random(options.seed).stream("verification")) {}

  std::optional<solve::Solution> operator()(const Centre& near, int multiplicity) const {
    if (auto regular = certified(near)) return regular;
    track::PathResult end;
    end.end = track::PathEnd::regular;
    end.endpoint = near;
    solve::Endpoint found = solve::refine_endpoint(newton_, end, most_bits_);
    if (found.path_class != solve::PathClass::nonsingular) {
      end.end = track::PathEnd::singular;
      end.winding = std::max(1, multiplicity);
      found = solve::refine_endpoint(newton_, end, most_bits_);
    }
    const bool regular = found.path_class == solve::PathClass::nonsingular;
    if (!regular &&
        (found.path_class != solve::PathClass::singular || solve::lies_on_component(newton_, found.point, random_)))
      return std::nullopt;
    solve::Solution s;
    s.coordinates = found.point;
    s.bits = found.bits;
    s.nonsingular = regular;
    s.multiplicity = regular ? 1 : std::max(1, multiplicity);
    s.residual = found.residual;
    s.condition = found.condition;
    const double scale = std::max(1.0, eval::magnitude(found.point)),
                 negligible = regular ? std::ldexp(scale, -found.bits * 3 / 4) : same_singular * scale;
    settle_coordinates(s, negligible, real_equations_ && nearly_real(found.point, negligible));
    return s;
  }

  /// Whether paths may have ended there, on a larger set.
  bool vanishes_at(const Centre& near) const { return newton_(near, report_bits, 0).residual < endpoint_residual; }

 private:
  std::optional<solve::Solution> certified(const Centre& near) const {
    const auto proof = certifier_(near, {std::max(first_bits, bits_of_digits(near, most_bits_)), most_bits_});
    if (!proof) return std::nullopt;
    solve::Solution s;
    s.coordinates = proof->centre;
    s.bits = proof->bits * 3 / 4;
    s.nonsingular = true;
    const eval::NewtonOutcome there = newton_(proof->centre, report_bits, 0);
    s.residual = there.residual;
    s.condition = there.condition;
    const double negligible = std::ldexp(std::max(1.0, eval::magnitude(proof->centre)), -s.bits * 3 / 4);
    const bool real = proof->reality == certify::Reality::undecided ? nearly_real(proof->centre, negligible)
                                                                    : proof->reality == certify::Reality::real;
    settle_coordinates(s, negligible, real_equations_ && real);
    return s;
  }

  certify::Certifier certifier_;
  eval::NewtonSolver newton_;
  bool real_equations_;
  int most_bits_;
  Random random_;
};

/// Of points that are one, all but the first.
std::vector<std::size_t> repeated(const std::vector<Recognized>& points, bool nonsingular, double tolerance) {
  std::vector<const eval::PackedPoint*> coordinates;
  std::vector<std::size_t> index, result;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (points[i].solution && points[i].solution->nonsingular == nonsingular) {
      coordinates.push_back(&points[i].solution->coordinates);
      index.push_back(i);
    }
  for (const auto& group : solve::coinciding(coordinates, tolerance, Random(1)))
    for (std::size_t k = 1; k < group.size(); ++k) result.push_back(index[group[k]]);
  return result;
}

/// The run's points, each once, in its order; what is dropped goes into the contradictions.
std::vector<Recognized> recognized(const std::vector<Point>& points, const Recognizer& recognize, int threads,
                                   Counter& counter, report::Result& result) {
  std::vector<Recognized> all(points.size());
  parallel_for(points.size(), static_cast<std::size_t>(threads), [&](std::size_t i) {
    stop_if_cancelled();
    all[i].index = i;
    const auto near = approximation(points[i]);
    if (near && near->size() == result.names.size()) all[i].solution = recognize(*near, points[i].multiplicity);
    counter.count();
  });
  const auto none =
      static_cast<std::size_t>(std::ranges::count_if(all, [](const Recognized& r) { return !r.solution; }));
  if (none > 0)
    result.contradictions.push_back("the run lists " + plural(none, "point") + " that are no isolated solutions");
  std::size_t twice = 0;
  for (const bool nonsingular : {true, false})
    for (const std::size_t i : repeated(all, nonsingular, nonsingular ? same_regular : same_singular)) {
      all[i].solution.reset();
      ++twice;
    }
  if (twice > 0) result.contradictions.push_back("the run lists " + plural(twice, "solution") + " more than once");
  std::erase_if(all, [](const Recognized& r) { return !r.solution; });
  return all;
}

/// Certificates and rational coordinates of the run as claims about the points that were recognised.
void add_claims(const std::vector<Recognized>& kept, const std::vector<Point>& run, std::vector<Point>& points) {
  for (std::size_t k = 0; k < kept.size(); ++k) {
    const Point& said = run[kept[k].index];
    Point& p = points[k];
    if (said.certificate && said.digits) {
      p.digits = said.digits;
      p.certificate = said.certificate;
      p.certified = true;
    }
    p.exact = said.exact;
  }
}

/// The ledger is the run's word, and has to fit the points: each nonsingular one is the end of one path.
void check_ledger(const report::Paths& p, report::Result& result) {
  if (p.failed == 0 && !p.cancelled && p.nonsingular != result.solutions->nonsingular)
    result.contradictions.push_back("by the run's ledger " + plural(p.nonsingular, "path") +
                                    " end at nonsingular points, of which there are " +
                                    std::to_string(result.solutions->nonsingular));
}

report::RunWord quoted(const report::Result& run) {
  report::RunWord word = run.run_says.value_or(report::RunWord{});
  const Completeness completeness = run.solutions->completeness;
  if (run.run_says && completeness < Completeness::trace_tested) return word;  // of the run, before it was checked
  word.completeness = name(completeness);
  word.completeness_by = run.solutions->completeness_by;
  word.generic_root_count = run.bounds.generic_root_count;
  return word;
}

/// Whether the conjugate of each nonsingular solution is among them, as it is among those of real equations.
bool closed_under_conjugation(const std::vector<solve::Solution>& solutions) {
  constexpr double same = 1e-20;  // they are known to more digits
  std::vector<const eval::PackedPoint*> points;
  for (const solve::Solution& s : solutions)
    if (s.nonsingular) points.push_back(&s.coordinates);
  const std::size_t count = points.size();
  points.insert(points.end(), points.begin(), points.begin() + static_cast<std::ptrdiff_t>(count));
  return solve::coinciding(points, same, Random(1), count).size() == count;
}

}  // namespace

Verifier::Verifier(const spec::Specification& specification, const Options& options, const Observer& observer)
    : options_(options), prepared_{algebra::Program(0), {}}, model_(model::build_model(specification)) {
  require_expandable(specification);
  BoundLimits limits;
  limits.threads = options.threads;
  known_ = bound_specification(specification, limits, observer);
  for (const algebra::SignedPermutation& g : model_->symmetries)
    known_.network->symmetries.push_back(describe(g, model_->names));
  if (model_->has_interpolation) {
    std::vector<Note> unsaid;  // the run's own count, if it has one, is made again
    if (const auto counting = counting_of_sets(options_))
      count_zero_loss(*model_, *counting, *known_.interpolation, unsaid, observer);
    add_zero_loss(*model_, options_, *known_.interpolation, observer);
  } else {
    known_.interpolation.reset();
  }
  system_ = model::gradient_system(*model_);
  prepared_ = {model_->gradient, model_->loss};
}

Verifier::Verifier(const algebra::WrittenSystem& written, const std::string& file, const Options& options,
                   const Observer& observer)
    : options_(options), system_(written.system), prepared_{algebra::program_of(written.system), {}} {
  const algebra::System& system = system_;
  if (system.equations.size() != system.names.size())
    throw InputError(file, "as many equations as unknowns",
                     std::to_string(system.equations.size()) + " in " + std::to_string(system.names.size()),
                     "square systems alone have certificates");
  known_ = heading(system, "", options);
  BoundLimits limits;
  limits.partitions.work_a_path = solve::work_a_path;
  limits.threads = options.threads;
  known_.bounds = bound_written(written, limits, observer).bounds;
}

namespace {

void require_run_of(const report::Result& run, const report::Result& known, const std::string& file) {
  if (!run.points || !run.solutions || !run.paths)
    throw InputError(file, "points to certify", "none", "run polyscape analyze or solve first");
  if (!run.input_digest.empty() && run.input_digest != known.input_digest)
    throw InputError(file + " input_digest", known.input_digest + ", that of the equations beside it", run.input_digest,
                     remedy);
  if (run.names != known.names)
    throw InputError(file + " names", "the unknowns of the equations beside it", "others", remedy);
}

/// How the run was made, and what it noted.
void add_origin(const report::Result& run, report::Result& result) {
  result.seed = run.seed;
  result.options = run.options;
  result.threads = run.threads;
  result.seconds = run.seconds;
  if (run.input_digest.empty())
    result.notes.push_back(
        "the run holds no digest of its input: that it is of the equations beside it is seen from its points alone");
  for (const Note& note : run.notes)
    result.notes.push_back(note.text.starts_with("the run ") ? note : "the run says: " + labelled(note));
}

/// The ends on larger sets where the equations vanish.
void add_non_isolated(const report::Result& run, const Recognizer& recognize, report::Result& result) {
  for (const report::NonIsolatedEndpoint& e : run.non_isolated) {
    Point place;
    place.coordinates = e.coordinates;
    const auto near = approximation(place);
    if (near && near->size() == result.names.size() && recognize.vanishes_at(*near))
      result.non_isolated.push_back({e.coordinates, e.paths, {}, false, {}});
    else
      result.contradictions.push_back(
          "a path of the run ended on a larger set, it says, where the equations do not vanish");
  }
}

}  // namespace

report::Result Verifier::operator()(const report::Result& run, const std::string& file,
                                    const Observer& observer) const {
  require_run_of(run, known_, file);
  Stopwatch clock;
  report::Result result = known_;
  if (!model_) result.title = run.title;
  const ModularCounting counting{run.seed, options_.threads};
  if (run.bounds.modular) result.bounds.modular = modular_count(system_, counting, result.notes, observer);
  if (run.bounds.nullstellensatz) result.bounds.nullstellensatz = nullstellensatz_degree(system_);
  if (model_ && run.bounds.modular_generic)
    result.bounds.modular_generic = generic_modular_count(*model_, counting, result.notes, observer);
  if (model_ && run.interpolation && run.interpolation->modular && result.interpolation)
    count_zero_loss(*model_, counting, *result.interpolation, result.notes, observer);
  add_origin(run, result);
  Counter counter(observer, "points", run.points->size());
  const Recognizer recognize(prepared_.equations, known_.system.real, options_);
  std::vector<Recognized> kept = recognized(*run.points, recognize, options_.threads, counter, result);
  solve::Outcome outcome;
  for (const Recognized& r : kept) outcome.solutions.push_back(*r.solution);
  outcome.closed = !known_.system.real || closed_under_conjugation(outcome.solutions);
  Options said = options_;
  said.known_count = algebra::Integer::parse(run.solutions->known_count.value_or(""));
  add_solutions(outcome, said, result);
  result.paths = run.paths;
  check_ledger(*run.paths, result);
  add_multiplicities(system_, outcome.solutions, options_, result, observer, false);
  add_non_isolated(run, recognize, result);
  add_endpoint_ranks(prepared_.equations,
                     model_ ? std::span<const algebra::Scaling>(model_->scalings) : std::span<const algebra::Scaling>(),
                     options_, result, observer);
  if (model_ && !has_free_weight(result.system)) add_critical_points(*model_, outcome, options_, result, observer);
  std::vector<Digits> digits;
  for (const Point& p : *result.points) digits.push_back(p.digits);
  add_claims(kept, *run.points, *result.points);
  check_proofs(digits, file, observer, result);
  if (cancellation_heeded()) throw Cancelled();  // what is left out would look like what is not so
  for (std::string& sentence : disagreements(run, result)) result.contradictions.push_back(std::move(sentence));
  note_contradictions(result);
  report::Solutions& s = *result.solutions;
  if (s.completeness == Completeness::given) s.completeness_by += ", as the run says";
  result.run_says = quoted(run);
  result.confirmation = run.confirmation;
  result.monodromy = run.monodromy;
  if (result.monodromy) result.monodromy->quoted = true;
  result.seconds.certify = clock.lap();
  return result;
}

void Verifier::check_proofs(const std::vector<Digits>& digits, const std::string& file, const Observer& observer,
                            report::Result& result) const {
  const auto check = [&] {
    stop_if_cancelled();
    recheck(result, system_, prepared_.loss, file, options_.threads, observer);
    if (model_ && result.interpolation) recheck_zero_loss(result, model_->residuals, file);
  };
  check();
  const report::Recheck claimed = *result.recheck;
  if (options_.certify == Certify::never) return;
  for (std::size_t k = 0; k < digits.size(); ++k)
    if (!(*result.points)[k].certified) (*result.points)[k].digits = digits[k];
  certify(result, prepared_, options_, observer);
  check();
  if (claimed.held < claimed.of || !claimed.distinct) result.recheck = claimed;
}

}  // namespace polyscape::study
