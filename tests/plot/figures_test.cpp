/// The figures and the page of a result.
#include <cmath>
#include <limits>

#include "plot/markup.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/plot/count_figures.hpp"
#include "polyscape/plot/draws_figures.hpp"
#include "polyscape/plot/dynamics_figures.hpp"
#include "polyscape/plot/page.hpp"
#include "polyscape/plot/page_point.hpp"
#include "polyscape/plot/page_tables.hpp"
#include "polyscape/plot/pgfplots.hpp"
#include "polyscape/plot/point_figures.hpp"
#include "polyscape/plot/slice_figure.hpp"
#include "polyscape/plot/svg.hpp"
#include "polyscape/report/summary/page.hpp"
#include "report/example.hpp"
#include "support/catch.hpp"

namespace polyscape::plot {
namespace {

using algebra::Integer;
using report::Result;

Figure figure(const Drawing& d) { return std::get<Figure>(d); }
bool absent(const Drawing& d) { return std::holds_alternative<Absent>(d) && !std::get<Absent>(d).reason.empty(); }

std::vector<Mark> marks(const Figure& f, const std::string& name) {
  for (const Series& s : f.series)
    if (const auto* points = std::get_if<Points>(&s); points != nullptr && points->name == name) return points->marks;
  return {};
}

std::vector<Drawing> all_figures(const Result& r) {
  std::vector<Drawing> list{bounds_figure(r), paths_figure(r), loss_figure(r), spectra_figure(r, {}),
                            complex_figure(r)};
  for (const Drawing& d : dynamics_figures(r)) list.push_back(d);
  return list;
}

TEST_CASE("a bound beyond every double stands at its logarithm", "[plot]") {
  Result r;
  r.bounds.bezout = algebra::power(Integer(10), 400);
  r.bounds.mixed_volume = algebra::power(Integer(2), 100);
  const Figure f = figure(bounds_figure(r));
  REQUIRE(marks(f, "bounds").size() == 2);
  CHECK(std::abs(marks(f, "bounds")[0].x - 400) < 1e-9);
  CHECK(std::abs(marks(f, "bounds")[1].x - 100 * std::log10(2)) < 1e-9);
  CHECK(marks(f, "bounds")[1].label == report::readable(algebra::power(Integer(2), 100)));
  CHECK(frame_of(f).x.high > 400);
  CHECK(malformed(svg(f)) == "");
}

TEST_CASE("a count of zero has no place on a log axis: its row says so", "[plot]") {
  Result r;
  r.bounds.bezout = 9;
  r.solutions.emplace();  // none found
  const Figure f = figure(bounds_figure(r));
  CHECK(std::ranges::count(f.y.categories, "found, over C: 0") == 1);
  for (const Mark& m : marks(f, "found")) CHECK(!finite(m));
  CHECK(svg(f).find("inf") == std::string::npos);
}

TEST_CASE("the rows of the bounds are those of the axis, from top to bottom", "[plot]") {
  const Result r = report::example_result();
  const Figure f = figure(bounds_figure(r));
  const std::vector<CountRow> rows = count_rows(r);
  REQUIRE(rows.size() == f.y.categories.size());
  for (const char* name : {"bounds", "found"})
    for (const Mark& m : marks(f, name)) {
      const std::string& category = f.y.categories.at(static_cast<std::size_t>(m.y));
      const auto row = std::ranges::find(rows, category, &CountRow::name);
      REQUIRE(row != rows.end());
      CHECK(std::abs(m.x - row->value.log10()) < 1e-12);
    }
}

TEST_CASE("the bands of the ledger start and end one below another, as wide as their counts", "[plot]") {
  Result r;
  r.paths = report::Paths{"multihomogeneous", 1000, 500, 100, 300, 70, 20, 10, "", {}, false};
  const Figure f = figure(paths_figure(r));
  const auto& flow = std::get<Flow>(f.series.front());
  REQUIRE(flow.bands.size() == 6);
  double from = flow.nodes.front().high;
  for (const Band& b : flow.bands) {
    CHECK(std::abs(b.high[0] - from) < 1e-12);
    CHECK(std::abs((b.high[0] - b.low[0]) - (b.high[1] - b.low[1])) < 1e-12);
    from = b.low[0];
  }
  CHECK(std::abs(from - flow.nodes.front().low) < 1e-12);
  CHECK(std::abs((flow.bands[0].high[0] - flow.bands[0].low[0]) - 0.5) < 1e-12);
  for (std::size_t k = 1; k < flow.bands.size(); ++k) CHECK(flow.bands[k].high[1] < flow.bands[k - 1].low[1]);
}

TEST_CASE("one path of a million is still seen", "[plot]") {
  Result r;
  r.paths = report::Paths{"total-degree", 1000000, 999999, 0, 0, 0, 0, 1, "", {{"step too small", 1}}, false};
  const Flow flow = std::get<Flow>(figure(paths_figure(r)).series.front());
  REQUIRE(flow.bands.size() == 2);
  CHECK(flow.bands[1].high[0] - flow.bands[1].low[0] > 0.002);
  CHECK(flow.bands[1].text == "failed: 1 path");
}

TEST_CASE("real critical points stand at index and loss, copies under a symmetry once", "[plot]") {
  Result r = report::example_result();
  r.points->push_back(r.points->front());  // a copy
  const Figure f = figure(loss_figure(r));
  REQUIRE(marks(f, "minima").size() == 1);
  CHECK(marks(f, "minima")[0].x == 0);
  CHECK(marks(f, "minima")[0].y == 0.25);
  CHECK(marks(f, "minima")[0].anchor == "point-1");
  CHECK(marks(f, "minima")[0].text == "point 1: minimum, index 0, loss 0.25\npoint 3: minimum, index 0, loss 0.25");
  r.system.which = report::Origin::given;
  CHECK(absent(loss_figure(r)));
}

TEST_CASE("spectra that agree are one column", "[plot]") {
  Result r = report::example_result();
  r.points->push_back(r.points->front());
  const Figure f = figure(spectra_figure(r, {{1, {1, 2}}, {3, {1, 2}}}));
  CHECK(f.x.categories == std::vector<std::string>{"1 (x2)"});
  CHECK(marks(f, "minima").size() == 2);
  r.points->back().loss = 0.5;
  CHECK(figure(spectra_figure(r, {{1, {1, 2}}, {3, {1, 2}}})).x.categories.size() == 2);
}

TEST_CASE("real solutions lie on the real axis, and no two rational points share a place", "[plot]") {
  Result r;
  r.system = {2, 2, {}, report::Origin::given, {}, true};
  r.names = {"x", "y"};
  r.points.emplace();
  for (int x = -3; x <= 3; ++x)
    for (int y = -3; y <= 3; ++y) {
      report::Point p;
      p.coordinates = {{static_cast<double>(x), 1e-17}, {static_cast<double>(y), 0}};  // rounding is left in it
      p.real = true;
      r.points->push_back(p);
    }
  const Figure f = figure(complex_figure(r));
  REQUIRE(marks(f, "real").size() == 49);
  std::vector<double> places;
  for (const Mark& m : marks(f, "real")) {
    CHECK(m.y == 0);
    places.push_back(m.x);
  }
  std::ranges::sort(places);
  for (std::size_t k = 1; k < places.size(); ++k) CHECK(places[k] - places[k - 1] > 1e-3);
  CHECK(marks(figure(complex_figure(r, "y")), "real")[0].x == -3);
  CHECK_THROWS_AS(complex_figure(r, "z"), InputError);
}

TEST_CASE("draws are counted, incomplete ones are not", "[plot]") {
  Result draw;
  draw.solutions.emplace();
  std::vector<Result> draws;
  for (const std::uint64_t n : {3, 5, 5, 9}) {
    draw.solutions->real = n;
    draws.push_back(draw);
  }
  draw.paths = report::Paths{};
  draw.paths->tracked = draw.paths->failed = 1;
  draws.push_back(draw);
  const std::vector<Drawing> drawings = draws_figures(draws);
  const Figure f = figure(drawings[0]);
  const auto& bars = std::get<Bars>(f.series.front()).bars;
  REQUIRE(bars.size() == 3);
  CHECK(bars[1].height == 2);
  CHECK((bars[1].from + bars[1].to) / 2 == 5);
  // Mean 5.5, variance (6.25 + 2 * 0.25 + 12.25) / 3, over 4 draws.
  CHECK(f.caption.find("4 draws") != std::string::npos);
  CHECK(f.caption.find("mean 5.5, standard error 1.3") != std::string::npos);
  CHECK(f.caption.find("1 draw without a complete count") != std::string::npos);
  CHECK(f.caption.find("Completeness: unknown (4 draws).") != std::string::npos);
  CHECK(absent(drawings[1]));
}

TEST_CASE("draws of several groups are not thrown together", "[plot]") {
  Result draw;
  draw.solutions.emplace();
  std::vector<Result> draws;
  std::vector<std::string> groups;
  for (const auto& [group, real] : {std::pair("a", 1), std::pair("b", 10), std::pair("a", 3), std::pair("c", 7)}) {
    draw.solutions->real = static_cast<std::uint64_t>(real);
    draws.push_back(draw);
    groups.emplace_back(group);
  }
  const Figure f = figure(draws_figures(draws, groups)[0]);
  CHECK(f.x.categories == std::vector<std::string>{"a", "b", "c"});
  const std::vector<Mark> means = marks(f, "mean");
  REQUIRE(means.size() == 3);
  CHECK(means[0].y == 2);
  CHECK(*means[0].error == std::array{1.0, 3.0});  // of 1 and 3: deviation sqrt 2, over sqrt 2
  CHECK(means[1].y == 10);
  CHECK(!means[1].error);  // one draw has none
  CHECK(marks(f, "draws").size() == 4);
}

TEST_CASE("the page of a sweep is incomplete where one of its draws is", "[plot]") {
  const Result r;
  std::vector<Result> draws(2);
  const auto standing = [&] {
    const std::string text = page({r, draws, {}, "", {}, "c"});
    const std::size_t at = text.find("class=\"standing ");
    return text.substr(at + 16, text.find('"', at + 16) - at - 16);
  };
  CHECK(standing() == "complete");
  draws[1].cancelled = true;
  CHECK(standing() == "incomplete");
  draws[0].contradictions = {"one thing and its opposite"};
  CHECK(standing() == "contradiction");
}

TEST_CASE("shares have their standard errors, within 0 and 1", "[plot]") {
  Result r;
  r.dynamics.emplace();
  r.dynamics->places.resize(2);
  r.dynamics->places[0] = {"minimum", 1, {0}, 0.5, 1, 1, 0, 0, 0, {}, {}, Evidence::numerical};
  r.dynamics->places[1] = {"zero-loss set", {}, {1}, 0.0, 1, 1, 0, 1, 1, {}, {}, Evidence::numerical};
  report::DynamicsMethod m;
  m.method = "gd";
  m.starts = 100;
  m.ends = {{1, 1, 0.01, 0.02, 0.5, 1, {}, 10, {}}, {2, 99, 0.99, 0.02, 0, 1, {}, 10, {}}};
  r.dynamics->methods = {m};
  const Figure f = figure(dynamics_figures(r)[0]);
  CHECK(f.x.categories == std::vector<std::string>{"zero-loss set", "minimum 1"});  // by loss
  const std::vector<Mark> shares = marks(f, "gd");
  REQUIRE(shares.size() == 2);
  CHECK(shares[0].y == 0.99);
  CHECK((*shares[0].error)[1] == 1);
  CHECK((*shares[1].error)[0] == 0);
  CHECK(std::abs((*shares[1].error)[1] - 0.03) < 1e-12);
}

TEST_CASE("an empty result has no figures but reasons, and a page", "[plot]") {
  const Result r;
  const std::vector<Drawing> drawings = all_figures(r);
  for (const Drawing& d : drawings) CHECK(absent(d));
  const std::string text = page({r, {}, {}, "", drawings, "polyscape report nothing"});
  CHECK(text.find("<h1>polyscape report</h1>") != std::string::npos);
  CHECK(text.find("{{") == std::string::npos);
}

/// The page without what HTML writes otherwise than XML.
std::string as_xml(std::string text) {
  text.erase(0, text.find("<html"));
  for (const char* part : {"style", "script"}) {
    const std::string open = "<" + std::string(part) + ">", close = "</" + std::string(part) + ">";
    while (text.find(open) != std::string::npos) {
      const std::size_t at = text.find(open);
      text.erase(at, text.find(close, at) + close.size() - at);
    }
  }
  text = std::regex_replace(text, std::regex(R"(<(meta|link|input)([^>]*)>)"), "<$1$2/>");
  return std::regex_replace(text, std::regex(R"( (hidden|data-sortable)([ />]))"), " $1=\"\"$2");
}

TEST_CASE("the page is well-formed, whatever is in the result, and asks for nothing", "[plot]") {
  Result r = report::example_result();
  r.title = r.network->architecture = r.notes[0].text = r.names[0] = r.options[0].second =
      "<b>&\"'</b><script>alert(1)</script>{{title}}";
  r.dynamics.emplace();  // one that ends at a listed point, one at a point that the page has no room for
  r.dynamics->places.resize(2);
  r.dynamics->places[0].point = 1;
  r.dynamics->places[1].point = 2;
  r.dynamics->methods = {{"gd", {}, {}, {}, {}, {}, 2, 0, {{1, 1, 0.5}, {2, 1, 0.5}}, {}}};
  const std::vector<Drawing> drawings = all_figures(r);
  const std::vector<Result> draws{r, r};
  const std::string text = page({r, draws, {}, "", drawings, "polyscape report '<a>'", 1});
  CHECK(count_of(text, "href=\"#point-1\"") == 2);
  CHECK(malformed(as_xml(text)) == "");
  CHECK(text.find("<b>&") == std::string::npos);
  CHECK(count_of(text, "<script") == 1);
  CHECK(count_of(text, "http") == count_of(text, "http://www.w3.org/2000/svg"));
  for (const char* loads : {" src=", "@import", "<iframe", "<object", "fetch(", "XMLHttpRequest"})
    CHECK(text.find(loads) == std::string::npos);
  // Every reference leads somewhere, and no name is given twice.
  const std::regex link("href=\"#([^\"]*)\""), id(" id=\"([^\"]*)\"");
  std::vector<std::string> ids;
  for (std::sregex_iterator m(text.begin(), text.end(), id), end; m != end; ++m) ids.push_back((*m)[1]);
  std::ranges::sort(ids);
  CHECK(std::ranges::adjacent_find(ids) == ids.end());
  for (std::sregex_iterator m(text.begin(), text.end(), link), end; m != end; ++m)
    CHECK(std::ranges::binary_search(ids, std::string((*m)[1])));
}

TEST_CASE("the same content gives the same page", "[plot]") {
  const Result r = report::example_result();
  CHECK(page({r, {}, {}, "", all_figures(r), "c"}) == page({r, {}, {}, "", all_figures(r), "c"}));
}

TEST_CASE("a page says nothing is proved of a point without a certificate", "[plot]") {
  const Result r = report::example_result();
  report::Point p = r.points->front();
  CHECK(proofs(p).size() == 4);
  CHECK(proofs(p)[0].find("within 2e-20 of these digits") != std::string::npos);
  for (const std::string& sentence : proofs(p)) CHECK(sentence.ends_with("[theorem]"));
  p.certificate->inertia = false;  // what is numerical is no theorem
  CHECK(proofs(p).size() == 3);
  p.certificate->real.reset();
  CHECK(proofs(p).size() == 2);
  p.certificate.reset();
  p.certified = false;
  CHECK(proofs(p).empty());
  CHECK(point_html(p, r.names).find("-3.33333333333333333333e-1") != std::string::npos);
}

TEST_CASE("points of a page: real ones of lowest loss first, no more than asked for", "[plot]") {
  Result r = report::example_result();
  report::Point low = r.points->front();
  low.loss = 0.1;
  r.points->push_back(low);
  CHECK(page_points(r, 10) == std::vector<std::size_t>{3, 1, 2});
  CHECK(page_points(r, 2) == std::vector<std::size_t>{3, 1});
  const std::string text = page({r, {}, {}, "", {}, "c", 2});
  CHECK(text.find("2 of 3 points") != std::string::npos);
  CHECK(text.find("id=\"point-2\"") == std::string::npos);
}

TEST_CASE("a slice of a constant, or of one with poles, has no level lines where it has no values", "[plot]") {
  Slice s;
  s.name = "slice";
  s.loss = {{0, 0}, 1, {3, 3}, std::vector<double>(9, 7.0)};
  CHECK(malformed(svg(slice_figure(s))) == "");
  s.loss.values.assign(9, std::numeric_limits<double>::quiet_NaN());
  CHECK(malformed(svg(slice_figure(s))) == "");
}

}  // namespace
}  // namespace polyscape::plot
