#pragma once
/// A figure, or why there is none.
#include <string>
#include <variant>

#include "polyscape/plot/figure.hpp"

namespace polyscape::plot {

struct Absent {
  std::string name, reason;
};
using Drawing = std::variant<Figure, Absent>;

inline const std::string& name_of(const Drawing& drawing) {
  return std::visit([](const auto& d) -> const std::string& { return d.name; }, drawing);
}

}  // namespace polyscape::plot
