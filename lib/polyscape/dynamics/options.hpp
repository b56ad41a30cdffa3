#pragma once
/// What a user may choose of the dynamics: the table `[dynamics]` of a specification, and the command line.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/base/option.hpp"
#include "polyscape/dynamics/march.hpp"

namespace polyscape::dynamics {

/// Ways to move. Noise of the last two is that of the Langevin equation, explicit.
enum class Method { flow, gd, momentum, adam, sgd, sgdl, langevin };
constexpr auto names_of(Method) {
  return std::to_array<std::string_view>({"flow", "gd", "momentum", "adam", "sgd", "sgdl", "langevin"});
}

/// A number that is chosen by what is known of the potential unless it is given.
using Automatic = std::optional<double>;

struct Options {
  std::vector<Method> methods;  ///< empty: all that the potential allows
  std::uint64_t starts = 512;
  std::uint64_t iterations = 20000;
  Automatic rate, adam_rate;
  double momentum = 0.9;
  Schedule schedule = Schedule::constant;
  double period = 1000;
  std::uint64_t batch = 1;
  Sampling sampling = Sampling::distinct;
  double temperature = 0.01;
  Automatic low, high;  ///< of the box, every coordinate
  Walls walls = Walls::none;
  double stiffness = 100;
  std::uint64_t chains = 64, draws = 2000, thinning = 10;  ///< of the stationary law; chains 0: it is left out
  std::uint64_t exits = 128;                               ///< walkers that exit times are measured by; 0: none
  std::uint64_t exit_steps = 1000000;                      ///< at most
};
const std::vector<Option<Options>>& option_table();

}  // namespace polyscape::dynamics
