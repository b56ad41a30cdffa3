#pragma once
/// A result as one HTML file that needs no other and asks for none.
#include <span>
#include <string>
#include <vector>

#include "polyscape/plot/drawing.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::plot {

struct PageContent {
  const report::Result& result;           ///< of a sweep: its generic member
  std::span<const report::Result> draws;  ///< of a sweep
  std::span<const std::string> rows;      ///< of a sweep: names of the draws, what was chosen for each; may be empty
  std::string summary;                    ///< words in the form of report::summary(), which they are unless given
  std::span<const Drawing> drawings;
  std::string command;       ///< that makes the page
  std::size_t points = 400;  ///< most that are listed, with their certificates
};

/// The summary's words, the figures with captions and commands, tables that are sorted and filtered in the browser, the
/// points' certificates, how the run was made, and the words of trust. Without scripts all of it can still be read. The
/// same content gives the same text.
std::string page(const PageContent& content);

}  // namespace polyscape::plot
