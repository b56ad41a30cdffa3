#include <filesystem>

#include "polyscape/base/file_text.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/spec/keys.hpp"
#include "polyscape/spec/sections.hpp"

namespace polyscape::spec {
namespace {

constexpr std::uint64_t most_numbers = 20'000'000;  // a gigabyte
const char* const csv_example =
    "write file = \"iris.csv\", inputs = [\"petal_length_cm\"], classes = \"species\", for example";

// What a loss needs of its targets; `place` names where sample i's come from.
template <class Place>
void require_targets(const Data& data, const Network& network, LossKind kind, Place place) {
  for (std::size_t i = 0; i < data.targets.size(); ++i) {
    const auto& row = data.targets[i];
    if (row.size() != network.outputs())
      throw InputError(place(i), std::to_string(network.outputs()) + " targets, one an output of the network",
                       std::to_string(row.size()),
                       "make the last layer's width " + std::to_string(row.size()) + ", or correct the targets");
    std::size_t ones = 0, zeros = 0;
    for (const Rational& y : row) {
      ones += y.is_one() ? 1 : 0;
      zeros += y.is_zero() ? 1 : 0;
    }
    if (kind == LossKind::logistic && !(row[0].is_one() || row[0] == Rational(-1)))
      throw InputError(place(i), "a target of -1 or 1 for the logistic loss", row[0].to_string(),
                       "write -1 and 1 for the two classes");
    if (kind == LossKind::cross_entropy && (ones != 1 || zeros + 1 != row.size()))
      throw InputError(place(i), "a one-hot target for the cross-entropy loss", "another row",
                       "write one 1 and otherwise 0 in every row");
  }
}

// Before they are drawn or copied.
void require_room(const Value& value, std::uint64_t samples, const Network& network, const std::string& remedy) {
  if (samples > most_numbers / (network.inputs + network.outputs()))
    reject(value, "at most " + std::to_string(most_numbers) + " inputs and targets, of all samples together", remedy);
}

// The teacher that gives the targets, if there is one.
bool read_taught(const Value& table, Data& data, const Network& network) {
  const Value* teacher = table.find("teacher");
  if (teacher == nullptr) return false;
  for (const char* key : {"targets", "classes"})
    if (const Value* other = table.find(key))
      reject(*other, std::string("either ") + key + " or a teacher", "leave one of them out");
  data.teacher = read_teacher(*teacher, network);
  return true;
}

void read_inline(const Value& table, Data& data, const Network& network, LossKind kind) {
  require_keys_of(table, Table::data);
  const std::string remedy = "write a row a sample, inputs = [[\"0\", \"1\"], [\"1\", \"1\"]]";
  const Value& inputs = require(
      table, "inputs", "the samples' inputs",
      "write inputs = [[..], ..] and targets = [[..], ..], or file = .., or random = { samples = 4, seed = 7 }");
  const bool taught = read_taught(table, data, network);
  if (!taught) require(table, "targets", "the samples' targets", "write targets = [[\"0\"], [\"1\"]], a row a sample");
  data.inputs = to_matrix(inputs, remedy);
  if (data.inputs[0].size() != network.inputs)
    reject(inputs.items[0], "a row of " + std::to_string(network.inputs) + " numbers, one an input of the network",
           "correct the row, or write inputs = " + std::to_string(data.inputs[0].size()) + " in [network]");
  if (taught) return draw_targets(data, network, kind);
  const Value& targets = *table.find("targets");
  data.targets = to_matrix(targets, "write a row a sample, targets = [[\"0\"], [\"1\"]]");
  if (data.targets.size() != data.inputs.size())
    reject(targets, std::to_string(data.inputs.size()) + " rows, as many as inputs has",
           "give every sample its targets");
  require_targets(data, network, kind, [&](std::size_t i) { return targets.items[i].place; });
}

void read_random(const Value& table, Data& data, const Network& network, LossKind kind) {
  require_keys_of(table, Table::random_data);
  const Value& random = *table.find("random");
  const std::string example = "write random = { samples = 4, seed = 7 }";
  if (!random.is(Value::Type::table)) reject(random, "a table", example);
  require_keys_of(random, Table::random);
  const Value& count = require(random, "samples", "the number of samples", example);
  const auto samples = to_integer(count, 1, 1'000'000, example);
  require_room(count, samples, network, "lower samples, or the widths of inputs and outputs");
  data.seed = read_seed(random).value_or(data.seed);
  if (const Value* inputs = random.find("inputs")) data.input_distribution = read_distribution(*inputs, {});
  if (const Value* targets = random.find("targets")) {
    if (const Value* teacher = table.find("teacher"))
      reject(*teacher, "either targets in random or a teacher", "leave one of them out");
    data.target_distribution = read_distribution(*targets, {});
    const bool classes = kind == LossKind::logistic && data.target_distribution.kind == DistributionKind::signs;
    if (kind != LossKind::square && !classes)
      reject(*targets, "no distribution: targets of the " + std::string(name(kind)) + " loss are random classes",
             kind == LossKind::logistic ? "leave it out, or write { distribution = \"signs\" }" : "leave it out");
  }
  read_taught(table, data, network);
  draw_data(data, network, kind, samples, data.seed);
}

std::vector<std::string> column_names(const Value& value) {
  const std::string remedy = "write an array of column names in quotes";
  if (!value.is(Value::Type::array) || value.items.empty()) reject(value, "an array of column names", remedy);
  std::vector<std::string> names;
  for (const Value& item : value.items) names.push_back(to_text(item, "a column's name", remedy));
  return names;
}

std::vector<std::vector<Rational>> columns(const CsvTable& csv, const Value& names,
                                           const std::vector<std::size_t>& rows) {
  std::vector<std::vector<Rational>> result(rows.size());
  for (const Value& item : names.items) {
    const auto column = numeric_column(csv, column_index(csv, item.text, item.place), rows);
    for (std::size_t i = 0; i < rows.size(); ++i) result[i].push_back(column[i]);
  }
  return result;
}

CsvTable read_csv(const Value& file, const std::string& directory) {
  const std::string name = to_text(file, "the name of a CSV file", "write file = \"iris.csv\", in quotes");
  const auto text = file_text((std::filesystem::path(directory) / name).string());
  if (!text) reject(file, "a file that can be read", "correct the name; it is looked for beside the specification");
  return parse_csv(*text, name);
}

// Whether classes are coded as -1 and 1, not one-hot.
bool codes_signs(const Value& table, LossKind kind) {
  const Value* coding = table.find("coding");
  if (coding == nullptr) return kind == LossKind::logistic;
  if (table.find("classes") == nullptr)
    reject(*coding, "classes to code", "write classes = \"species\" as well, or leave coding out");
  const std::string text = to_text(*coding, "\"one-hot\" or \"signs\"", "write coding = \"signs\", for example");
  if (text != "one-hot" && text != "signs")
    reject(*coding, "\"one-hot\" or \"signs\"", "write coding = \"" + nearest(text, {"one-hot", "signs"}) + "\"");
  if (kind == LossKind::logistic && text == "one-hot")
    reject(*coding, "\"signs\" for the logistic loss", "leave coding out");
  if (kind == LossKind::cross_entropy && text == "signs")
    reject(*coding, "\"one-hot\" for the cross-entropy loss", "leave coding out");
  return text == "signs";
}

void read_class_targets(const Value& classes, bool signs, const CsvTable& csv, const std::vector<std::size_t>& rows,
                        const Network& network, LossKind kind, Data& data) {
  const std::string column = to_text(classes, "a column's name", "write classes = \"species\", for example");
  const std::size_t c = column_index(csv, column, classes.place);
  data.classes = class_names(csv, c, rows);
  const std::size_t count = data.classes.size();
  if (signs) {
    if (count != 2)
      throw InputError(classes.place, "two classes, to be coded as -1 and 1",
                       std::to_string(count) + " in the column \"" + column + "\"",
                       std::string("choose rows of two classes, or write ") +
                           (kind == LossKind::logistic ? "[loss] kind = \"cross-entropy\" and make"
                                                       : "coding = \"one-hot\" and make") +
                           " the last layer's width " + std::to_string(count));
    if (network.outputs() != 1)
      throw InputError(classes.place, "a network of one output for classes -1 and 1",
                       std::to_string(network.outputs()) + " outputs",
                       "make the last layer's width 1, or leave coding out");
    data.target_names = {column};
    for (const std::size_t row : rows) data.targets.push_back({csv.rows[row][c] == data.classes[1] ? 1 : -1});
    return;
  }
  if (count != network.outputs())
    throw InputError(classes.place, std::to_string(network.outputs()) + " classes, one an output of the network",
                     std::to_string(count),
                     "make the last layer's width " + std::to_string(count) +
                         (count == 2 && network.outputs() == 1 ? ", or write coding = \"signs\" for targets -1 and 1"
                                                               : ", or choose other rows"));
  for (const std::string& n : data.classes) data.target_names.push_back(column + "=" + n);
  for (const std::size_t row : rows) {
    data.targets.emplace_back();
    for (const std::string& n : data.classes) data.targets.back().push_back(csv.rows[row][c] == n ? 1 : 0);
  }
}

void read_file(const Value& table, Data& data, const Network& network, LossKind kind, const std::string& directory) {
  require_keys_of(table, Table::csv_data);
  const Value& file = *table.find("file");
  const CsvTable csv = read_csv(file, directory);
  data.file = file.text;
  data.path = (std::filesystem::path(directory) / file.text).string();
  if (csv.rows.empty()) reject(file, "a file with at least one row below its header", "add rows");
  const std::string all = "1-" + std::to_string(csv.rows.size());
  const Value* chosen = table.find("rows");
  const auto rows =
      parse_rows(chosen == nullptr ? all : to_text(*chosen, "row numbers", "write rows = \"" + all + "\""),
                 csv.rows.size(), chosen == nullptr ? "" : chosen->place);
  const Value& inputs = require(table, "inputs", "the columns that are inputs", csv_example);
  data.input_names = column_names(inputs);
  if (data.input_names.size() != network.inputs)
    reject(inputs, std::to_string(network.inputs) + " columns, one an input of the network",
           "correct the list, or write inputs = " + std::to_string(data.input_names.size()) + " in [network]");
  require_room(chosen == nullptr ? file : *chosen, rows.size(), network, "choose fewer rows, or fewer columns");
  data.inputs = columns(csv, inputs, rows);
  const bool signs = codes_signs(table, kind);
  if (read_taught(table, data, network)) return draw_targets(data, network, kind);
  const Value *targets = table.find("targets"), *classes = table.find("classes");
  if (targets != nullptr && classes != nullptr) reject(*classes, "either targets or classes", "leave one of them out");
  if (classes != nullptr) {
    read_class_targets(*classes, signs, csv, rows, network, kind, data);
  } else {
    const Value& named = require(table, "targets", "targets, the columns that are targets, or classes", csv_example);
    data.target_names = column_names(named);
    data.targets = columns(csv, named, rows);
  }
  const std::string key = classes != nullptr ? classes->place : targets->place;
  require_targets(data, network, kind, [&](std::size_t i) {
    return data.targets[i].size() == network.outputs() && classes == nullptr
               ? csv.file + ":" + std::to_string(csv.lines[rows[i]]) + " " + data.target_names[0]
               : key;
  });
}

}  // namespace

Data read_data(const Value& document, const Network& network, const Loss& loss, const std::string& directory) {
  const std::string example = "write [data] with inputs and targets, file = .., or random = { samples = 4, seed = 7 }";
  const Value& table = require(document, "data", "a table [data]", example);
  if (!table.is(Value::Type::table)) reject(table, "a table", example);
  Data data;
  if (const Value* random = table.find("random"); random != nullptr && table.find("file") != nullptr)
    reject(*random, "either file or random", "leave one of them out");
  try {
    if (table.find("random") != nullptr) {
      read_random(table, data, network, loss.kind);
    } else if (table.find("file") != nullptr) {
      read_file(table, data, network, loss.kind, directory);
    } else {
      for (const char* key : {"classes", "coding"})
        if (const Value* classes = table.find(key)) reject(*classes, "a file to take the column from", csv_example);
      if (const Value* rows = table.find("rows")) reject(*rows, "a file to take the rows from", csv_example);
      read_inline(table, data, network, loss.kind);
    }
  } catch (const LimitError& error) {
    const Value* teacher = table.find("teacher");
    throw error.at((teacher != nullptr ? *teacher : table).place);
  }
  return data;
}

}  // namespace polyscape::spec
