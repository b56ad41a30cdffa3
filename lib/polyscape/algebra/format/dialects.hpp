#pragma once
/// One function a format; use write_system and read_system of format.hpp, which check and choose.
#include <string>

#include "polyscape/algebra/system.hpp"

namespace polyscape::algebra {

std::string write_phcpack(const System& system);
std::string write_bertini(const System& system);
std::string write_julia(const System& system);
std::string write_macaulay2(const System& system);
std::string write_singular(const System& system);
std::string write_msolve(const System& system);
std::string write_sympy(const System& system);
std::string write_latex(const System& system);
std::string write_json(const System& system);

System read_phcpack(const std::string& text, const std::string& file);
System read_bertini(const std::string& text, const std::string& file);
System read_json(const std::string& text, const std::string& file);

}  // namespace polyscape::algebra
