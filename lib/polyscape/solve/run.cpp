#include "polyscape/solve/run.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <span>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/base/shard.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "polyscape/certify/excess.hpp"
#include "polyscape/certify/rational_zero.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/solve/cluster_ends.hpp"
#include "polyscape/solve/counted_for.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/solve/infinity.hpp"
#include "polyscape/solve/settled.hpp"

namespace polyscape::solve {
namespace {

constexpr int rounds = 3;               // of tracking again with ever tighter settings
constexpr std::size_t together = 8192;  // paths between their start and their refined end
constexpr std::size_t first_wave = 8;   // of paths that may have to go around t = 0
constexpr int most_doubtful = 32;       // of an end's bits
constexpr const char* cancelled_reason = "cancelled";

/// Everything that happens to the paths of one plan.
class Run {
 public:
  Run(const Problem& problem, const Options& options, const Plan& plan, const ProgressReport& report,
      const std::optional<Shard>& shard)
      : problem_(problem),
        options_(options),
        plan_(plan),
        report_(report),
        shard_(shard),
        random_(Random(options.seed).stream("paths")),
        tracker_(plan.homotopy),
        newton_(plan.affine),
        ends_(plan.start->count()) {}

  Outcome finish() {
    track_all();
    separate();
    for (int round = 1; round <= rounds && retrack_suspicious(round); ++round) separate();
    exclude();
    doubt_infinity();
    Outcome outcome;
    collect(outcome);
    return outcome;
  }

 private:
  void follow_all(const std::vector<std::size_t>& paths, const track::PathOptions& path_options) {
    if (plan_.orbits.trivial()) return follow_each(paths, path_options);
    std::set<std::size_t> orbits;
    for (const std::size_t i : paths) orbits.insert(plan_.orbits.representative(i));
    follow_each({orbits.begin(), orbits.end()}, path_options);
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      const std::size_t representative = plan_.orbits.representative(i);
      if (representative == i || !orbits.contains(representative)) continue;
      ends_[i] = ends_[representative];
      if (!ends_[i].point.empty()) ends_[i].point = algebra::act(plan_.orbits.action(i), ends_[i].point.exact());
      if (!ends_[i].crossing.empty()) ends_[i].crossing = algebra::act(plan_.orbits.action(i), ends_[i].crossing);
    }
  }

  /// What is known of paths that end together, and which of them have been seen there.
  struct Cycles {
    std::vector<track::Cycle> known;
    std::map<track::CyclePlace, std::size_t> path_at;

    /// Two paths in one place: one of them jumped.
    void add(std::size_t path, track::Finish&& finish, std::vector<Endpoint>& ends) {
      if (finish.found)
        known.push_back(std::move(*finish.found));
      else if (!finish.joined)
        return;
      const auto [at, fresh] =
          path_at.try_emplace(finish.joined.value_or(track::CyclePlace{known.size() - 1, 0}), path);
      if (!fresh) ends[path].suspicious = ends[at->second].suspicious = true;
    }
  };

  void follow_each(const std::vector<std::size_t>& all, track::PathOptions path_options) {
    const Shard shard = shard_.value_or(Shard{});  // all
    const std::size_t begin = shard.begin(all.size());
    const auto paths = std::span(all).subspan(begin, shard.end(all.size()) - begin);
    path_options.max_precision = options_.max_precision;
    std::atomic<std::uint64_t> done = 0;
    std::mutex mutex;
    // Half of the progress is for a path that leaves its batch, half for its endpoint.
    const auto progress = [&] {
      const std::uint64_t now = ++done;
      if (!report_) return;
      const std::lock_guard lock(mutex);
      report_({now / 2, paths.size()});
    };
    Cycles cycles;
    for (std::size_t from = 0; from < paths.size(); from += together) {
      const std::size_t count = std::min(together, paths.size() - from);
      follow_together(paths.subspan(from, count), begin + from, path_options, cycles, progress);
    }
    if (shard_ && !cancellation_requested()) throw ShardDone{paths.size(), all.size()};
  }

  /// Some of the paths, from number `first` on: what is known of a path before its end is refined takes more memory
  /// than what is kept of it.
  void follow_together(std::span<const std::size_t> paths, std::size_t first, const track::PathOptions& path_options,
                       Cycles& cycles, const std::function<void()>& progress) {
    const auto exact = [&](std::size_t k) { return plan_.start->point(paths[k]); };
    const auto start = [&](std::size_t k) { return plan_.start->rounded_point(paths[k]); };
    const auto arrivals = tracker_.advance(paths.size(), start, path_options, threads(), progress, exact, first);
    // Paths that change places around t = 0 end together: loops of those in one wave serve the waves after it.
    std::vector<std::size_t> waiting(paths.size());
    std::iota(waiting.begin(), waiting.end(), std::size_t{0});
    const auto rest =
        std::ranges::stable_partition(waiting, [&](std::size_t k) { return !track::takes_loops(arrivals[k]); });
    for (std::size_t from = 0, easy = waiting.size() - rest.size(), to = easy; from < waiting.size();
         to = std::min(waiting.size(), from + std::max(first_wave, (from - easy) / 4))) {
      const std::span wave(waiting.data() + from, to - from);
      std::vector<track::Finish> finishes(wave.size());
      settle_wave(wave, arrivals, path_options, cycles.known, [&](std::size_t w, Settled&& settled) {
        ends_[paths[wave[w]]] = std::move(settled.end);
        finishes[w] = std::move(settled.finish);
        if (!track::takes_loops(arrivals[wave[w]])) finishes[w].result.steps = arrivals[wave[w]].steps;
        progress();
      });
      for (std::size_t w = 0; w < finishes.size(); ++w) {
        const int steps = finishes[w].result.steps;
        steps_ += static_cast<std::uint64_t>(steps);
        single_steps_ += static_cast<std::uint64_t>(std::max(0, steps - arrivals[waiting[from + w]].steps));
        cycles.add(paths[waiting[from + w]], std::move(finishes[w]), ends_);
      }
      from = to;
    }
  }

  /// take(w, ..) with the end of each path of the wave, from any thread; members of a team share them out.
  template <class Take>
  void settle_wave(std::span<const std::size_t> wave, const std::vector<track::Arrival>& arrivals,
                   const track::PathOptions& path_options, std::span<const track::Cycle> known, const Take& take) {
    constexpr std::size_t grain = 16;
    const auto identity = [&] {
      std::vector<const track::Arrival*> these;
      for (const std::size_t k : wave) these.push_back(&arrivals[k]);
      return tracker_.finish_identity(these, path_options, known.size(), threads());
    };
    const bool loops = !wave.empty() && track::takes_loops(arrivals[wave.back()]);
    shared_for(
        current_team(), {wave.size(), loops ? 1 : grain, threads()}, identity,
        [&](std::size_t w) { return settle(arrivals[wave[w]], path_options, known); },
        [&](const Settled& settled) {
          return cancellation_requested() ? std::nullopt : std::optional(bytes_of(settled));
        },
        settled_from,
        [&](std::size_t w, Settled&& settled) {
          if (!settled.bytes.empty())
            tracker_.remember(arrivals[wave[w]], path_options, known.size(), std::move(settled.bytes));
          take(w, std::move(settled));
        });
  }

  Settled settle(const track::Arrival& arrival, const track::PathOptions& path_options,
                 std::span<const track::Cycle> known) const {
    Settled result;
    if (cancellation_requested()) {
      result.end.failure = cancelled_reason;
      return result;
    }
    result.looped = track::takes_loops(arrival);
    result.finish = tracker_.finish(arrival, path_options, known);
    project(plan_, result.finish.result.endpoint);
    result.end = refine_endpoint(newton_, result.finish.result, options_.max_precision);
    result.end.crossing = result.finish.crossing;  // of which the finish is told, too
    return result;
  }

  void track_all() {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      if (plan_.start->known(i))
        all.push_back(i);
      else
        ends_[i].failure = cancellation_requested() ? cancelled_reason : "its start solution was not found";
    }
    follow_all(all, {});
  }

  std::vector<std::size_t> of_class(PathClass path_class) const {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < ends_.size(); ++i)
      if (ends_[i].path_class == path_class) result.push_back(i);
    return result;
  }

  /// By the digits that they are known to.
  std::vector<std::vector<std::size_t>> grouped(PathClass path_class) const {
    const std::vector<std::size_t> members = of_class(path_class);
    std::vector<const Endpoint*> ends;
    for (const std::size_t i : members) ends.push_back(&ends_[i]);
    auto groups = coinciding(ends, random_, 0, threads());
    for (auto& group : groups)
      for (std::size_t& i : group) i = members[i];
    return groups;
  }

  void separate() {
    classify_singular();
    if (cancellation_requested()) return leave_open();
    separate_clusters(plan_.affine, newton_, ends_,
                      {options_.max_precision, threads(), plan_.cluster_work, counts("clusters of ends")},
                      random_.stream(1));
    if (cancellation_requested()) return leave_open();
    for (const std::size_t i : of_class(PathClass::singular)) ends_[i].settled = true;
  }

  /// Singular ends that a cancelled job did not come to look at: isolated or not, one point or several.
  void leave_open() {
    for (const std::size_t i : of_class(PathClass::singular)) {
      if (ends_[i].settled) continue;
      ends_[i].path_class = PathClass::failed;
      ends_[i].failure = cancelled_reason;
    }
  }

  /// A nonsingular solution is the end of exactly one path: two there mean that one of them jumped. A missing image
  /// under complex conjugation or a known symmetry means that some path went astray, perhaps one that seemed to end at
  /// infinity.
  bool retrack_suspicious(int round) {
    if (cancellation_requested()) return false;
    std::set<std::size_t> again;
    for (std::size_t i = 0; i < ends_.size(); ++i)
      if (ends_[i].suspicious) again.insert(i);
    if (round == 1) {
      again.merge(met(ends_, random_.stream(2)));
      for (Endpoint& end : ends_) end.crossing = {};  // nobody asks again
    }
    const auto groups = grouped(PathClass::nonsingular);
    for (const auto& group : groups)
      if (group.size() > 1) again.insert(group.begin(), group.end());
    if (again.empty()) closed_ = closed(groups);
    if (again.empty() && (!closed_ || fewer_than_known(groups.size()) || fewer_than_counted()))
      for (std::size_t i = 0; i < ends_.size(); ++i)
        if (ends_[i].path_class != PathClass::nonsingular && plan_.start->known(i)) again.insert(i);
    if (again.empty()) return false;
    retracked_ += again.size();
    closed_ = false;
    follow_all({again.begin(), again.end()}, track::tightened({}, round));
    return true;
  }

  /// Whether an exact count from elsewhere says that some solution is missing.
  bool fewer_than_known(std::size_t nonsingular) const {
    return options_.known_count &&
           algebra::Integer(static_cast<long>(nonsingular + grouped(PathClass::singular).size())) <
               *options_.known_count;
  }

  /// Whether there is room for more, by a count with multiplicities.
  bool fewer_than_counted() const {
    const std::size_t found = of_class(PathClass::nonsingular).size() + of_class(PathClass::singular).size();
    return problem_.known.count && algebra::Integer(static_cast<long>(found)) < *problem_.known.count;
  }

  /// Whether the nonsingular solutions are closed under conjugation and the problem's symmetries.
  bool closed(const std::vector<std::vector<std::size_t>>& groups) const {
    std::vector<Endpoint> images;
    std::vector<const Endpoint*> all;
    for (const auto& group : groups) all.push_back(&ends_[group.front()]);
    const std::size_t count = all.size();
    for (std::size_t k = 0; k < count; ++k)
      for (const auto& action : problem_.known.symmetries) {
        if (plan_.orbits.closed_under(action)) continue;
        images.push_back(*all[k]);
        images.back().point = algebra::act(action, images.back().point.exact());
      }
    for (const Endpoint& image : images) all.push_back(&image);
    if (problem_.known.real)
      for (std::size_t k = 0; k < count; ++k) all.push_back(all[k]);
    return coinciding(all, random_, problem_.known.real ? count : 0, threads()).size() == count;
  }

  /// Tells the progress of what is done with the ends.
  CountReport counts(const char* step) const {
    return [this, step](std::uint64_t done, std::uint64_t total) {
      if (report_) report_({done, total, step});
    };
  }
  template <class Body>
  void for_each(std::size_t count, const char* step, const Body& body) const {
    counted_for(count, threads(), counts(step), body);
  }

  void classify_singular() {
    const auto groups = grouped(PathClass::singular);
    for_each(groups.size(), "singular ends", [&](std::size_t g) {
      const std::size_t first = groups[g].front();
      if (ends_[first].examined || cancellation_requested()) return;
      if (!moved(ends_[first]) &&
          !lies_on_component(newton_, ends_[first].point, random_.stream("components").stream(first)))
        return;
      for (const std::size_t i : groups[g]) ends_[i].path_class = PathClass::positive_dimensional;
    });
  }

  /// Below that a coordinate is zero as far as the end's digits tell: what vanishes to nearly all bits at the higher of
  /// two precisions.
  static double negligible(const Endpoint& end) {
    return std::ldexp(std::max(1.0, end.point.magnitude()), std::min(end.bits / 4, most_doubtful) - end.bits);
  }

  /// More digits where a coordinate is negligible, but not 0: a zero shrinks with them, a coordinate that is merely far
  /// smaller than the others does not.
  void settle_zeros(Endpoint& end) const {
    constexpr int bits = 800;  // one factorisation in doubles serves up to there
    if (end.path_class != PathClass::nonsingular || end.bits >= bits * 3 / 4) return;
    const double least = negligible(end);
    bool doubtful = false;
    for (std::size_t i = 0; i < end.point.size(); ++i)
      doubtful = doubtful || (!end.point.is_zero(i) && std::abs(end.point.rounded(i)) <= least);
    if (!doubtful) return;
    const eval::NewtonOutcome refined = newton_(end.point, bits);
    if (!refined.converged) return;
    end.point = refined.point;
    end.bits = bits * 3 / 4;
  }

  /// Whether a continuous symmetry moves the end.
  bool moved(const Endpoint& end) const {
    const double least = negligible(end);
    return std::ranges::any_of(problem_.known.scalings, [&](const algebra::Scaling& scaling) {
      for (std::size_t i = 0; i < end.point.size(); ++i)
        if (scaling.exponents[i] != 0 && std::abs(end.point.rounded(i)) > least) return true;
      return false;
    });
  }

  /// Solutions of the squared-up system that are none of the given one: proved at the certified zero of the square
  /// system where there is one.
  void exclude() {
    if (plan_.excess.empty()) return;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < ends_.size(); ++i)
      if (ends_[i].path_class != PathClass::at_infinity && ends_[i].path_class != PathClass::failed) open.push_back(i);
    const int first = 128, most = affordable_bits(plan_.affine, open.size(), certificate_steps, much_work, first,
                                                  std::max(first, options_.max_precision));
    const algebra::Program further = algebra::program_of({problem_.system.names, plan_.excess});
    const certify::Excess excess(plan_.affine, further);
    const algebra::Differentiated square = algebra::differentiate(plan_.affine);
    for_each(open.size(), "equations beyond a square system", [&](std::size_t k) {
      Endpoint& end = ends_[open[k]];
      std::optional<certify::ExcessVerdict> verdict;
      if (end.path_class == PathClass::nonsingular && !cancellation_requested())
        verdict = excess(end.point, {std::max(first, std::min(end.bits, most)),
                                     std::max({first, most, std::min(2 * end.bits, options_.max_precision)})});
      if (const auto zero = verdict || end.path_class == PathClass::nonsingular
                                ? std::nullopt
                                : certify::rational_zero(square, end.point)) {
        const auto values = algebra::evaluate(further, std::span<const algebra::GaussianRational>(zero->point));
        verdict = {std::ranges::all_of(values, &algebra::GaussianRational::is_zero), Evidence::exact, end.bits};
      }
      if (!verdict)
        verdict = {std::ranges::all_of(plan_.excess,
                                       [&](const algebra::Polynomial& p) { return vanishes(p, end.point, end.bits); }),
                   Evidence::numerical, end.bits};
      if (!verdict->vanish) end.path_class = PathClass::excluded;
      end.excess_by = verdict->by;
    });
  }

  /// Paths taken for infinite where nothing is at infinity, and fewer solutions were found than the product of the
  /// degrees, as many as there are then.
  void doubt_infinity() {
    if (cancellation_requested() || of_class(PathClass::at_infinity).empty()) return;
    algebra::Integer solutions = 1;
    for (const long d : algebra::degrees(problem_.system)) solutions *= algebra::Integer(d);
    const std::size_t found = of_class(PathClass::nonsingular).size() + of_class(PathClass::singular).size();
    if (!(algebra::Integer(static_cast<long>(found)) < solutions) ||
        !no_solutions_at_infinity(problem_.system, random_.stream(3)))
      return;
    for (const std::size_t i : of_class(PathClass::at_infinity)) {
      ends_[i].path_class = PathClass::failed;
      ends_[i].failure = "taken for infinite, but the system has no solutions at infinity";
    }
  }

  void collect(Outcome& outcome) {
    outcome.partition = plan_.start->partition();
    outcome.steps = steps_, outcome.single_steps = single_steps_;
    const auto nonsingular = grouped(PathClass::nonsingular), singular = grouped(PathClass::singular);
    for (const auto& group : nonsingular)
      for (std::size_t k = 1; k < group.size(); ++k) {  // still there after every round
        ends_[group[k]].path_class = PathClass::failed;
        ends_[group[k]].failure = "two paths end at one nonsingular solution";
      }
    for (const auto& group : grouped(PathClass::positive_dimensional))
      outcome.non_isolated.push_back(
          {ends_[group.front()].point, ends_[group.front()].bits, static_cast<int>(group.size())});
    for (const Endpoint& end : ends_) {
      outcome.ledger.add(end.path_class);
      if (end.path_class == PathClass::failed) ++outcome.ledger.failures[end.failure];
    }
    outcome.cancelled = outcome.ledger.failures.contains(cancelled_reason);
    if (outcome.ledger.failed > 0 && !outcome.cancelled) outcome.notes.push_back(failed_paths());
    if (retracked_ > 0)
      outcome.notes.push_back(std::to_string(retracked_) + " paths were followed again with tighter settings");
    if (!outcome.cancelled && fewer_than_known(nonsingular.size()))
      outcome.notes.push_back(
          "fewer isolated solutions than known_count says, also after every path that found none was followed again");
    outcome.closed = closed_ || (!outcome.cancelled && closed(nonsingular));
    outcome.solutions.resize(nonsingular.size() + singular.size());
    parallel_for(outcome.solutions.size(), threads(), [&](std::size_t k) {
      outcome.solutions[k] = solution(k < nonsingular.size() ? nonsingular[k] : singular[k - nonsingular.size()]);
    });
    sort_by_coordinates(outcome.solutions);
  }

  /// Their numbers, which trace_path() takes.
  std::string failed_paths() const {
    constexpr std::size_t listed = 10;
    const std::vector<std::size_t> failed = of_class(PathClass::failed);
    std::string text = "failed paths, by number:";
    for (std::size_t k = 0; k < std::min(listed, failed.size()); ++k)
      text += (k > 0 ? ", " : " ") + std::to_string(failed[k] + 1);
    return text + (failed.size() > listed ? ", .." : "");
  }

  std::size_t threads() const { return static_cast<std::size_t>(options_.threads); }

  /// Takes the point from the end of the group's first path.
  Solution solution(const std::vector<std::size_t>& group) {
    Endpoint& end = ends_[group.front()];
    settle_zeros(end);
    const double least = negligible(end);
    Solution result;
    result.bits = end.bits;
    result.nonsingular = end.path_class == PathClass::nonsingular;
    result.multiplicity = result.nonsingular ? 1 : static_cast<int>(group.size());
    for (const std::size_t i : group) result.winding = std::max(result.winding, ends_[i].winding);
    result.residual = end.residual;
    result.condition = end.condition;
    result.excess_by = end.excess_by;
    result.real = real_equations_ && end.reality != certify::Reality::not_real;
    for (std::size_t i = 0; i < end.point.size(); ++i) {
      const std::complex<double> z = end.point.rounded(i);
      result.zero.push_back(std::abs(z) <= least &&
                            (end.point.is_zero(i) || !result.nonsingular || end.reality != certify::Reality::not_real));
      result.real =
          result.real && (result.zero.back() || end.reality == certify::Reality::real || std::abs(z.imag()) <= least);
    }
    result.coordinates = std::move(end.point);
    if (!result.real && std::ranges::none_of(result.zero, std::identity{})) return result;
    eval::Point exact = result.coordinates;
    for (std::size_t i = 0; i < exact.size(); ++i) {
      if (result.zero[i]) exact[i] = 0;
      if (result.real) exact[i].im = 0;
    }
    result.coordinates = exact;
    return result;
  }

  const Problem& problem_;
  const Options& options_;
  const Plan& plan_;
  const ProgressReport& report_;
  const std::optional<Shard> shard_;
  Random random_;
  track::Tracker tracker_;
  eval::NewtonSolver newton_;
  std::vector<Endpoint> ends_;
  std::size_t retracked_ = 0;
  const bool real_equations_ = algebra::is_real(problem_.system);  ///< of others no solution is called real
  std::uint64_t steps_ = 0, single_steps_ = 0;
  bool closed_ = false;  ///< the solutions were seen to be closed under the symmetries, and none has changed since
};

}  // namespace

Outcome follow(const Problem& problem, const Options& options, const Plan& plan, const ProgressReport& report,
               const std::optional<Shard>& shard) {
  Outcome outcome = Run(problem, options, plan, report, shard).finish();
  outcome.monodromy = plan.monodromy;
  return outcome;
}

Outcome follow_line(const algebra::Program& line, const std::vector<eval::Point>& solutions, const Options& options,
                    Random random, const ProgressReport& report, double cluster_work) {
  Problem problem;
  problem.known.real = false;
  Plan plan = plan_on_line(line, solutions, algebra::trivial_partition(line.variables()), random);
  plan.cluster_work = cluster_work;
  return follow(problem, options, plan, report);
}

}  // namespace polyscape::solve
