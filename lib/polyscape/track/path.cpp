#include "polyscape/track/path.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/journal.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "polyscape/eval/tape.hpp"
#include "polyscape/track/endgame.hpp"
#include "polyscape/track/recall.hpp"

namespace polyscape::track {

namespace {

/// Whether a batch in double-double may do what one in double could not.
bool takes_digits(const Arrival& arrival, const PathOptions& options) {
  return arrival.low.empty() && options.max_precision >= Ladder::bits(1) &&
         (arrival.state == Arrival::State::at_start ||
          (arrival.state == Arrival::State::under_way && arrival.short_of_digits));
}

/// Where a batch left the path, with all digits.
eval::Point place_of(const Arrival& arrival) {
  if (arrival.s == 0 && !arrival.start.empty()) return arrival.start;
  eval::Point point = eval::exact_point(arrival.x);
  for (std::size_t i = 0; i < arrival.low.size(); ++i)
    point[i] = point[i] + algebra::GaussianRational::from_complex(arrival.low[i]);
  return point;
}

}  // namespace

struct Tracker::Impl {
  Layout layout;
  eval::TapeCode code;
  eval::LaneProgram lane_program;
  std::string set;
  const std::string digest;  ///< of the homotopy; empty where the job that makes the tracker has no journal and no team
  std::mutex mutex;
  std::vector<std::unique_ptr<Ladder>> idle;

  Impl(const Homotopy& homotopy, std::string_view name)
      : layout(homotopy),
        code(eval::compile(algebra::differentiate(homotopy.program))),
        lane_program(code),
        set(name.empty() ? instruction_sets().front() : name),
        digest(current_journal() != nullptr || current_team() != nullptr ? digest_of(homotopy) : "") {}

  /// Of the job; nullptr: its work is not kept.
  Journal* journal() const { return digest.empty() ? nullptr : current_journal(); }

  /// Of the job; nullptr: it is done here alone.
  Team* team() const { return digest.empty() ? nullptr : current_team(); }

  /// Called as each path leaves its batch, from any thread.
  using Left = std::function<void(std::size_t index, const Arrival&)>;
  /// Numbers of paths, each to be followed once; nullopt: no more. From any thread.
  using Claim = std::function<std::optional<std::size_t>()>;
  /// Follows the paths that are claimed, all below count.
  std::vector<Arrival> advance(std::size_t count, const Claim& claim, const StartPoint& start, const ExactStart& exact,
                               const OwnParameters& parameters, const PathOptions& options, std::size_t threads,
                               const Left& left);
  Carried carried(const Arrival& arrival, const std::vector<ParameterPath>& parameters, const PathOptions& options);
  Finish finish(const Arrival& arrival, const PathOptions& options, std::span<const Cycle> known);

  /// Where a single path stands.
  struct Place {
    eval::Point x;
    double s;
    EndgameWatch watch;
    std::size_t level;  ///< of the lowest precision
  };
  /// From there to its end. before: what is known of the way so far; trace: where the steps go, or nullptr.
  Finish follow(const Place& place, const PathOptions& options, std::span<const Cycle> known, const PathResult& before,
                std::vector<std::complex<double>> crossing, std::vector<TraceStep>* trace);

  std::unique_ptr<Ladder> take() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return std::make_unique<Ladder>(code, layout);
    auto ladder = std::move(idle.back());
    idle.pop_back();
    return ladder;
  }
  void give_back(std::unique_ptr<Ladder> ladder) {
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(ladder));
  }
};

Tracker::Tracker(const Homotopy& homotopy, std::string_view set) : impl_(std::make_unique<Impl>(homotopy, set)) {}
Tracker::~Tracker() = default;

namespace {

/// Values by number: those that the journal has, those that other members of the team compute, and the others, which
/// are to be claimed and computed here.
template <class T>
class Recalled {
 public:
  /// key, identity: called where there is a journal, or a team. told: of each value that is not computed here, from
  /// any thread.
  template <class Key, class Identity>
  Recalled(Journal* journal, Team* team, std::size_t count, std::size_t threads, const Key& key,
           const Identity& identity, const std::function<void()>& told)
      : values_(count), journal_(journal), keys_(journal == nullptr ? 0 : count) {
    std::vector<std::optional<std::string>> found(keys_.size());
    std::vector<char> known(count);
    parallel_for(keys_.size(), threads, [&](std::size_t k) {
      keys_[k] = key(k);
      found[k] = journal_->find(keys_[k]);
      if (auto value = found[k] ? from_bytes<T>(*found[k]) : std::nullopt) values_[k] = std::move(*value), known[k] = 1;
    });
    for (std::size_t k = 0; k < count; ++k) {
      if (known[k] == 0)
        open_.push_back(k);
      else if (told)
        told();
    }
    if (team == nullptr || count == 0) return;
    shared_.emplace(*team, identity(), count, grain, [this, told](std::size_t k, const std::string& bytes) {
      auto value = from_bytes<T>(bytes);
      if (!value) throw Error("another process sent what is no path: is it another version of polyscape?");
      values_[k] = std::move(*value);
      if (journal_ != nullptr) journal_->keep(keys_[k], bytes);
      if (told) told();
    });
    for (std::size_t k = 0; k < count; ++k)
      if (known[k] != 0) shared_->done(k, std::move(*found[k]));
  }

  /// All of them, when there are no more; of a cancelled job those that there are.
  std::vector<T> take() {
    shared_.reset();  // nothing arrives from now on
    return std::move(values_);
  }

  /// Whether there is anything to claim; waits for what others compute.
  bool more() { return shared_ ? shared_->more() : next_ < open_.size(); }
  /// The next one to compute; nullopt: none now. From any thread.
  std::optional<std::size_t> claim() {
    if (shared_) return shared_->claim();
    const std::size_t k = next_++;
    return k < open_.size() ? std::optional(open_[k]) : std::nullopt;
  }
  /// One that was claimed is computed. From any thread.
  void keep(std::size_t k, const T& value) {
    const bool whole = !cut_short(value);
    std::string bytes = whole && (shared_ || journal_ != nullptr) ? bytes_of(value) : "";
    if (whole && journal_ != nullptr) journal_->keep(keys_[k], bytes);
    if (!shared_ || (whole ? shared_->done(k, std::move(bytes)) : shared_->give_up(k))) values_[k] = value;
  }

 private:
  static constexpr std::size_t grain = 16;  // some milliseconds' work, for small systems

  std::vector<T> values_;
  Journal* journal_;
  std::vector<std::string> keys_;
  std::vector<std::size_t> open_;
  std::atomic<std::size_t> next_ = 0;
  std::optional<SharedLoop> shared_;
};

}  // namespace

std::vector<Arrival> Tracker::advance(std::size_t count, const StartPoint& start, const PathOptions& options,
                                      std::size_t threads, const std::function<void()>& done, const ExactStart& exact,
                                      std::size_t first) const {
  Recalled<Arrival> all(
      impl_->journal(), impl_->team(), count, threads,
      [&](std::size_t k) { return advance_key(impl_->digest, options, first + k, start(k)); },
      [&] { return advance_identity(impl_->digest, options, count, threads, start); }, done);
  while (all.more()) {
    impl_->advance(
        count, [&] { return all.claim(); }, start, exact, {}, options, threads,
        [&](std::size_t k, const Arrival& arrival) {
          all.keep(k, arrival);
          if (done) done();
        });
    if (cancellation_requested()) break;
  }
  return all.take();
}

std::vector<Carried> Tracker::carry(std::size_t count, const StartPoint& start, const OwnParameters& parameters,
                                    const PathOptions& options, std::size_t threads, const ExactStart& exact) const {
  Recalled<Carried> all(
      impl_->journal(), impl_->team(), count, threads,
      [&](std::size_t k) { return carry_key(impl_->digest, options, k, start(k), parameters(k)); },
      [&] { return carry_identity(impl_->digest, options, count, threads, start, parameters); }, {});
  while (all.more()) {
    std::mutex mutex;
    std::vector<std::size_t> claimed;
    const auto claim = [&] {
      const auto k = all.claim();
      const std::lock_guard lock(mutex);
      if (k) claimed.push_back(*k);
      return k;
    };
    const auto arrivals = impl_->advance(count, claim, start, exact, parameters, options, threads, {});
    parallel_for(claimed.size(), threads, [&](std::size_t i) {
      all.keep(claimed[i], impl_->carried(arrivals[claimed[i]], parameters(claimed[i]), options));
    });
    if (cancellation_requested()) break;
  }
  return all.take();
}

/// From where the batches left it to its way's end.
Carried Tracker::Impl::carried(const Arrival& arrival, const std::vector<ParameterPath>& parameters,
                               const PathOptions& options) {
  Carried result;
  if (arrival.state == Arrival::State::stopped) {
    result.x = arrival.x;
    if (!arrival.low.empty()) result.digits = place_of(arrival), result.bits = Ladder::bits(1);
  } else if (takes_loops(arrival)) {
    if (cancellation_requested()) {
      result.failure = PathFailure::cancelled;
      return result;
    }
    std::unique_ptr<Ladder> ladder = take();
    Walker walker(*ladder, options, parameters, arrival.low.empty() && arrival.start.empty() ? 0 : 1);
    if (walker.start(place_of(arrival), arrival.s) && walker.reach(options.stop_log_t))
      result = {walker.stepper().coordinates(), walker.stepper().point(), walker.bits(), PathFailure::none};
    else
      result.failure = walker.result.failure == PathFailure::none ? PathFailure::start : walker.result.failure;
    give_back(std::move(ladder));
  } else {
    result.failure = arrival.state == Arrival::State::cancelled ? PathFailure::cancelled : PathFailure::steps;
  }
  return result;
}

std::vector<Arrival> Tracker::Impl::advance(std::size_t count, const Claim& claim, const StartPoint& start,
                                            const ExactStart& exact, const OwnParameters& parameters,
                                            const PathOptions& options, std::size_t threads, const Left& left) {
  std::vector<Arrival> arrivals(count);
  std::vector<char> here(count);
  const auto source = [&]() -> std::optional<Departure> {
    const std::optional<std::size_t> i = claim();
    if (!i) return std::nullopt;
    here[*i] = 1;
    return Departure{*i, layout.on_patch(start(*i)), parameters ? &parameters(*i) : nullptr};
  };
  // What was seen on the way serves those alone that go on.
  const auto leave = [&](std::size_t i) {
    Arrival& a = arrivals[i];
    if (!takes_loops(a)) a.watch = {}, a.mark = {}, a.start = {};
    if (left) left(i, a);
  };
  const auto sink = [&](std::size_t i, Arrival&& arrival) {
    arrivals[i] = std::move(arrival);
    if (!takes_digits(arrivals[i], options)) leave(i);
  };
  const std::size_t batches = threads == 0 ? hardware_threads() : threads;
  parallel_for(batches, threads, [&](std::size_t) {
    Batch(lane_program, layout, set, BatchPrecision::single_double).run(options, source, sink);
  });
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < count; ++i)
    if (here[i] != 0 && takes_digits(arrivals[i], options)) open.push_back(i);
  const auto begin_again = [&](Arrival& a, std::size_t i) {
    if (!exact) return;
    a.start = layout.on_patch(exact(i), options.max_precision);
    a.x = eval::rounded(a.start);
    a.low.clear();
    for (std::size_t k = 0; k < a.x.size(); ++k)
      a.low.push_back((a.start[k] - algebra::GaussianRational::from_complex(a.x[k])).to_complex());
    a.s = 0;
    a.watch = {};
  };
  std::atomic<std::size_t> next = 0;
  const auto rest = [&]() -> std::optional<Departure> {
    const std::size_t k = next++;
    if (k >= open.size()) return std::nullopt;
    const std::size_t i = open[k];
    // Double precision may have lost the path where its Newton steps still seemed to converge.
    if (Arrival& a = arrivals[i]; !a.mark.x.empty()) {
      a.x = a.mark.x, a.s = a.mark.s, a.watch = a.mark.watch;
    } else if (a.s == 0) {
      begin_again(a, i);
    }
    return Departure{i, arrivals[i].x, parameters ? &parameters(i) : nullptr, &arrivals[i]};
  };
  const auto last = [&](std::size_t i, Arrival&& arrival) {
    Arrival& a = arrivals[i] = std::move(arrival);
    // In double precision it had left its path before anything showed it.
    if (a.state == Arrival::State::at_start && a.s != 0 && a.mark.x.empty()) begin_again(a, i);
    leave(i);
  };
  parallel_for(std::min(batches, open.size()), threads, [&](std::size_t) {
    Batch(lane_program, layout, set, BatchPrecision::double_double).run(options, rest, last);
  });
  return arrivals;
}

Finish Tracker::Impl::follow(const Place& place, const PathOptions& options, std::span<const Cycle> known,
                             const PathResult& before, std::vector<std::complex<double>> crossing,
                             std::vector<TraceStep>* trace) {
  std::unique_ptr<Ladder> ladder = take();
  Walker walker(*ladder, options, layout.parameters, place.level);
  walker.result = before;
  walker.trace = trace;
  if (!walker.start(place.x, place.s)) {
    walker.fail(PathFailure::start);
    give_back(std::move(ladder));
    return {std::move(walker.result), {}, {}, std::move(crossing)};
  }
  Endgame endgame(walker, layout, options, place.watch, known);
  while (walker.make_reliable() && !(walker.log_t() <= endgame_log_t && endgame.decided())) {
    const bool early = walker.log_t() > endgame_log_t;
    const StepOutcome outcome = walker.step(early ? endgame_log_t : options.last_log_t - 10);
    if (!went_on(outcome)) break;
    if (early && outcome == StepOutcome::reached) crossing = layout.affine(walker.stepper().coordinates());
  }
  walker.result.last_log_t = walker.log_t();
  if (PathFailure& failure = walker.result.failure;
      failure != PathFailure::none && failure != PathFailure::cancelled && endgame.escaping())
    failure = PathFailure::infinite_or_far;
  Finish finish{std::move(walker.result), std::move(endgame.found), endgame.joined, std::move(crossing)};
  give_back(std::move(ladder));
  return finish;
}

Finish Tracker::finish(const Arrival& arrival, const PathOptions& options, std::span<const Cycle> known) const {
  if (!takes_loops(arrival)) return impl_->finish(arrival, options, known);
  Journal* const journal = impl_->journal();
  if (journal == nullptr) return impl_->finish(arrival, options, known);
  const std::string key = finish_key(impl_->digest, options, arrival, known.size());
  const std::optional<std::string> bytes = journal->find(key);
  if (auto finish = bytes ? from_bytes<Finish>(*bytes) : std::nullopt) return std::move(*finish);
  Finish finish = impl_->finish(arrival, options, known);
  if (!cut_short(finish)) journal->keep(key, bytes_of(finish));
  return finish;
}

std::string Tracker::finish_identity(std::span<const Arrival* const> arrivals, const PathOptions& options,
                                     std::size_t known, std::size_t threads) const {
  return track::finish_identity(impl_->digest, options, arrivals, known, threads);
}

void Tracker::remember(const Arrival& arrival, const PathOptions& options, std::size_t known, std::string bytes) const {
  if (Journal* const journal = impl_->journal())
    journal->keep(finish_key(impl_->digest, options, arrival, known), std::move(bytes));
}

Finish Tracker::Impl::finish(const Arrival& arrival, const PathOptions& options, std::span<const Cycle> known) {
  using State = Arrival::State;
  PathResult result;
  result.steps = arrival.steps;
  result.rejected = arrival.rejected;
  if (!arrival.low.empty()) result.highest_bits = 2 * result.highest_bits;
  result.last_log_t = arrival.s;
  auto crossing = arrival.crossing.empty() ? arrival.crossing : layout.affine(arrival.crossing);
  switch (arrival.state) {
    case State::cancelled:
      result.failure = PathFailure::cancelled;
      return {result, {}, {}, {}};
    case State::too_many_steps:
      result.failure = PathFailure::steps;
      return {result, {}, {}, std::move(crossing)};
    case State::at_infinity:
      result.end = PathEnd::at_infinity;
      return {result, {}, {}, std::move(crossing)};
    case State::regular:
      result.end = PathEnd::regular;
      result.condition = arrival.condition;
      result.endpoint = arrival.low.empty() ? eval::exact_point(layout.affine(arrival.x))
                                            : layout.affine(place_of(arrival), Ladder::bits(1));
      return {result, {}, {}, std::move(crossing)};
    case State::at_start:
    case State::under_way:
    case State::stopped:
      break;
  }
  const auto follow_from = [&](const eval::Point& x, double s, const EndgameWatch& watch, std::size_t level) {
    return follow({x, s, watch, level}, options, known, result, crossing, nullptr);
  };
  Finish end = follow_from(place_of(arrival), arrival.s, arrival.watch,
                           arrival.state == State::at_start || !arrival.low.empty() ? 1 : 0);
  // Double precision may have lost the path where its Newton steps still seemed to converge.
  if (end.result.end == PathEnd::failed && end.result.failure != PathFailure::cancelled && !arrival.mark.x.empty())
    end = follow_from(eval::exact_point(arrival.mark.x), arrival.mark.s, arrival.mark.watch, 1);
  return end;
}

PathTrace Tracker::trace(const eval::Point& start, const PathOptions& options) const {
  PathTrace trace;
  const Impl::Place place{impl_->layout.on_patch(start, options.max_precision), 0, {}, 0};
  trace.result = impl_->follow(place, options, {}, {}, {}, &trace.steps).result;
  return trace;
}

}  // namespace polyscape::track
