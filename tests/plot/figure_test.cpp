#include "polyscape/plot/figure.hpp"

#include <cmath>
#include <limits>

#include "plot/markup.hpp"
#include "polyscape/plot/palette.hpp"
#include "polyscape/plot/pgfplots.hpp"
#include "polyscape/plot/svg.hpp"
#include "support/catch.hpp"

namespace polyscape::plot {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
const std::string nasty = "<b>&\"'</b> 100% of $x_1^2$ #1 {a} \\input ]]> \x01";

/// A figure with one series of each sort.
Figure example() {
  Figure f{"example", "An example", "A caption.", "polyscape report RUN"};
  f.x.label = "x";
  f.y.label = "y";
  f.series.emplace_back(Points{"points",
                               Colour::red,
                               Shape::diamond,
                               {{1, 2, "first", "label"}, {3, 4, "second", "", "point-2", std::array{3.5, 4.5}}}});
  f.series.emplace_back(
      Lines{"lines", Colour::blue, true, {{{{0, 0}, {2, 5}}, "a line"}, {{{0, 1}, {2, 1}}, "a level", 0.5}}});
  f.series.emplace_back(Bars{"bars", Colour::green, {{0, 1, 3, "a bar"}}});
  f.series.emplace_back(Flow{{{0, 0, 1, "from"}, {1, 0, 1, "to"}}, {{{0, 1}, {0, 0}, {1, 1}, Colour::grey, "a band"}}});
  return f;
}

TEST_CASE("the frame holds all that is drawn, with room", "[plot]") {
  const Frame frame = frame_of(example());
  CHECK(frame.x.low < 0);
  CHECK(frame.x.high > 3);
  CHECK(frame.y.low == 0);  // bars stand on the ground
  CHECK(frame.y.high > 5);
}

TEST_CASE("the frame of a single place, of none, and of places too close to tell apart has a length", "[plot]") {
  Figure f{"f"};
  const auto frame = [&](std::vector<Mark> marks) {
    f.series = {Points{"", Colour::red, Shape::disc, std::move(marks)}};
    return frame_of(f);
  };
  CHECK(frame({}).x.high > frame({}).x.low);
  CHECK(frame({{5, 5, ""}}).x.low < 5);
  CHECK(frame({{5, 5, ""}}).x.high > 5);
  const Frame close = frame({{1e6, 1, ""}, {1e6 + 1e-9, 1, ""}});
  CHECK(close.x.high - close.x.low >= 1e3);
  const Frame wide = frame({{-1e300, 0, ""}, {9e299, 0, ""}, {infinite, none, ""}});
  CHECK(std::isfinite(wide.x.high - wide.x.low));
}

TEST_CASE("what is not finite is not drawn, and changes nothing else", "[plot]") {
  const Figure plain = example();
  Figure f = plain;
  std::get<Points>(f.series[0]).marks.push_back({none, 1, "absent"});
  std::get<Points>(f.series[0]).marks.push_back({1, 1, "absent", "", "", std::array{0.0, infinite}});
  std::get<Lines>(f.series[1]).lines.push_back({{{0, 0}, {infinite, 1}}, "absent"});
  std::get<Bars>(f.series[2]).bars.push_back({0, 1, -infinite, "absent"});
  std::get<Flow>(f.series[3]).nodes.push_back({none, 0, 1, "absent"});
  std::get<Flow>(f.series[3]).bands.push_back({{0, none}, {0, 0}, {1, 1}, Colour::red, "absent"});
  CHECK(svg(f) == svg(plain));
  CHECK(pgfplots(f) == pgfplots(plain));
}

TEST_CASE("an SVG is well-formed, named and described, with a title for every mark", "[plot]") {
  for (const SvgPlace where : {SvgPlace::file, SvgPlace::inside}) {
    const std::string text = svg(example(), where);
    CHECK(malformed(text) == "");
    CHECK(text.find("role=\"img\" aria-labelledby=\"example-title example-desc\"") != std::string::npos);
    CHECK(text.find("<title id=\"example-title\">An example</title>") != std::string::npos);
    CHECK(text.find("<desc id=\"example-desc\">A caption.</desc>") != std::string::npos);
    for (const char* title : {"first", "second", "a line", "a level", "a bar", "a band"})
      CHECK(count_of(text, "<title>" + std::string(title) + "</title>") == 1);
    CHECK(count_of(text, "data-anchor=\"point-2\"") == 1);
    CHECK((text.find("<style>") != std::string::npos) == (where == SvgPlace::file));
    CHECK(count_of(text, "http") == 1);  // the namespace
  }
}

TEST_CASE("data stand where they belong in the picture", "[plot]") {
  // Two marks at the ends of the frame and one in the middle.
  Figure f{"f"};
  f.x.range = {0, 10};
  f.y.range = {0, 10};
  f.series.emplace_back(Points{"", Colour::red, Shape::disc, {{0, 0, ""}, {10, 10, ""}, {5, 5, ""}}});
  const std::string text = svg(f, SvgPlace::inside);
  std::vector<std::array<double, 2>> centres;
  const std::regex circle(R"re(<circle class="full" cx="([\d.]+)" cy="([\d.]+)")re");
  for (std::sregex_iterator m(text.begin(), text.end(), circle), end; m != end; ++m)
    centres.push_back({std::stod((*m)[1]), std::stod((*m)[2])});
  REQUIRE(centres.size() == 3);
  CHECK(std::abs(centres[2][0] - ((centres[0][0] + centres[1][0]) / 2)) <= 0.02);
  CHECK(std::abs(centres[2][1] - ((centres[0][1] + centres[1][1]) / 2)) <= 0.02);
  CHECK(centres[0][0] < centres[1][0]);
  CHECK(centres[0][1] > centres[1][1]);  // y grows upwards
}

TEST_CASE("titles are text, whatever is in them", "[plot]") {
  Figure f = example();
  f.title = f.caption = f.command = f.x.label = f.y.label = nasty;
  for (Series& s : f.series)
    std::visit(
        [](auto& series) {
          if constexpr (requires { series.name; }) series.name = nasty;
        },
        s);
  std::get<Points>(f.series[0]).marks[0] = {1, 2, nasty, nasty, nasty};
  std::get<Flow>(f.series[3]).nodes[0].label = nasty;
  for (const SvgPlace where : {SvgPlace::file, SvgPlace::inside}) {
    const std::string text = svg(f, where);
    CHECK(malformed(text) == "");
    CHECK(text.find("<b>") == std::string::npos);
    CHECK(text.find('\x01') == std::string::npos);
  }
  const std::string source = pgfplots(f);
  const std::size_t body = source.find("\\begin{tikzpicture}");  // comments before
  CHECK(source.find("\\input ]", body) == std::string::npos);
  CHECK(source.find("100%", body) == std::string::npos);
  CHECK(source.find("100\\%", body) != std::string::npos);
}

TEST_CASE("a command with a line break stays a comment", "[plot]") {
  Figure f = example();
  f.command = "polyscape report a\n\\evil\r\\evil";
  for (std::size_t at = 0; (at = pgfplots(f).find("\\evil", at)) != std::string::npos; ++at) {
    const std::string text = pgfplots(f);
    CHECK(text[text.rfind('\n', at) + 1] == '%');
  }
}

TEST_CASE("pgfplots has the coordinates and marks of the figure", "[plot]") {
  const std::string text = pgfplots(example());
  CHECK(text.find("(1,2)") != std::string::npos);
  CHECK(text.find("(3,4) += (0,0.5) -= (0,0.5)") != std::string::npos);
  CHECK(count_of(text, "\\addlegendentry") == 3);
  CHECK(count_of(text, "{") == count_of(text, "}"));
  CHECK(text.find("xtick={0,0.5,1") != std::string::npos);
}

TEST_CASE("marks at the same place are one, which lists them", "[plot]") {
  const std::vector<Mark> some = merged({{1, 2, "a"}, {1, 2, "b"}, {1 + 1e-12, 2, "c"}, {1, 3, "d"}});
  REQUIRE(some.size() == 2);
  CHECK(some[0].text == "a\nb\nc");
  CHECK(merged(std::vector<Mark>(100, {0, 0, "x"})).front().text.ends_with("and 94 more"));
}

double luminance(const std::string& hexadecimal) {
  double sum = 0;
  const double weights[] = {0.2126, 0.7152, 0.0722};
  for (std::size_t k = 0; k < 3; ++k) {
    const double part = std::stoi(hexadecimal.substr(2 * k, 2), nullptr, 16) / 255.0;
    sum += weights[k] * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return sum;
}
double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST_CASE("colours stand out from the paper in both schemes", "[plot]") {
  for (const Palette* p : {&light, &dark}) {
    CHECK(contrast(p->ink, p->paper) >= 7);
    for (const char* colour : p->colours) CHECK(contrast(colour, p->paper) >= 3);
    for (std::size_t k = 1; k < p->levels.size(); ++k)
      CHECK(contrast(p->levels[k], p->paper) < contrast(p->levels[k - 1], p->paper));
  }
}

}  // namespace
}  // namespace polyscape::plot
