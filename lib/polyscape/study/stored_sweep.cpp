#include "polyscape/study/stored_sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/generic_draw.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/sweep_rows.hpp"

namespace polyscape::study {
namespace {

constexpr std::size_t most_failures = 10;  // that are told one by one

/// The rows of a job, by what they are solved from.
class Job {
 public:
  Job(const spec::Sweep& sweep, const SweepRows& rows, store::Store& store, const std::string& path,
      const Options& options, const Observer& observer, std::uint64_t limit)
      : sweep_(sweep),
        rows_(rows),
        store_(store),
        path_(path),
        options_(options),
        observer_(observer),
        counter_(observer, "rows", store.size(), store.size() - store.count(store::State::waiting)) {
    options_.known_count.reset();
    for (std::size_t row = 0; row < store.size() && chosen_.size() < limit; ++row)
      if (store.state(row) == store::State::waiting) chosen_.push_back(row);
  }

  void run() {
    std::vector<std::size_t> alone = chosen_of(rows_.alone);
    for (const auto& [first, carried] : rows_.carried) {
      const std::vector<std::size_t> rows = chosen_of(carried.rows);
      if (rows.empty() || cancellation_requested()) continue;
      const std::optional<GenericDraw> generic = generic_draw(first, carried);
      if (generic && carries(*generic))
        batch(rows, [&](const spec::Specification& s, const Options& options, const Observer& observer) {
          report::Result result = solve_draw(s, *generic, options, observer);
          result.input_digest = input_digest(s);
          return result;
        });
      else
        alone.insert(alone.end(), rows.begin(), rows.end());
    }
    batch(alone, [](const spec::Specification& s, const Options& options, const Observer& observer) {
      return analyze(s, options, observer);
    });
  }

 private:
  std::vector<std::size_t> chosen_of(const std::vector<std::size_t>& rows) const {
    std::vector<std::size_t> result;
    std::ranges::set_intersection(rows, chosen_, std::back_inserter(result));
    return result;
  }

  /// From the store, or solved and kept there; nullopt where the network has none, or the job is cancelled.
  std::optional<GenericDraw> generic_draw(std::size_t first, const CarriedRows& carried) {
    const spec::Specification specification = generic_specification(sweep_, carried);
    if (const auto text = store_.member(first))
      return read_generic_draw(*text, fmt::format("{} member {}", path_, first), specification, options_);
    std::optional<GenericDraw> solved;
    try {
      solved = solve_generic_draw(specification, options_, observer_);
    } catch (const std::exception&) {  // which every row will say of itself
      return std::nullopt;
    }
    if (solved->result.cancelled) return std::nullopt;
    store_.keep_member(first, to_text(*solved));
    return solved;
  }

  template <class F>
  void batch(const std::vector<std::size_t>& rows, const F& solve) {
    const std::size_t threads = options_.threads > 0 ? static_cast<std::size_t>(options_.threads) : hardware_threads();
    const std::size_t side_by_side = rows.size() - rows.size() % threads;
    Options one_thread = options_;
    one_thread.threads = 1;
    parallel_for(side_by_side, threads, [&](std::size_t k) { settle(rows[k], one_thread, {}, solve); });
    for (std::size_t k = side_by_side; k < rows.size(); ++k) {
      Observer of_row;
      if (observer_)
        of_row = [this, row = rows[k]](Progress p) {
          p.stage = fmt::format("row {}, {}", row + 1, p.stage);
          observer_(p);
        };
      settle(rows[k], options_, of_row, solve);
    }
  }

  template <class F>
  void settle(std::size_t row, const Options& options, const Observer& observer, const F& solve) {
    if (cancellation_requested()) return;
    std::optional<report::Result> result;
    std::string reason;
    try {
      result = solve(sweep_.specification(row), options, observer);
    } catch (const Cancelled&) {
      return;
    } catch (const InputError& e) {
      reason = e.what();
    } catch (const std::exception& e) {
      reason = fmt::format("internal error: {}", e.what());
    }
    if (result && result->cancelled) return;
    if (result)
      store_.finish(row, *result);
    else
      store_.fail(row, reason);
    counter_.count();
  }

  const spec::Sweep& sweep_;
  const SweepRows& rows_;
  store::Store& store_;
  const std::string path_;
  Options options_;
  const Observer& observer_;
  Counter counter_;
  std::vector<std::size_t> chosen_;  ///< rows to be solved now, increasing
};

SweepStanding standing_of(const store::Store& store, const spec::Sweep& sweep) {
  SweepStanding s{store.size(),
                  store.count(store::State::waiting),
                  store.count(store::State::done),
                  store.count(store::State::incomplete),
                  store.count(store::State::contradiction),
                  store.count(store::State::failed),
                  {}};
  for (std::size_t row = 0; row < store.size() && s.failures.size() < most_failures; ++row)
    if (store.state(row) == store::State::failed)
      s.failures.emplace_back(spec::values_text(sweep.values(row)), store.reason(row));
  return s;
}

SweepStanding run(const spec::Sweep& sweep, const SweepRows& rows, store::Store store, const std::string& path,
                  const Options& options, const Observer& observer, std::uint64_t limit) {
  Job(sweep, rows, store, path, options, observer, limit).run();
  return standing_of(store, sweep);
}

store::Store opened(const spec::Sweep& sweep, const SweepRows& rows, const std::string& path, const Options& options) {
  const store::Sweep now = description(sweep, rows, options);
  if (std::filesystem::exists(std::filesystem::symlink_status(path))) {
    store::Store store = store::Store::open(path);
    require_same(store.sweep(), now, path);
    return store;
  }
  std::vector<report::TextPairs> values;
  for (std::size_t row = 0; row < sweep.size(); ++row) values.push_back(sweep.values(row));
  return store::Store::create(path, now, values);
}

}  // namespace

std::string default_store(const std::string& sweep_path) {
  return std::filesystem::path(sweep_path).stem().string() + ".sweep.db";
}

SweepStanding run_sweep(const spec::Sweep& sweep, const std::string& path, const Options& options,
                        const Observer& observer, std::uint64_t limit) {
  require_legal(options);
  announce(observer, "specifications");
  const SweepRows rows = rows_of(sweep, options);
  return run(sweep, rows, opened(sweep, rows, path, options), path, options, observer, limit);
}

SweepStanding resume_sweep(const std::string& path, int threads, const Observer& observer, std::uint64_t limit) {
  store::Store store = store::Store::open(path);
  store::Sweep here = store.sweep();
  here.version = report::library_version();
  require_same(store.sweep(), here, path);  // before its options are read, which are those of its version
  std::vector<spec::SolveEntry> entries;
  for (const auto& [key, value] : store.sweep().options)
    if (!value.empty()) entries.push_back({key, value, path});
  Options options = solver_options(entries, {});
  options.threads = threads;
  const spec::Sweep sweep(store.sweep().text, store.sweep().file, store.sweep().directory);
  announce(observer, "specifications");
  const SweepRows rows = rows_of(sweep, options);
  require_same(store.sweep(), description(sweep, rows, options), path);
  return run(sweep, rows, std::move(store), path, options, observer, limit);
}

}  // namespace polyscape::study
