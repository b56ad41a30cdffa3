#pragma once
/// The keys of each table of the specification language: what the parser accepts, and what docs/ says of it.
#include <array>
#include <string_view>
#include <vector>

#include "polyscape/spec/document.hpp"

namespace polyscape::spec {

/// A table of a specification; a layer, the data and lambdas have a table for each way to write them.
enum class Table {
  specification,
  network,
  dense,
  conv1d,
  residual,
  fixed,
  approximation,
  data,
  csv_data,
  random_data,
  random,
  distribution,
  teacher,
  loss,
  polynomial,
  regularization,
  lambdas,
  layer_lambdas,
  potential_file,
  potential
};
constexpr auto names_of(Table) {
  return std::to_array<std::string_view>({"a specification",
                                          "[network]",
                                          "a dense layer",
                                          "a convolution",
                                          "a residual layer",
                                          "a fixed layer",
                                          "an approximation",
                                          "[data] in the file",
                                          "[data] from a CSV file",
                                          "[data] at random",
                                          "[data.random]",
                                          "a distribution",
                                          "[data.teacher]",
                                          "[loss]",
                                          "a polynomial",
                                          "[regularization]",
                                          "tikhonov",
                                          "lambdas of a layer",
                                          "a potential",
                                          "[potential]"});
}

/// What a key takes, and what holds unless it is given: "required" where it has to be.
struct Key {
  std::string_view name, value, standard;
};
const std::vector<Key>& keys_of(Table table);

/// Throws InputError for the first entry of `value` whose key is none of the table's, suggesting the nearest.
void require_keys_of(const Value& value, Table table);

}  // namespace polyscape::spec
