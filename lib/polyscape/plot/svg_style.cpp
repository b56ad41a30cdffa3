#include "polyscape/plot/svg_style.hpp"

#include <fmt/format.h>

#include "polyscape/plot/palette.hpp"

namespace polyscape::plot {
namespace {

std::string rules(const Palette& p) {
  std::string text = fmt::format(
      ".figure{{color:#{}}}\n.figure .paper{{fill:#{}}}\n.figure .grid{{stroke:#{}}}\n.figure .label{{stroke:#{}}}\n",
      p.ink, p.paper, p.faint, p.paper);
  for (std::size_t i = 0; i < p.colours.size(); ++i)
    text += fmt::format(".figure .c{}{{color:#{}}}\n", i, p.colours[i]);
  for (std::size_t i = 0; i < p.levels.size(); ++i) text += fmt::format(".figure .l{}{{color:#{}}}\n", i, p.levels[i]);
  return text;
}

}  // namespace

std::string svg_style() {
  return ".figure text{font:13px system-ui,sans-serif;fill:currentColor}\n"
         ".figure .heading{font-weight:600;font-size:15px}\n"
         ".figure .power{font-size:10px}\n"
         ".figure .middle{text-anchor:middle}\n"
         ".figure .end{text-anchor:end}\n"
         ".figure .label{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}\n"
         ".figure .grid{fill:none;stroke-width:1}\n"
         ".figure .axis{fill:none;stroke:currentColor;stroke-width:1}\n"
         ".figure .full{fill:currentColor;stroke:none}\n"
         ".figure .open,.figure .line,.figure .dashed,.figure .error{fill:none;stroke:currentColor;stroke-width:1.6}\n"
         ".figure .dashed{stroke-dasharray:6 4}\n"
         ".figure .band{fill:currentColor;fill-opacity:.45}\n"
         ".figure .node{fill:currentColor}\n"
         ".figure [data-anchor]{cursor:pointer}\n" +
         rules(light) + "@media screen and (prefers-color-scheme:dark){\n" + rules(dark) + "}\n";
}

}  // namespace polyscape::plot
