#include "polyscape/plot/palette.hpp"

#include <algorithm>

namespace polyscape::plot {

const Palette light{
    "ffffff",
    "1b1f24",
    "dfe3e8",
    {"0068a8", "c2470a", "00795a", "a03c85", "8a6100", "67707c", "1b1f24"},
    {"08306b", "0b438a", "1059a1", "2270b4", "3787c0", "519ccb", "6fafd6", "8cbfdd", "a6cde4", "bdd8ec"}};
const Palette dark{
    "14181d",
    "e6e9ed",
    "333a43",
    {"5cb8f0", "ff9057", "35cfa4", "e795cb", "e8b64a", "98a2af", "e6e9ed"},
    {"eaf4ff", "cfe6fb", "b0d5f5", "90c1ea", "72abdb", "5795c9", "427fb3", "33699a", "295580", "234566"}};

int level_number(double level) { return std::clamp(static_cast<int>(level * level_colours), 0, level_colours - 1); }

}  // namespace polyscape::plot
