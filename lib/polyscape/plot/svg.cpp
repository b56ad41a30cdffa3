#include "polyscape/plot/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "polyscape/plot/palette.hpp"
#include "polyscape/plot/svg_style.hpp"

namespace polyscape::plot {
namespace {

constexpr double total_width = 760, letter = 7.4, line_height = 17, gap = 8;

/// A length in pixels, to a hundredth.
std::string px(double value) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

/// Letters of UTF-8 text.
double text_width(const std::string& text) {
  return letter * static_cast<double>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

/// A label; "10^k" at its end as a power.
std::string label_text(const std::string& text) {
  const std::size_t power = text.rfind("10^");
  if (power == std::string::npos) return escaped(text);
  return fmt::format(R"({}10<tspan class="power" dy="-5">{}</tspan>)", escaped(text.substr(0, power)),
                     escaped(text.substr(power + 3)));
}

std::string title_of(const std::string& text) { return text.empty() ? "" : "<title>" + escaped(text) + "</title>"; }

std::string colour_class(Colour c) { return fmt::format("c{}", static_cast<int>(c)); }

std::string level_class(double level) { return fmt::format("l{}", level_number(level)); }

/// Where things are, in pixels.
struct Layout {
  Frame frame;
  double left, top, width, height, total_height;

  double x(double at) const { return left + width * (at - frame.x.low) / (frame.x.high - frame.x.low); }
  double y(double at) const { return top + height * (frame.y.high - at) / (frame.y.high - frame.y.low); }
};

std::string shape(Shape shape, double x, double y) {
  switch (shape) {
    case Shape::disc:
      return fmt::format(R"(<circle class="full" cx="{}" cy="{}" r="4.5"/>)", px(x), px(y));
    case Shape::ring:
      return fmt::format(R"(<circle class="open" cx="{}" cy="{}" r="3.6"/>)", px(x), px(y));
    case Shape::diamond:
      return fmt::format(R"(<path class="full" d="M{} {}l5.5 5.5l-5.5 5.5l-5.5 -5.5z"/>)", px(x), px(y - 5.5));
    case Shape::cross:
      return fmt::format(R"(<path class="open" d="M{} {}l8 8m0 -8l-8 8"/>)", px(x - 4), px(y - 4));
    case Shape::square:
      return fmt::format(R"(<rect class="open" x="{}" y="{}" width="8" height="8"/>)", px(x - 4), px(y - 4));
    case Shape::triangle:
      return fmt::format(R"(<path class="full" d="M{} {}l5 9h-10z"/>)", px(x), px(y - 6));
    case Shape::dot:
      return fmt::format(R"(<circle class="full" cx="{}" cy="{}" r="2.6"/>)", px(x), px(y));
  }
  return "";
}

class Writer {
 public:
  Writer(const Figure& figure, SvgPlace place) : figure_(figure), place_(place) { lay_out(); }

  std::string text() && {
    open();
    if (figure_.axes) axes();
    out_ += fmt::format(R"x(<g clip-path="url(#{}-frame)">)x", figure_.name) + "\n";
    for (const Series& s : figure_.series) std::visit([&](const auto& series) { draw(series); }, s);
    out_ += "</g>\n" + labels_;
    return std::move(out_) + "</svg>\n";
  }

 private:
  struct Entry {
    std::string name, symbol;
    double x, y;
  };

  void lay_out() {
    Layout& l = layout_;
    l.frame = frame_of(figure_);
    double margin = 0;
    if (figure_.axes) {
      for (const Tick& t : l.frame.y.ticks) margin = std::max(margin, text_width(t.text));
      margin += 2 * gap + (figure_.y.label.empty() ? 0 : line_height);
    }
    l.left = std::max(gap, margin);
    l.width = total_width - l.left - 2 * gap;
    l.top = place_ == SvgPlace::file ? 2 * line_height : gap;
    lay_out_legend();
    l.height = figure_.height * l.width;
    if (figure_.same_unit) {
      // Within the same place: what is too high is made narrower.
      const double wide = l.frame.x.high - l.frame.x.low, high = l.frame.y.high - l.frame.y.low;
      l.height = std::min(l.height, l.width * high / wide);
      l.width = std::min(l.width, l.height * wide / high);
    }
    slanted_ = false;
    if (figure_.axes && figure_.x.scale == Scale::category && !l.frame.x.ticks.empty()) {
      double widest = 0;
      for (const Tick& t : l.frame.x.ticks) widest = std::max(widest, text_width(t.text));
      slanted_ = widest + gap > l.width / static_cast<double>(l.frame.x.ticks.size());
      below_ = slanted_ ? 0.72 * widest + line_height : line_height;
    }
    const double x_axis = figure_.axes ? below_ + gap + (figure_.x.label.empty() ? 0 : line_height + 4) : 0;
    l.total_height = l.top + l.height + x_axis + gap;
  }

  void lay_out_legend() {
    double x = layout_.left;
    bool any = false;
    for (const Series& s : figure_.series)
      std::visit(
          [&](const auto& series) {
            if constexpr (requires { series.name; }) {
              if (series.name.empty()) return;
              const double width = 26 + text_width(series.name);
              if (any && x + width > total_width) {
                x = layout_.left;
                layout_.top += line_height;
              }
              any = true;
              legend_.push_back({series.name, symbol(series, x + 8, layout_.top + 6), x, layout_.top + 6});
              x += width + 12;
            }
          },
          s);
    if (any) layout_.top += line_height + gap;
  }

  static std::string symbol(const Points& s, double x, double y) {
    return fmt::format(R"(<g class="{}">{}</g>)", colour_class(s.colour), shape(s.shape, x, y));
  }
  static std::string symbol(const Lines& s, double x, double y) {
    return fmt::format(R"(<path class="{} {}" d="M{} {}h16"/>)", colour_class(s.colour), s.dashed ? "dashed" : "line",
                       px(x - 8), px(y));
  }
  static std::string symbol(const Bars& s, double x, double y) {
    return fmt::format(R"(<rect class="{} full" x="{}" y="{}" width="14" height="10"/>)", colour_class(s.colour),
                       px(x - 7), px(y - 5));
  }

  void open() {
    const Layout& l = layout_;
    const std::string& id = figure_.name;
    out_ += fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 {} {}" width="{}" height="{}" )"
        R"(role="img" aria-labelledby="{}-title {}-desc">)"
        "\n"
        R"(<title id="{}-title">{}</title>)"
        "\n"
        R"(<desc id="{}-desc">{}</desc>)"
        "\n",
        px(total_width), px(l.total_height), px(total_width), px(l.total_height), id, id, id, escaped(figure_.title),
        id, escaped(figure_.caption));
    if (place_ == SvgPlace::file) {
      out_ += "<style>\n" + svg_style() + "</style>\n";
      out_ += R"(<rect class="paper" width="100%" height="100%"/>)"
              "\n";
      out_ +=
          fmt::format(R"(<text class="heading" x="{}" y="20">{}</text>)", px(l.left), escaped(figure_.title)) + "\n";
    }
    out_ += fmt::format(R"(<clipPath id="{}-frame"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>)", id,
                        px(l.left - 1), px(l.top - 1), px(l.width + 2), px(l.height + 2)) +
            "\n";
    for (const Entry& e : legend_)
      out_ +=
          fmt::format(R"({}<text x="{}" y="{}">{}</text>)", e.symbol, px(e.x + 20), px(e.y + 4.5), escaped(e.name)) +
          "\n";
  }

  void axes() {
    const Layout& l = layout_;
    const double bottom = l.top + l.height;
    std::string grid, text;
    for (const Tick& t : l.frame.x.ticks) {
      const double x = l.x(t.at);
      // Between categories, else at the mark.
      const double line = figure_.x.scale == Scale::category ? l.x(t.at + 0.5) : x;
      grid += fmt::format("M{} {}V{}", px(line), px(l.top), px(bottom));
      if (slanted_)
        text += fmt::format(R"x(<text class="end" transform="translate({} {})rotate(-45)">{}</text>)x", px(x + 4),
                            px(bottom + gap + 5), label_text(t.text)) +
                "\n";
      else
        text += fmt::format(R"(<text class="middle" x="{}" y="{}">{}</text>)", px(x), px(bottom + line_height),
                            label_text(t.text)) +
                "\n";
    }
    for (const Tick& t : l.frame.y.ticks) {
      const double y = l.y(t.at);
      grid += fmt::format("M{} {}h{}", px(l.left), px(y), px(l.width));
      text += fmt::format(R"(<text class="end" x="{}" y="{}">{}</text>)", px(l.left - gap), px(y + 4.5),
                          label_text(t.text)) +
              "\n";
    }
    out_ += R"(<path class="grid" d=")" + grid + "\"/>\n" + text;
    out_ +=
        fmt::format(R"(<path class="axis" d="M{} {}V{}h{}"/>)", px(l.left), px(l.top), px(bottom), px(l.width)) + "\n";
    if (!figure_.x.label.empty())
      out_ += fmt::format(R"(<text class="middle name" x="{}" y="{}">{}</text>)", px(l.left + l.width / 2),
                          px(bottom + below_ + line_height + 4), escaped(figure_.x.label)) +
              "\n";
    if (!figure_.y.label.empty())
      out_ += fmt::format(R"x(<text class="middle name" transform="translate({} {})rotate(-90)">{}</text>)x", px(14.0),
                          px(l.top + l.height / 2), escaped(figure_.y.label)) +
              "\n";
  }

  void draw(const Points& s) {
    const Layout& l = layout_;
    out_ += fmt::format(R"(<g class="{}">)", colour_class(s.colour)) + "\n";
    for (const Mark& m : s.marks) {
      if (!finite(m)) continue;
      const double x = l.x(m.x), y = l.y(m.y);
      out_ += m.anchor.empty() ? "<g>" : fmt::format(R"(<g data-anchor="{}">)", escaped(m.anchor));
      out_ += title_of(m.text);
      if (m.error)
        out_ += fmt::format(R"(<path class="error" d="M{0} {1}h8m-4 0V{2}m-4 0h8"/>)", px(x - 4),
                            px(l.y((*m.error)[1])), px(l.y((*m.error)[0])));
      out_ += shape(s.shape, x, y) + "</g>\n";
      if (!m.label.empty()) {
        const bool left = x + 10 + text_width(m.label) > total_width;
        labels_ += fmt::format(R"(<text class="label{}" x="{}" y="{}">{}</text>)", left ? " end" : "",
                               px(left ? x - 9 : x + 9), px(y + 4.5), label_text(m.label)) +
                   "\n";
      }
    }
    out_ += "</g>\n";
  }

  void draw(const Lines& s) {
    const Layout& l = layout_;
    for (const Line& line : s.lines) {
      if (!finite(line) || line.at.size() < 2) continue;
      std::string d;
      for (const auto& [x, y] : line.at) d += fmt::format("{}{} {}", d.empty() ? "M" : "L", px(l.x(x)), px(l.y(y)));
      out_ += fmt::format(R"(<path class="{} {}" d="{}">{}</path>)",
                          line.level ? level_class(*line.level) : colour_class(s.colour), s.dashed ? "dashed" : "line",
                          d, title_of(line.text)) +
              "\n";
    }
  }

  void draw(const Bars& s) {
    const Layout& l = layout_;
    out_ += fmt::format(R"(<g class="{}">)", colour_class(s.colour)) + "\n";
    for (const Bar& b : s.bars) {
      if (!finite(b)) continue;
      const double from = l.x(b.from) + 0.5, to = l.x(b.to) - 0.5, top = l.y(b.height);
      out_ += fmt::format(R"(<rect class="full" x="{}" y="{}" width="{}" height="{}">{}</rect>)", px(from), px(top),
                          px(std::max(1.0, to - from)), px(std::max(0.0, l.y(0) - top)), title_of(b.text)) +
              "\n";
    }
    out_ += "</g>\n";
  }

  void draw(const Flow& s) {
    const Layout& l = layout_;
    for (const Band& b : s.bands) {
      if (!finite(b)) continue;
      const double from = l.x(b.x[0]) + 4, to = l.x(b.x[1]) - 4;
      const auto curve = [&](double a, double start, double c, double end) {
        return fmt::format("C{0} {1} {0} {2} {3} {2}", px((a + c) / 2), px(start), px(end), px(c));
      };
      out_ += fmt::format(R"(<path class="{} band" d="M{} {}{}V{}{}z">{}</path>)", colour_class(b.colour), px(from),
                          px(l.y(b.high[0])), curve(from, l.y(b.high[0]), to, l.y(b.high[1])), px(l.y(b.low[1])),
                          curve(to, l.y(b.low[1]), from, l.y(b.low[0])), title_of(b.text)) +
              "\n";
    }
    for (const Node& n : s.nodes) {
      if (!finite(n)) continue;
      const double x = l.x(n.x), top = l.y(n.high), bottom = l.y(n.low);
      out_ += fmt::format(R"(<rect class="node" x="{}" y="{}" width="8" height="{}"/>)", px(x - 4), px(top),
                          px(std::max(1.0, bottom - top))) +
              "\n";
      const bool left = x + 12 + text_width(n.label) > total_width;
      labels_ += fmt::format(R"(<text class="{}" x="{}" y="{}">{}</text>)", left ? "label end" : "label",
                             px(left ? x - 9 : x + 9), px((top + bottom) / 2 + 4.5), escaped(n.label)) +
                 "\n";
    }
  }

  const Figure& figure_;
  SvgPlace place_;
  Layout layout_{};
  std::vector<Entry> legend_;
  bool slanted_ = false;
  double below_ = line_height;
  std::string out_, labels_;
};

}  // namespace

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') result += c;
    }
  return result;
}

std::string svg(const Figure& figure, SvgPlace place) { return Writer(figure, place).text(); }

}  // namespace polyscape::plot
