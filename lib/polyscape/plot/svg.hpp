#pragma once
/// Figures as SVG.
#include <string>

#include "polyscape/plot/figure.hpp"

namespace polyscape::plot {

/// Text as it stands between tags and in attributes: & < > " ' by their names; control characters, which XML has none
/// of, are left out.
std::string escaped(const std::string& text);

enum class SvgPlace {
  file,    ///< a document of its own, with the rules, paper and a title to be seen
  inside,  ///< an element of a page that has svg_style() (svg_style.hpp) and the title
};

/// An image to assistive technology, named by the figure's title and described by its caption; every mark has a <title>
/// that browsers show under the pointer. Marks with an anchor have it as data-anchor. The same figure gives the same
/// text.
std::string svg(const Figure& figure, SvgPlace place = SvgPlace::file);

}  // namespace polyscape::plot
