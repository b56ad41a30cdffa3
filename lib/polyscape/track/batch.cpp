#include "polyscape/track/batch.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <new>
#include <span>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/track/rounds.hpp"
#include "polyscape/track/series.hpp"
#include "polyscape/track/step_control.hpp"

namespace polyscape::track {

Rounds::~Rounds() = default;

namespace {

constexpr double guess_slack = 3;  // the step to t = 0 is tried when the guess at its prediction error is no larger
                                   // than this times what is allowed,
constexpr double finish_spacing = 0.3;    // and again so much nearer in log t
constexpr double norm_spacing = 2;        // in log t, between looks at the Jacobian's inverse
constexpr double early_spacing = 0.1;     // the same before the endgame, for paths that are already near infinity:
constexpr double early_ratio = 1e-3;      // with a homogenising coordinate below this, which needs digits of its own
constexpr double clearly_finite = 0.05;   // in the endgame, where steps are long: above this nothing has to be read off
constexpr double smallest_radius = 1e-7;  // in log t: nearer to a singularity is no place for double precision
constexpr double stop_tolerance = 1e-12;

/// How far a batch takes a path in its precision.
struct Share {
  Digits digits;
  double rough_accuracy;  ///< of Newton's method where no limit is read off
  double reliable;        ///< norms of the inverse Jacobian below it leave the series digits enough,
  double marked;          ///< and those below this make a place to come back to
  int most_steps;         ///< before a path is handed over
};
const Share in_double{.digits = digits_of(double_bits),
                      .rough_accuracy = 1e-7,
                      .reliable = 1e-5 * 0x1p52,
                      .marked = 1e-9 * 0x1p52,
                      .most_steps = std::numeric_limits<int>::max()};
// No place is marked: what lies before was, in double. The steppers that follow one path take longer series where
// basins are small.
const Share in_double_double{.digits = digits_of(2 * double_bits),
                             .rough_accuracy = digits_of(2 * double_bits).accuracy,
                             .reliable = 1e15,
                             .marked = 0,
                             .most_steps = 300};

std::vector<const RoundsMaker*> makers(bool precise) {
  std::vector<const RoundsMaker*> result;
#ifdef POLYSCAPE_X86
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    result.push_back(precise ? &avx512_precise_rounds : &avx512_rounds);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    result.push_back(precise ? &avx2_precise_rounds : &avx2_rounds);
#endif
  result.push_back(precise ? &baseline_precise_rounds : &baseline_rounds);
  return result;
}

/// One path under way.
struct Lane {
  bool busy = false;
  std::size_t index = 0;
  const std::vector<ParameterPath>* parameters = nullptr;
  LaneTask task = LaneTask::idle;
  bool norms = false;
  double s = 0, length = 0;  // the step under way
  double accuracy = 0;
  StepHistory history;
  Rejections rejections;  // of the step under way
  double radius = 0, linear_radius = 0;
  double ratio = 0;        // see LaneReport
  double end_error = 0;    // guess at the prediction error of a step to t = 0
  double next_finish = 0;  // not before log t has come here
  double last_norms = HUGE_VAL;
  int steps = 0;  // in this batch
  Arrival arrival;
};

}  // namespace

std::vector<std::string_view> instruction_sets() {
  std::vector<std::string_view> names;
  for (const RoundsMaker* maker : makers(false)) names.emplace_back(maker->name);
  return names;
}

struct Batch::Impl {
  const Layout& layout;
  std::vector<double> largest;  // of each group: working memory
  std::vector<Observation> seen;
  RoundsMaker maker{};
  void* memory = nullptr;
  Rounds* rounds = nullptr;
  const Share& share;
  std::size_t width = 1, parts = 1;
  std::vector<Lane> lanes;
  std::vector<LaneRequest> requests;
  std::vector<LaneReport> reports;
  PathOptions options;

  Impl(const eval::LaneProgram& program, const Layout& l, std::string_view set, bool precise)
      : layout(l), largest(l.groups), seen(l.groups), share(precise ? in_double_double : in_double) {
    const auto all = makers(precise);
    const auto found = std::ranges::find(all, set, [](const RoundsMaker* m) { return std::string_view(m->name); });
    if (found == all.end()) throw ArgumentError("Batch: this machine lacks the instruction set");
    maker = **found;
    const RoundsShape shape{program.view(), l.grouping()};
    memory = ::operator new (maker.bytes(shape), std::align_val_t{64});
    rounds = maker.make(shape, memory);
    width = static_cast<std::size_t>(maker.width);
    parts = static_cast<std::size_t>(maker.parts);
    lanes.resize(width);
    requests.resize(width);
    reports.resize(width);
  }
  ~Impl() {
    rounds->~Rounds();
    ::operator delete (memory, std::align_val_t{64});
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  /// low: what the high parts leave over.
  std::size_t place(std::size_t i, std::size_t lane, bool imaginary, bool low) const {
    return ((2 * i + imaginary) * parts + low) * width + lane;
  }
  std::complex<double> at(const double* numbers, std::size_t i, std::size_t lane, bool low = false) const {
    return {numbers[place(i, lane, false, low)], numbers[place(i, lane, true, low)]};
  }
  void put(double* numbers, std::size_t i, std::size_t lane, std::complex<double> z, bool low = false) const {
    numbers[place(i, lane, false, low)] = z.real();
    numbers[place(i, lane, true, low)] = z.imag();
  }

  void depart(std::size_t l, Departure&& departure) {
    Lane& lane = lanes[l] = Lane{};
    lane.busy = true;
    lane.accuracy = share.digits.accuracy;
    lane.index = departure.index;
    lane.task = LaneTask::load;
    lane.parameters = departure.parameters != nullptr ? departure.parameters : &layout.parameters;
    if (departure.from != nullptr) lane.arrival = *departure.from;
    for (std::size_t i = 0; i < departure.x.size(); ++i) {
      put(rounds->coordinates(), i, l, departure.x[i]);
      if (parts > 1) put(rounds->coordinates(), i, l, lane.arrival.low.empty() ? 0 : lane.arrival.low[i], true);
    }
    if (departure.from != nullptr) {
      lane.arrival.short_of_digits = false;
      lane.s = lane.arrival.s;
    }
    set_parameters(l, lane.s);
  }

  void set_parameters(std::size_t l, double s) {
    std::complex<double> c[series_order + 1];
    const auto& paths = *lanes[l].parameters;
    for (std::size_t p = 0; p < paths.size(); ++p) {
      paths[p].coefficients(s, series_order, c);
      for (int k = 0; k <= series_order; ++k) put(rounds->parameters(k), p, l, c[k]);
    }
  }

  /// Decides what the lane tries next.
  void plan(std::size_t l) {
    Lane& lane = lanes[l];
    const bool endgame = in_endgame(lane);
    const double ratio = lane.ratio;
    lane.accuracy = ratio > (endgame ? clearly_finite : early_ratio) ? share.rough_accuracy : share.digits.accuracy;
    lane.norms = endgame ? lane.last_norms - lane.s > norm_spacing || lane.arrival.watch.first_norm == 0 ||
                               lane.arrival.watch.escaping(options)
                         : lane.last_norms - lane.s > early_spacing && ratio < early_ratio;
    if (endgame && lane.linear_radius >= regular_radius && lane.end_error <= guess_slack * options.end_error &&
        lane.s <= lane.next_finish && lane.rejections.count == 0) {
      lane.task = LaneTask::finish;
      lane.accuracy = share.digits.accuracy;
      lane.norms = true;
      set_parameters(l, -HUGE_VAL);
      return;
    }
    lane.task = LaneTask::step;
    lane.length = lane.rejections.count > 0
                      ? lane.length / 2
                      : next_step(lane.history, lane.radius, lane.s - next_stop(lane), options).length;
    set_parameters(l, lane.s - lane.length);
  }

  bool has_endgame() const { return std::isinf(options.stop_log_t); }
  bool in_endgame(const Lane& lane) const { return lane.s <= endgame_log_t && has_endgame(); }
  /// Where no step leads beyond.
  double next_stop(const Lane& lane) const {
    return has_endgame() && lane.s > endgame_log_t ? endgame_log_t : options.stop_log_t;
  }

  /// Takes in what the round made of the lane; true when its path leaves the batch, see lane.arrival.
  bool take(std::size_t l) {
    Lane& lane = lanes[l];
    const LaneReport& report = reports[l];
    const bool accepted = report.newton.verdict == Verdict::accepted;
    lane.arrival.iterations += report.newton.count;
    if (lane.norms && accepted && lane.task != LaneTask::finish) lane.last_norms = lane.s - lane.length;
    switch (lane.task) {
      case LaneTask::idle:
        return false;
      case LaneTask::load:
        if (!accepted) return leave(l, Arrival::State::at_start);
        measure(lane, report);
        return lane.radius < smallest_radius && short_of_digits(l);
      case LaneTask::finish:
        return accepted ? finished(l) : not_yet(lane);
      case LaneTask::step:
        return accepted ? stepped(l) : rejected(l);
    }
    return false;
  }

  void measure(Lane& lane, const LaneReport& report) const {
    lane.ratio = report.ratio;
    lane.radius = convergence_radius(report.third, report.fourth);
    lane.linear_radius = convergence_radius(report.linear_third, report.linear_fourth);
    // The next coefficient, if they go on as they come.
    const double ratio = report.linear_fourth /
                         std::max({report.linear_third, report.linear_fourth, std::numeric_limits<double>::min()});
    lane.end_error = report.linear_fourth * ratio;
  }

  bool not_yet(Lane& lane) const {
    lane.next_finish = lane.s - finish_spacing;
    return false;
  }

  bool finished(std::size_t l) {
    Lane& lane = lanes[l];
    lane.arrival.condition = reports[l].weighted_inverse_norm;
    // Near a singular end corrections are as short as this norm is large; scaled rows alone would hide one that
    // vanishes.
    const double norm = std::max(reports[l].inverse_norm, reports[l].weighted_inverse_norm);
    if (!(norm * share.digits.noise < regular_limit) || norm > options.regular_norm ||
        reports[l].newton.first > options.end_error)
      return not_yet(lane);
    // What is nearly at infinity takes a second precision to be told from it.
    return leave(l, smallest_ratio(rounds->endpoints(), l) < surely_finite ? Arrival::State::under_way
                                                                           : Arrival::State::regular);
  }

  bool rejected(std::size_t l) {
    Lane& lane = lanes[l];
    const Corrections& newton = reports[l].newton;
    ++lane.arrival.rejected;
    lane.history.omega = std::max(lane.history.omega, newton.omega);
    return lane.rejections.add(newton) != Rejections::Advice::halve && short_of_digits(l);
  }

  bool stepped(std::size_t l) {
    Lane& lane = lanes[l];
    const LaneReport& report = reports[l];
    const StepMade made{lane.length, lane.s - next_stop(lane), lane.radius, series_order, lane.rejections.count};
    lane.history = after(lane.history, made, report.newton, share.digits, options);
    lane.rejections = {};
    const bool crosses =
        has_endgame() && lane.s > endgame_log_t && lane.s - lane.length <= endgame_log_t + stop_tolerance;
    lane.s = crosses ? endgame_log_t : lane.s - lane.length;
    if (crosses) lane.arrival.crossing = coordinates(rounds->coordinates(), l);
    measure(lane, report);
    if (lane.radius < smallest_radius || lane.history.crawling > most_crawling) return short_of_digits(l);
    if (++lane.arrival.steps >= options.max_steps) return leave(l, Arrival::State::too_many_steps);
    if (++lane.steps >= share.most_steps) return leave(l, Arrival::State::under_way);
    if (lane.norms && report.weighted_inverse_norm < share.marked)
      lane.arrival.mark = {coordinates(rounds->coordinates(), l), lane.s, lane.arrival.watch};
    if (lane.s <= options.stop_log_t + stop_tolerance) return leave(l, Arrival::State::stopped);
    if (in_endgame(lane)) return near_the_end(l);
    return lane.norms && exhausted(report) && short_of_digits(l);
  }

  /// Whether rounding errors have eaten the digits of the series that steps live on.
  bool exhausted(const LaneReport& report) const { return !(report.weighted_inverse_norm < share.reliable); }

  bool near_the_end(std::size_t l) {
    Lane& lane = lanes[l];
    const LaneReport& report = reports[l];
    EndgameWatch& watch = lane.arrival.watch;
    watch.observe(observe(l), options);
    if (lane.norms) {
      if (watch.first_norm == 0) watch.first_norm = report.inverse_norm;
      if (watch.degenerates(report.inverse_norm, options) && watch.seems_finite() &&
          layout.blurred(coordinates(rounds->coordinates(), l), options.weight_floor, share.digits.bits))
        return short_of_digits(l);
      switch (watch.at_infinity(report.inverse_norm, report.weighted_inverse_norm, share.digits.bits, options)) {
        case Infinity::shown:
          return leave(l, Arrival::State::at_infinity);
        case Infinity::short_of_digits:
          if (share.digits.bits == double_bits) return short_of_digits(l);
          break;
        case Infinity::open:
          break;
      }
      if (exhausted(report)) return short_of_digits(l);
    }
    const bool over = lane.s < options.last_log_t || watch.loop_due(lane.radius, options);
    return over && leave(l, Arrival::State::under_way);
  }

  /// Of the homogenising coordinates, over the largest of their groups; sizes are the larger of real and imaginary
  /// part.
  double smallest_ratio(const double* numbers, std::size_t l) {
    const auto size = [&](std::size_t i) {
      return std::max(std::abs(numbers[place(i, l, false, false)]), std::abs(numbers[place(i, l, true, false)]));
    };
    std::ranges::fill(largest, 0.0);
    for (std::size_t i = 0; i < layout.group.size(); ++i)
      largest[layout.group[i]] = std::max(largest[layout.group[i]], size(i));
    double result = 1;
    for (std::size_t g = 0; g < largest.size(); ++g) result = std::min(result, size(layout.variables + g) / largest[g]);
    return result;
  }

  std::vector<std::complex<double>> coordinates(const double* numbers, std::size_t l, bool low = false) const {
    std::vector<std::complex<double>> result(layout.coordinates());
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = at(numbers, i, l, low);
    return result;
  }

  /// Of the homogenising coordinates; until the next call.
  std::span<const Observation> observe(std::size_t l) {
    const double* const numbers = rounds->coordinates();
    std::ranges::fill(largest, 0.0);
    for (std::size_t i = 0; i < layout.group.size(); ++i)
      largest[layout.group[i]] = std::max(largest[layout.group[i]], std::norm(at(numbers, i, l)));
    for (std::size_t g = 0; g < layout.groups; ++g) {
      const std::complex<double> x = at(numbers, layout.variables + g, l);
      const auto derivative = [&](int k, double factorial) {  // in double
        const double* const numbers = rounds->coefficients(k) + 2 * (layout.variables + g) * width + l;
        return x == 0.0 ? HUGE_VAL : factorial * std::complex<double>(numbers[0], numbers[width]) / x;
      };
      seen[g] = {lanes[l].s,
                 derivative(1, 1),
                 std::sqrt(std::norm(x) / largest[g]),
                 {derivative(2, 2), derivative(3, 6), derivative(4, 24)}};
    }
    return seen;
  }

  bool short_of_digits(std::size_t l) {
    lanes[l].arrival.short_of_digits = true;
    return leave(l, Arrival::State::under_way);
  }

  bool leave(std::size_t l, Arrival::State state) {
    Lane& lane = lanes[l];
    lane.arrival.state = state;
    lane.arrival.s = lane.s;
    const double* const numbers = state == Arrival::State::regular ? rounds->endpoints() : rounds->coordinates();
    lane.arrival.x = coordinates(numbers, l);
    if (parts > 1) lane.arrival.low = coordinates(numbers, l, true);
    lane.busy = false;
    lane.task = LaneTask::idle;
    return true;
  }
};

Batch::Batch(const eval::LaneProgram& program, const Layout& layout, std::string_view set, BatchPrecision precision)
    : impl_(std::make_unique<Impl>(program, layout, set, precision == BatchPrecision::double_double)) {}
Batch::~Batch() = default;

void Batch::run(const PathOptions& options, const Source& source, const Sink& sink) {
  Impl& impl = *impl_;
  impl.options = options;
  const RoundsOptions rounds_options{acceptance(options.contraction, impl.share.digits), options.weight_floor};
  bool more = true;
  for (;;) {
    bool busy = false;
    for (std::size_t l = 0; l < impl.width; ++l) {
      Lane& lane = impl.lanes[l];
      if (!lane.busy && more) {
        if (auto departure = source())
          impl.depart(l, std::move(*departure));
        else
          more = false;
      } else if (lane.busy) {
        impl.plan(l);
      }
      busy = busy || lane.busy;
      impl.requests[l] = {lane.task, lane.norms, -lane.length, lane.accuracy};
    }
    if (!busy) return;
    if (cancellation_requested()) break;
    impl.rounds->run(impl.requests.data(), rounds_options, impl.reports.data());
    for (std::size_t l = 0; l < impl.width; ++l)
      if (impl.lanes[l].busy && impl.take(l)) sink(impl.lanes[l].index, std::move(impl.lanes[l].arrival));
  }
  for (Lane& lane : impl.lanes) {
    if (lane.busy) sink(lane.index, Arrival{});
    lane = Lane{};
  }
}

}  // namespace polyscape::track
