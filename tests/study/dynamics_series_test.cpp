/// Tables of dynamics against options that have several values.
#include "polyscape/study/dynamics_series.hpp"

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"

using namespace polyscape;
using namespace polyscape::study;
using report::DynamicsPlace;

namespace {

std::string message(const std::string& key, const std::string& text) {
  std::vector<spec::SolveEntry> entries{{key, text, "--" + key}};
  try {
    take_axes(entries);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

DynamicsPlace place(const std::string& kind, double loss, double largest, int negative, int nullity) {
  DynamicsPlace p;
  p.kind = kind;
  p.loss = loss;
  p.largest_eigenvalue = largest;
  p.negative = negative;
  p.nullity = nullity;
  p.at = {0, 0};
  return p;
}

report::ChainFigure figure(double value) {
  report::ChainFigure f;
  f.value = value;
  f.error = 0.01;
  return f;
}

/// 60 of 100 walkers on places 1, 10 on 2, 20 on 3, 10 nowhere.
report::Result result_of(std::vector<DynamicsPlace> places) {
  report::Result result;
  result.title = "made up";
  report::Dynamics d;
  d.options = {{"temperature", "0.25"}};
  d.places = std::move(places);
  report::DynamicsMethod gd;
  gd.method = "gd";
  gd.rate = 0.125;
  gd.starts = 100;
  for (const auto& [number, count] : {std::pair(1, 60), std::pair(2, 10), std::pair(3, 20)}) {
    report::EndShare e;
    e.place = number;
    e.count = static_cast<std::uint64_t>(count);
    gd.ends.push_back(e);
  }
  d.methods.push_back(gd);
  result.dynamics = std::move(d);
  return result;
}

const SeriesShare& share(const SeriesRow& row, const std::string& by) {
  for (const SeriesShare& s : row.shares)
    if (s.by == by) return s;
  throw ArgumentError("no share by " + by);
}

}  // namespace

TEST_CASE("options with several values become axes, the others stay") {
  std::vector<spec::SolveEntry> entries{{"methods", "gd, sgd", "--methods"},
                                        {"temperature", "0.2, 1e-3", "--temperature"},
                                        {"batch", "1,3-5", "--batch"},
                                        {"rate", "1e-2", "--rate"},
                                        {"dimension", "2-3", "--dimension"}};
  const auto axes = take_axes(entries);
  REQUIRE(axes.size() == 3);
  CHECK(axes[0].values == std::vector<std::string>{"0.2", "1e-3"});
  CHECK(axes[1].values == std::vector<std::string>{"1", "3", "4", "5"});
  CHECK(axes[2].values == std::vector<std::string>{"2", "3"});
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].text == "gd, sgd");
  CHECK(entries[1].text == "1e-2");  // its dash is no range
  const auto all = combinations(axes);
  REQUIRE(all.size() == 16);
  CHECK(all[0][0].text == "0.2");
  CHECK(all[1][2].text == "3");
  CHECK(all[15][1].text == "5");
  CHECK(all[15][2].place == "--dimension");
  CHECK(combinations({}).size() == 1);
}

TEST_CASE("lists that are none are answered with an example") {
  for (const char* text : {"0.2,,0.1", ",", "0.2,"})
    CHECK(message("temperature", text).find("write --temperature 0.2,0.1") != std::string::npos);
  for (const char* text : {"3-1", "a-b", "1-", "-1", "1-99999999", "1-2-3", "1-99999999999999999999"})
    CHECK(message("dimension", text).find("write --dimension 1-8") != std::string::npos);
  CHECK(message("temperature", "0.2-0.1").empty());  // one value, which the option itself refuses
}

TEST_CASE("a row counts degenerate minima alone, and no saddles of singular Hessian") {
  const SeriesRow row = series_row(
      result_of({place("zero-loss set", 0, 3, 0, 1), place("critical set", 1, 1, 1, 1), place("minimum", 0, 1, 0, 0)}),
      {spec::SolveEntry{"temperature", "0.25", "--temperature"}});
  CHECK(row.part == SeriesPart::degenerate);
  CHECK(share(row, "gd").value == 0.6);
  CHECK(row.temperature == 0.25);
  CHECK(row.rate == 0.125);
  CHECK_FALSE(row.sgd_rate);
  CHECK(row.shares.size() == 1);  // no law was sampled
}

TEST_CASE("where all minima are isolated the flattest of the lowest ones counts") {
  const SeriesRow row = series_row(result_of({place("minimum", 0, 3, 0, 0), place("minimum", 0.2, 2, 0, 0),
                                              place("minimum", 0.3, 1, 0, 0), place("critical set", 0, 1, 2, 1)}),
                                   {});
  CHECK(row.part == SeriesPart::flattest);
  CHECK(share(row, "gd").value == 0.1);  // the third one is flatter, but more than T above the lowest
}

TEST_CASE("laws stand beside the walkers, and what is refused has no value") {
  report::Result result =
      result_of({place("zero-loss set", 0, 3, 0, 1), place("minimum", 0, 1, 0, 0), place("minimum", 0, 1, 0, 0)});
  report::StationaryLaw law;
  for (const auto& [number, value] : {std::pair(1, 0.5), std::pair(2, 0.2), std::pair(3, 0.1)}) {
    report::Occupation o;
    o.where = "neighbourhood";
    o.place = number;
    o.predicted = value / 0.8;
    o.gibbs = figure(value);
    o.langevin = figure(value);
    law.occupation.push_back(o);
  }
  law.occupation.emplace_back().where = "bulk";
  law.occupation.back().gibbs = law.occupation.back().langevin = figure(0.2);
  law.occupation[0].langevin->value.reset();  // its chains did not mix
  result.dynamics->stationary = law;
  const SeriesRow row = series_row(result, {spec::SolveEntry{"temperature", "0.25", ""}});
  CHECK(share(row, "gibbs").value == 0.5);
  CHECK(share(row, "gibbs").error == 0.01);
  CHECK(share(row, "predicted").value == 0.625);
  CHECK_FALSE(share(row, "langevin_chains").value);
  CHECK(row.shares.size() == 4);

  law.occupation[2].predicted.reset();  // one constant is not known: the others are shares of nothing
  result.dynamics->stationary = law;
  const SeriesRow second = series_row(result, {spec::SolveEntry{"temperature", "0.5", ""}});
  CHECK(second.shares.size() == 3);

  const std::string text = series_text({row, second});
  INFO(text);
  CHECK(text.find("share of the degenerate minima") != std::string::npos);
  CHECK(text.find("50.00+-1.00") != std::string::npos);
  CHECK(text.find("refused") != std::string::npos);
  const report::Grid grid = series_grid({row, second});
  REQUIRE(grid.rows.size() == 2);
  for (const auto& line : grid.rows) CHECK(line.size() == grid.columns.size());
  const auto json = nlohmann::json::parse(series_json({row, second}));
  CHECK(json["rows"].size() == 2);
  CHECK(json["rows"][0]["shares"][1]["value"] == 0.5);
  CHECK(json["rows"][0]["result"]["dynamics"]["methods"][0]["method"] == "gd");

  report::Result cut = result;
  cut.cancelled = true;
  CHECK(series_text({series_row(cut, {})}).find("cancelled before this row") != std::string::npos);
  CHECK(text.find("cancelled") == std::string::npos);

  law.refused = "exp(-L/T) has no finite integral";
  result.dynamics->stationary = law;
  CHECK(series_text({series_row(result, {})}).find("no finite integral") != std::string::npos);
}
