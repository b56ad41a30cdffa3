#include "polyscape/spec/keys.hpp"

#include <map>

namespace polyscape::spec {
namespace {

constexpr Key activation{"activation", "a polynomial in z, or a table: below", "none"};
constexpr Key repeat{"repeat", "1 to 1000: so many layers like this one", "1"};

std::map<Table, std::vector<Key>> network_tables() {
  return {{Table::specification,
           {{"title", "a string", "the file's name without its ending"},
            {"network", "a table", "required"},
            {"data", "a table", "required"},
            {"loss", "a table", "the square loss"},
            {"regularization", "a table", "none"},
            {"solve", "a table: options of the solver", "each its own"},
            {"dynamics", "a table: options of `polyscape dynamics`", "each its own"}}},
          {Table::network,
           {{"inputs", "1 to 100,000,000: the number of inputs", "required"},
            {"layer", "one table or more, `[[network.layer]]`: from the inputs to the outputs", "required"},
            {"freeze", "a table: weights and the values they are held at", "none"},
            {"tie", "a table: weights and the weights that they are the same variable as", "none"}}},
          {Table::dense,
           {{"kind", "`\"dense\"`", "dense"},
            repeat,
            {"width", "1 to 100,000,000: units", "required"},
            {"bias", "`true`, `false`", "false"},
            activation}},
          {Table::conv1d,
           {{"kind", "`\"conv1d\"`", "required"},
            repeat,
            {"filter", "1 to the number of the layer's inputs", "required"},
            {"stride", "1 to 100,000,000", "1"},
            {"channels", "1 to 100,000,000", "1"},
            {"bias", "`true`, `false`: one a channel", "false"},
            activation}},
          {Table::residual,
           {{"kind", "`\"residual\"`", "required"},
            repeat,
            {"from", "0 to the number of the layer before: the layer that is added; 0: the input", "required"},
            {"activation", "of the sum: below", "none"}}},
          {Table::fixed,
           {{"kind", "`\"fixed\"`", "required"},
            repeat,
            {"weights", "rows of numbers: one row a unit, as many numbers as the layer has inputs", "required"},
            {"bias", "numbers, one a unit", "0"},
            activation}},
          {Table::approximation,
           {{"approximate", "one of the functions below", "required"},
            {"degree", "1 to 40", "required"},
            {"interval", "`[low, high]`, within [-1000000, 1000000]", "required"}}}};
}

std::map<Table, std::vector<Key>> data_tables() {
  constexpr Key teacher{"teacher", "a table: targets from a network", "targets are given"};
  return {{Table::data,
           {{"inputs", "a row of numbers a sample, as long as the network has inputs", "required"},
            {"targets", "a row of numbers a sample, as long as the network has outputs", "required"},
            teacher}},
          {Table::csv_data,
           {{"file", "a CSV file, looked for beside the specification", "required"},
            {"inputs", "names of columns", "required"},
            {"targets", "names of columns", "required"},
            {"classes", "a column of classes, in the place of `targets`", "none"},
            {"coding", "`\"one-hot\"` or `\"signs\"`, of `classes`", "one-hot; signs for the logistic loss"},
            {"rows", "which rows, in which order: `\"1-50, 60\"`", "all"},
            teacher}},
          {Table::random_data,
           {{"random", "a table: random inputs and targets", "required"},
            {"teacher", "a table: targets from a network", "targets are random"}}},
          {Table::random,
           {{"samples", "1 to 1,000,000", "required"},
            {"seed", "0 to 2^63 - 1", "1"},
            {"inputs", "a distribution", "tenths"},
            {"targets", "a distribution", "tenths; classes for the logistic and the cross-entropy loss"}}},
          {Table::distribution,
           {{"distribution", "`\"tenths\"`, `\"uniform\"`, `\"integers\"`, `\"normal\"` or `\"signs\"`", "tenths"},
            {"interval", "`[low, high]`, of a uniform one and of integers", "required"},
            {"mean", "a number, of a normal one", "0"},
            {"deviation", "a number from 0, of a normal one", "1"},
            {"step", "a positive number, of a uniform and of a normal one", "see below"}}},
          {Table::teacher,
           {{"layer", "layers, as in `[network]`", "the network itself, its frozen and tied weights included"},
            {"weights", "numbers in the order of the weights, or a table by name", "random"},
            {"random", "a distribution, and a `seed`", "tenths"},
            {"noise", "a distribution, named, and a `seed`", "none"}}}};
}

std::map<Table, std::vector<Key>> loss_tables() {
  return {
      {Table::loss,
       {{"kind", "`\"square\"`, `\"logistic\"`, `\"cross-entropy\"`", "square"},
        {"scale", "`\"sum\"`, `\"mean\"`", "sum"},
        {"polynomial", "`{ degree = .., interval = [low, high] }`", "see below"}}},
      {Table::polynomial,
       {{"degree", "1 to 40", "required"}, {"interval", "`[low, high]`, as of an approximation", "required"}}},
      {Table::regularization,
       {{"tikhonov", "`\"none\"`; a number from 0; `\"generic\"`; a distribution; a table", "none"},
        {"seed", "0 to 2^63 - 1, of `\"generic\"` and of a distribution", "1; of a distribution that of the data"}}},
      {Table::lambdas, {{"layer", "a table for each layer that has weights", "required"}}},
      {Table::layer_lambdas,
       {{"weights", "rows of numbers from 0, one row a unit, like the layer's weights", "required"},
        {"bias", "numbers from 0, one a unit", "required where the layer has biases"}}},
      {Table::potential_file,
       {{"title", "a string", "the file's name without its ending"},
        {"potential", "a table", "required"},
        {"solve", "a table: options of the solver", "each its own"},
        {"dynamics", "a table: the options below", "each its own"}}},
      {Table::potential,
       {{"variables", "the name of a vector, or a list of names", "required"},
        {"dimension", "1 to 1000: of a vector", "required, unless `--dimension` is given"},
        {"expression", "an expression in the variables, in quotes", "required"},
        {"plateau", "a number: the level of the flat part", "none"},
        {"valley", "polynomials, in quotes, that vanish on a set of minima and nowhere else", "none"},
        {"near", "points, or numbers that stand for all coordinates", "none"}}}};
}

}  // namespace

const std::vector<Key>& keys_of(Table table) {
  static const std::map<Table, std::vector<Key>> tables = [] {
    auto all = network_tables();
    all.merge(data_tables());
    all.merge(loss_tables());
    return all;
  }();
  return tables.at(table);
}

void require_keys_of(const Value& value, Table table) {
  std::vector<std::string_view> names;
  for (const Key& key : keys_of(table)) names.push_back(key.name);
  require_known_keys(value, names);
}

}  // namespace polyscape::spec
