#pragma once
/// A result with every part filled.
#include "polyscape/report/result.hpp"

namespace polyscape::report {

inline Result example_result() {
  Result r;
  r.version = "0.1.0";
  r.title = "a 100% network_1 with \"quotes\" & bars | and more";
  r.seed = 18446744073709551615u;
  r.seconds = {0.25, 1.5, std::nullopt, 0.125, 2};
  r.system = {2, 2, std::vector<long>{5, 5}, Origin::gradient, {{5, 2, "weights"}}};
  r.bounds.bezout = 25;
  r.bounds.multihomogeneous = MultihomogeneousBound{13, {{"w1_1_1"}, {"w2_1_1"}}, "layers", {}};
  r.bounds.linear_product = LinearProductBound{11, {{{"w1_1_1"}, {"w1_1_1", "w2_1_1"}}, {{"w2_1_1"}}}};
  r.bounds.mixed_volume = 8;
  r.bounds.mixed_volume_affine = 9;
  r.bounds.lifted = {algebra::Integer(9), "residuals", 3};
  r.bounds.lifts = {{algebra::Integer(9), "residuals", 3}, {std::nullopt, "preactivations of layer 1", 70}};
  r.bounds.modular = {0, 3, -81.5, {"1152921504606846869", "999999999999999877"}, {"576460752303423649"}, 9};
  r.bounds.modular_generic = {1, 3, -90, {"1152921504606846869"}, {}, 4};
  r.bounds.nullstellensatz = 3;
  r.bounds.natural = {*r.bounds.multihomogeneous};
  r.bounds.multihomogeneous->exhaustive = true;
  r.paths = Paths{"multihomogeneous", 13, 8, 1, 3, 0, 0, 1, "fewest paths", {{"step too small", 1}}, false};
  Solutions s;
  s.isolated = 9;
  s.nonsingular = 8;
  s.singular = 1;
  s.real = 3;
  s.torus = 8;
  s.orbits = 5;
  s.strata = std::vector<Stratum>{{{"w1_1_1"}, 1, 1}, {{}, 8, 2}};
  s.certified_distinct = 1;
  s.certified_real = 1;
  s.existence = {1, Evidence::numerical};
  s.completeness_by = "a bound";
  s.known_count = "10";
  s.real_by_kind = {{Kind::degenerate, 1}, {Kind::minimum, 1}, {Kind::saddle, 1}};
  s.real_by_index = {{0, 1}, {1, 1}};
  s.minima = {{{"0.25", "0.26"}, 1}};
  s.leaving_interval = 1;
  r.solutions = s;
  Point p;
  p.coordinates = {{0.1, 0}, {-1.0 / 3, 0}};
  p.real = p.nonsingular = true;
  p.residual = 1e-17;
  p.condition = 12.5;
  p.loss = 0.25;
  p.inertia = std::array<int, 3>{0, 0, 2};
  p.kind = Kind::minimum;
  p.zero_loss = false;
  p.in_interval = false;
  p.digits = CoordinateTexts::Pairs{{"1e-1", "0"}, {"-3.33333333333333333333e-1", "0"}};
  p.certified = true;
  p.certificate = Certificate{"2e-20", true, true, std::array<std::string, 2>{"2.4999999999e-1", "2.5000000001e-1"}};
  Point q;
  q.coordinates = {{0, 1}, {2, -3}};
  q.condition = std::numeric_limits<double>::infinity();
  q.multiplicity = 2;
  q.exact = ExactPoint{CoordinateTexts::Pairs{{"0", "1"}, {"2", "-3"}}, 1, 2, "1/3"};
  q.digits = CoordinateTexts::Pairs{{"0", "1.0000000000000000000001"}, {"2", "-3"}};
  r.points = std::vector<Point>{p, q};
  Interpolation v;
  v.equations = 1;
  v.variables = 2;
  v.expected_dimension = 1;
  v.dimension = 1;
  v.bezout = 3;
  v.jacobian_rank = 1;
  v.real_points = true;
  v.real_dimension = 1;
  v.degenerate = true;
  v.function_space_dimension = 1;
  v.function_space_error_log2 = -52;
  v.modular = {2, 4, -85, {"1152921504606846869"}, {}, 5};
  v.by = {Evidence::numerical, Evidence::numerical, Evidence::theorem,    Evidence::theorem,
          Evidence::numerical, Evidence::theorem,   Evidence::probability};
  v.reasons = {"a smooth point with a Jacobian of full row rank"};
  v.points = {{{1, 2}, 1, 1, true, 1, true}};
  v.decomposition = Decomposition{{{1,
                                    3,
                                    true,
                                    2,
                                    JacobianRank{1, {2, 2}, 128, 1, 1, 40.5},
                                    {Evidence::numerical, Evidence::numerical, Evidence::numerical, Evidence::theorem,
                                     Evidence::exact, Evidence::numerical},
                                    {{1, 0}, {0, 1}},
                                    false,
                                    {{1, 2}, {3, 4}},
                                    std::complex<double>(1, 2),
                                    1,
                                    true,
                                    1,
                                    false,
                                    {{1, 1, 0}, {0, 1, 1}},
                                    {Kind::maximum, Kind::minimum}}},
                                  1,
                                  1,
                                  12,
                                  1,
                                  false,
                                  0,
                                  {{1, 3, -82.5, {"1152921504606846869"}, {"1152921504606846937"}, 7}}};
  r.decomposition = v.decomposition;
  v.proof = RegularZero{{"0.5", "-1.25"}, {"v"}, "1e-30"};
  r.interpolation = v;
  r.network = Network{"1-1-1",    {"layer 1: dense, 1 unit, z^2"},
                      "square",   "generic",
                      2,          1,
                      1,          {"samples 1 and 2 are equal"},
                      {"relu"},   {"exchange of units 1 and 2"},
                      "set.csv",  {"1/10", "3/10"},
                      {{"-1/2"}}, {{"3"}}};
  r.names = {"w1_1_1", "w2_1_1"};
  r.recheck = Recheck{1, 1, true};
  r.non_isolated = {{{{1, 0}, {0, 0}}, 4, 1, true, 2}};
  r.contradictions = {"one thing and its opposite"};
  r.notes = {"a note"};
  r.seeds = {{"data", "7"}};
  r.options = {{"start", "auto"}};
  r.versions = {{"flint", "2.9"}};
  r.threads = 2;
  return r;
}

}  // namespace polyscape::report
