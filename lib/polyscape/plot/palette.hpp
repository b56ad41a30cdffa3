#pragma once
/// The colours of figures.
#include <array>

#include "polyscape/plot/figure.hpp"

namespace polyscape::plot {

inline constexpr int level_colours = 10;

/// In hexadecimal, without "#".
struct Palette {
  const char *paper, *ink, *faint;
  std::array<const char *, 7> colours;             ///< in the order of Colour
  std::array<const char *, level_colours> levels;  ///< of level lines, the lowest first
};

/// On white paper and on a dark screen. Colours are those of Okabe and Ito, darkened or lightened until they stand out
/// from the paper by 3 : 1 at least; the highest level lines fade.
extern const Palette light, dark;

/// Which of the level colours a level between 0 and 1 has.
int level_number(double level);

}  // namespace polyscape::plot
