/// Sweeps into a store: what their rows hold, however they are interrupted.
#include "polyscape/study/stored_sweep.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/generic_draw.hpp"
#include "polyscape/study/sweep_plan.hpp"
#include "study/checks.hpp"
#include "study/stored.hpp"
#include "support/folder.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

namespace fs = std::filesystem;

using support::Folder;

/// 1-width-1, six rows of random data with a lambda of their own, and two of given data.
spec::Sweep sweep_of(const std::string& width = "1") {
  return {
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = " + width +
          "\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n[data]\nrandom = { samples = [1, 3], seed = \"4-6\", "
          "inputs = { distribution = \"normal\" }, targets = { distribution = \"normal\" } }\n[regularization]\n"
          "tikhonov = { distribution = \"uniform\", interval = [0, 1] }\n",
      "s.toml", "."};
}

study::Options on(int threads) {
  study::Options options;
  options.threads = threads;
  return options;
}

}  // namespace

TEST_CASE("rows carried from a generic draw have the points that they have when analysed on their own", "[stored]") {
  const Folder at;
  const spec::Sweep sweep = sweep_of();
  const SweepStanding standing = run_sweep(sweep, at / "s.db", on(2));
  CHECK(standing.complete());
  CHECK(standing.rows == 6);
  const store::Contents c = store::read(at / "s.db");
  for (std::size_t row = 0; row < sweep.size(); ++row) {
    INFO(spec::values_text(sweep.values(row)));
    REQUIRE(c.rows[row].result);
    const report::Result& found = *c.rows[row].result;
    const report::Result alone = analyze(sweep.specification(row), on(1));
    CHECK(c.rows[row].values == sweep.values(row));
    CHECK(found.title == alone.title);
    CHECK(found.input_digest == alone.input_digest);
    CHECK(found.network->lambda == alone.network->lambda);
    CHECK(found.solutions->isolated == alone.solutions->isolated);
    CHECK(found.solutions->real_by_index == alone.solutions->real_by_index);
    CHECK(found.solutions->completeness == alone.solutions->completeness);
    CHECK(found.bounds.lifted->value == alone.bounds.lifted->value);
    CHECK(found.paths->tracked == c.rows[0].result->paths->tracked);
    CHECK(found.solutions->real % 2 == 1);
    check_ledger(found);
  }
  CHECK(c.rows[0].result->network->lambda != c.rows[1].result->network->lambda);
}

TEST_CASE("a kept generic draw is read as it was kept, or refused", "[stored]") {
  const spec::Specification s = generic_data(sweep_of().specification(0));
  const std::string kept = to_text(solve_generic_draw(s, on(1)));
  const std::string again = to_text(read_generic_draw(kept, "m", s, on(1)));  // options in another order
  CHECK(again.size() == kept.size());
  CHECK(to_text(read_generic_draw(again, "m", s, on(1))) == again);
  const std::size_t partition = kept.find("\"partition\":[[");
  REQUIRE(partition != std::string::npos);
  std::string changed = kept;
  changed.insert(partition + std::string("\"partition\":[[").size(), "1000000,");
  for (const std::string& none :
       {changed, std::string("{}"), std::string(100000, '['), kept.substr(0, kept.size() / 2)})
    CHECK_THROWS_AS(read_generic_draw(none, "m", s, on(1)), InputError);
}

TEST_CASE("what a store holds depends neither on threads nor on where it was interrupted", "[stored]") {
  const Folder at;
  const spec::Sweep sweep = sweep_of();
  run_sweep(sweep, at / "whole.db", on(1));
  const auto whole = rows_in(at / "whole.db");
  CHECK(run_sweep(sweep, at / "parts.db", on(3), {}, 1).waiting == 5);
  CHECK(store::Store::open(at / "parts.db").member(0));
  CHECK(resume_sweep(at / "parts.db", 2, {}, 2).waiting == 3);
  {
    const CancelToken token;
    const JobScope scope(token);
    token.request();
    CHECK_THROWS_AS(run_sweep(sweep, at / "parts.db", on(2)), Cancelled);
  }
  // Cancelled while it works: what is not finished waits on.
  {
    const CancelToken token;
    const JobScope scope(token);
    int seen = 0;
    const SweepStanding cut = run_sweep(sweep, at / "parts.db", on(1), [&](const Progress& p) {
      if (p.stage == "rows" && ++seen == 2) token.request();
    });
    CHECK(cut.waiting == 2);
  }
  CHECK(run_sweep(sweep, at / "parts.db", on(2)).complete());
  CHECK(rows_in(at / "parts.db") == whole);
  CHECK(resume_sweep(at / "parts.db").complete());  // nothing is left to do
  CHECK(rows_in(at / "parts.db") == whole);
}

TEST_CASE("rows that cannot be computed keep their reason and end nothing", "[stored]") {
  const Folder at;
  const SweepStanding standing = run_sweep(sweep_of("[60, 1]"), at / "s.db", on(2));
  CHECK(standing.failed == 6);
  CHECK(standing.done == 6);
  REQUIRE(standing.failures.size() == 6);
  CHECK(standing.failures[0].first == "width = 60, samples = 1, seed = 4");
  const store::Contents c = store::read(at / "s.db");
  for (std::size_t row = 0; row < 12; ++row) {
    CHECK(c.rows[row].state == (row < 6 ? store::State::failed : store::State::done));
    CHECK(c.rows[row].reason.empty() == (row >= 6));
  }
  CHECK(resume_sweep(at / "s.db").failed == 6);  // no row is tried again
}

TEST_CASE("rows with data of their own are analysed on their own", "[stored]") {
  const Folder at;
  const spec::Sweep sweep(
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[[network.layer]]\nwidth = 1\n[data]\ninputs = [[1], [2]]\n"
      "targets = [[1], [3]]\n[regularization]\ntikhonov = [\"generic\", \"1/10\"]\n",
      "s.toml", ".");
  CHECK(run_sweep(sweep, at / "s.db", on(2)).complete());
  const store::Contents c = store::read(at / "s.db");
  for (std::size_t row = 0; row < 2; ++row) {
    report::Result alone = report::result_from_json(report::to_json(analyze(sweep.specification(row), on(1))), "alone");
    alone.seconds = {};
    alone.threads = 0;
    INFO(rows_in(at / "s.db")[row] << "\nagainst\n" << report::to_json(alone));
    CHECK(rows_in(at / "s.db")[row].ends_with(report::to_json(alone)));
  }
}

TEST_CASE("another sweep, other options or other data do not go into a store", "[stored]") {
  const Folder at;
  const auto file = [&](const std::string& text) { std::ofstream(at / "d.csv") << text; };
  const std::string text =
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\nfile = \"d.csv\"\ninputs = [\"x\"]\ntargets = "
      "[\"y\"]\n[regularization]\ntikhonov = [\"1/2\", \"1/3\"]\n";
  const auto refused = [&](const std::string& sweep, const study::Options& options, const std::string& what) {
    const auto before = rows_in(at / "s.db");
    try {
      run_sweep({sweep, "s.toml", at / ""}, at / "s.db", options);
      FAIL("taken");
    } catch (const InputError& e) {
      INFO(e.what());
      CHECK(std::string(e.what()).find(what) != std::string::npos);
    }
    CHECK(rows_in(at / "s.db") == before);
  };
  file("x,y\n1,2\n2,3\n");
  CHECK(run_sweep({text, "s.toml", at / ""}, at / "s.db", on(1)).complete());
  refused(text + "# more\n", on(1), "the text of line 11");
  study::Options seeded = on(1);
  seeded.seed = 5;
  refused(text, seeded, "the option seed, 1 in the store, 5 here");
  file("x,y\n1,2\n2,4\n");
  refused(text, on(1), "the data in its files");
  CHECK_THROWS_AS(resume_sweep(at / "s.db"), InputError);
  std::ofstream(at / "mine.db") << "mine";
  CHECK_THROWS_AS(run_sweep({text, "s.toml", at / ""}, at / "mine.db", on(1)), InputError);
  CHECK_THROWS_AS(resume_sweep(at / "none.db"), InputError);
  CHECK_FALSE(fs::exists(at / "none.db"));
}

TEST_CASE("a row that is no specification is bad input before anything is written", "[stored]") {
  const Folder at;
  const spec::Sweep sweep = sweep_of("[1, 0]");
  CHECK_THROWS_AS(run_sweep(sweep, at / "s.db", on(1)), InputError);
  CHECK_FALSE(fs::exists(at / "s.db"));
}

TEST_CASE("a plan counts rows, networks and paths, and writes nothing", "[stored]") {
  const Folder at;
  const spec::Sweep sweep = sweep_of("[1, 2]");
  SweepPlan plan = plan_sweep(sweep, at / "s.db", on(1));
  CHECK_FALSE(fs::exists(at / "s.db"));
  CHECK(plan.rows == 12);
  CHECK(plan.waiting == 12);
  CHECK(plan.networks == 2);
  CHECK(plan.generic == 2);
  CHECK(plan.carried == 12);
  REQUIRE(plan.paths);
  REQUIRE(plan.hours);
  CHECK(*plan.seconds_a_path > 0);
  run_sweep(sweep_of("[1, 2]"), at / "s.db", on(1), {}, 6);
  const SweepPlan rest = plan_sweep(sweep, at / "s.db", on(1));
  CHECK(rest.waiting == 6);
  CHECK(*rest.paths < *plan.paths);
  // Bounds are no fewer than the paths that a row takes.
  const store::Contents c = store::read(at / "s.db");
  CHECK(algebra::Integer(static_cast<long>(7 * c.rows[0].result->paths->tracked)) <= *plan.paths - *rest.paths);
}
