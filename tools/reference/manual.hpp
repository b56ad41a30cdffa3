#pragma once
/// Manual pages, from the tables of verbs and options.
#include <string>
#include <vector>

namespace polyscape::reference {

struct Page {
  std::string name, text;  ///< "polyscape-analyze.1"
};

/// polyscape(1), and a page for each verb, in man macros.
std::vector<Page> manual();

}  // namespace polyscape::reference
