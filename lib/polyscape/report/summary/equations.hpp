#pragma once
/// The summary's words on the network, the equations and the bounds.
#include "polyscape/report/result.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::report {

/// The network, if there is one, and the shape of the system.
void show_equations(const Result& result, Page& page);
/// Nothing, where there is neither a Bezout number, nor a multihomogeneous one, nor a modular count.
void show_bounds(const Result& result, Page& page);
/// "modulo 2 random primes: wrong with probability below 2^-80".
std::string modular_basis(const ModularCount& count);
std::string modular_basis(std::size_t primes, double error_log2);

}  // namespace polyscape::report
