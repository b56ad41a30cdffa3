#pragma once
/// The files of the folder page, as text.

namespace polyscape::plot {

extern const char* const page_layout;  ///< page.html, a mustache template
extern const char* const page_style;   ///< page.css
extern const char* const page_script;  ///< page.js

}  // namespace polyscape::plot
