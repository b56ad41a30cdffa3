#pragma once
/// The summary's words on the volume of low loss.
#include "polyscape/report/result.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::report {

void show_volume(const Volume& volume, Page& page);

}  // namespace polyscape::report
