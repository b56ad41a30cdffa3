#include "polyscape/study/stored_sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/letter.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/generic_draw.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/rows_identity.hpp"
#include "polyscape/study/sweep_rows.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {
namespace {

constexpr std::size_t most_failures = 10;  // that are told one by one

/// What a row came to: a result, or a reason why there is none; neither of a cancelled job.
struct RowEnd {
  std::optional<report::Result> result;
  std::optional<std::string> reason;
};

std::optional<std::string> bytes_of(const RowEnd& end) {
  if (!end.result && !end.reason) return std::nullopt;
  return LetterWriter(end.result ? 'r' : 'f').text(end.result ? report::to_json(*end.result) : *end.reason).letter();
}
RowEnd row_end_from(const std::string& bytes) {
  LetterReader letter(bytes);
  RowEnd end;
  const std::string text(letter.text());
  if (letter.kind() == 'r')
    end.result = report::result_from_json(text, "a row of another process");
  else
    end.reason = text;
  return end;
}

std::vector<std::size_t> waiting_rows(const store::Store& store, std::uint64_t limit) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < store.size() && rows.size() < limit; ++row)
    if (store.state(row) == store::State::waiting) rows.push_back(row);
  return rows;
}

/// What the first member alone can say, at every member.
std::string told(const std::string& what, const std::function<std::string()>& ask) {
  Team* const team = current_team();
  return team != nullptr ? common(*team, what, ask) : ask();
}

/// What another member has to know of a sweep that is continued.
std::string bytes_of(const store::Sweep& sweep) {
  LetterWriter letter('s');
  letter.text(sweep.text).text(sweep.file).text(sweep.directory);
  for (const auto& [option, value] : sweep.options) letter.text(option).text(value);
  return letter.letter();
}
store::Sweep sweep_from(const std::string& bytes) {
  LetterReader letter(bytes);
  store::Sweep sweep;
  for (std::string* part : {&sweep.text, &sweep.file, &sweep.directory}) *part = letter.text();
  while (!letter.at_end()) {
    std::string option(letter.text());
    sweep.options.emplace_back(std::move(option), letter.text());
  }
  return sweep;
}

/// The rows of a job, by what they are solved from. With a team the first member alone has the store.
class Job {
 public:
  /// store: nullptr at another member than the first.
  Job(const spec::Sweep& sweep, const SweepRows& rows, store::Store* store, const std::string& path,
      const Options& options, const Observer& observer, std::uint64_t limit)
      : sweep_(sweep),
        rows_(rows),
        store_(store),
        path_(path),
        options_(options),
        observer_(observer),
        counter_(observer, "rows", sweep.size(),
                 store != nullptr ? store->size() - store->count(store::State::waiting) : 0) {
    options_.known_count.reset();
    const std::string chosen = told("waiting rows", [&] {
      LetterWriter letter('w');
      for (const std::size_t row : waiting_rows(*store_, limit)) letter.number(row);
      return letter.letter();
    });
    for (LetterReader letter(chosen); !letter.at_end();) chosen_.push_back(letter.number());
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
    const std::string text = told(fmt::format("member {}", first), [&] { return store_->member(first).value_or(""); });
    if (!text.empty())
      return read_generic_draw(text, fmt::format("{} member {}", path_, first), specification, options_);
    std::optional<GenericDraw> solved;
    try {
      solved = solve_generic_draw(specification, options_, observer_);
    } catch (const std::exception&) {  // which every row will say of itself
      return std::nullopt;
    }
    if (solved->result.cancelled) return std::nullopt;
    if (store_ != nullptr) store_->keep_member(first, to_text(*solved));
    return solved;
  }

  /// Rows side by side as long as there are as many as threads of all members, and then the paths of one row after the
  /// other.
  template <class F>
  void batch(const std::vector<std::size_t>& rows, const F& solve) {
    Team* const team = current_team();
    const std::size_t threads = options_.threads > 0 ? static_cast<std::size_t>(options_.threads) : hardware_threads();
    const std::string all = told("threads", [&] { return std::to_string(threads * (team ? team->size() : 1)); });
    const std::size_t side_by_side = rows.size() - rows.size() % std::stoul(all);
    Options one_thread = options_;
    one_thread.threads = 1;
    const auto identity = [&] {
      LetterWriter letter('s');
      letter.text(rows_identity("stored sweep", rows_.digest, options_));
      for (const std::size_t row : rows) letter.number(row);
      return digest_bytes(letter.letter());
    };
    shared_for(
        team, {side_by_side, 1, threads, SharedLoop::Audience::first}, identity,
        [&](std::size_t k) { return end_of(rows[k], one_thread, {}, solve); },
        [](const RowEnd& end) { return bytes_of(end); }, row_end_from,
        [&](std::size_t k, const RowEnd& end) { keep(rows[k], end); });
    for (std::size_t k = side_by_side; k < rows.size(); ++k) {
      Observer of_row;
      if (observer_)
        of_row = [this, row = rows[k]](Progress p) {
          p.stage = fmt::format("row {}, {}", row + 1, p.stage);
          observer_(p);
        };
      keep(rows[k], end_of(rows[k], options_, of_row, solve));
    }
  }

  template <class F>
  RowEnd end_of(std::size_t row, const Options& options, const Observer& observer, const F& solve) const {
    if (cancellation_requested()) return {};
    try {
      report::Result result = solve(sweep_.specification(row), options, observer);
      if (!result.cancelled) return {std::move(result), std::nullopt};
      if (cancellation_requested()) return {};
      // It takes more paths than it may: in a table its counts would stand beside those of rows that were solved.
      return {std::nullopt, std::move(result.path_limit)};
    } catch (const Cancelled&) {
      return {};
    } catch (const InputError& e) {
      return {std::nullopt, e.what()};
    } catch (const std::exception& e) {
      return {std::nullopt, fmt::format("internal error: {}", e.what())};
    }
  }

  void keep(std::size_t row, const RowEnd& end) {
    if (!end.result && !end.reason) return;
    if (store_ != nullptr && end.result) store_->finish(row, *end.result);
    if (store_ != nullptr && end.reason) store_->fail(row, *end.reason);
    counter_.count();
  }

  const spec::Sweep& sweep_;
  const SweepRows& rows_;
  store::Store* const store_;
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

SweepStanding run(const spec::Sweep& sweep, const SweepRows& rows, std::optional<store::Store> store,
                  const std::string& path, const Options& options, const Observer& observer, std::uint64_t limit) {
  Job(sweep, rows, store ? &*store : nullptr, path, options, observer, limit).run();
  return store ? standing_of(*store, sweep) : SweepStanding{};
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

bool writes_store() {
  const Team* const team = current_team();
  return team == nullptr || team->first();
}

std::string default_store(const std::string& sweep_path) {
  return std::filesystem::path(sweep_path).stem().string() + ".sweep.db";
}

SweepStanding run_sweep(const spec::Sweep& sweep, const std::string& path, const Options& options,
                        const Observer& observer, std::uint64_t limit) {
  require_legal(options);
  announce(observer, "specifications");
  const SweepRows rows = rows_of(sweep, options);
  std::optional<store::Store> store;
  if (writes_store()) store = opened(sweep, rows, path, options);
  return run(sweep, rows, std::move(store), path, options, observer, limit);
}

SweepStanding resume_sweep(const std::string& path, int threads, const Observer& observer, std::uint64_t limit) {
  std::optional<store::Store> store;
  if (writes_store()) {
    store = store::Store::open(path);
    store::Sweep here = store->sweep();
    here.version = report::library_version();
    require_same(store->sweep(), here, path);  // before its options are read, which are those of its version
  }
  const store::Sweep begun = sweep_from(told("sweep", [&] { return bytes_of(store->sweep()); }));
  std::vector<spec::SolveEntry> entries;
  for (const auto& [key, value] : begun.options)
    if (!value.empty()) entries.push_back({key, value, path});
  Options options = solver_options(entries, {});
  options.threads = threads;
  const spec::Sweep sweep(begun.text, begun.file, begun.directory);
  announce(observer, "specifications");
  const SweepRows rows = rows_of(sweep, options);
  if (store) require_same(store->sweep(), description(sweep, rows, options), path);
  return run(sweep, rows, std::move(store), path, options, observer, limit);
}

}  // namespace polyscape::study
