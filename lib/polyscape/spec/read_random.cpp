#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/keys.hpp"
#include "polyscape/spec/sections.hpp"

namespace polyscape::spec {
namespace {

const char* const distribution_example = "{ distribution = \"uniform\", interval = [-1, 1], step = \"1/100\" }";

// Fine enough for a thousand different numbers over the scale, and no coarser than 1/1000.
Rational default_step(const Rational& scale) {
  Rational step(1, 1000);
  while (scale.sign() > 0 && step * Rational(1000) > scale) step /= Rational(10);
  return step;
}

Rational positive(const Value& value) {
  const Rational number = to_rational(value);
  if (number.sign() <= 0) reject(value, "a number > 0", "write step = \"1/1000\", for example");
  return number;
}

// Keys that another distribution has are told from unknown ones.
void require_keys_of_kind(const Value& table, const std::string& kind, std::initializer_list<std::string_view> own) {
  for (const std::string_view key : {"interval", "mean", "deviation", "step"}) {
    const Value* value = table.find(key);
    if (value == nullptr || std::ranges::find(own, key) != own.end()) continue;
    const std::string owner = key == "interval" ? "uniform and integers have"
                              : key == "step"   ? "uniform and normal have"
                                                : "normal has";
    throw InputError(value->place, "no " + std::string(key) + " of the distribution \"" + kind + "\"", shown(*value),
                     "leave it out; " + owner + " one");
  }
}

void read_interval(const Value& table, const std::string& kind, Distribution& d) {
  const Value& interval =
      require(table, "interval", "the interval [low, high]", std::string("write ") + distribution_example);
  const auto ends = to_row(interval, "write interval = [-1, 1], for example");
  if (ends.size() != 2 || ends[1] < ends[0])
    reject(interval, "two numbers, low and high, low first", "write interval = [-1, 1], for example");
  d.low = ends[0];
  d.high = ends[1];
  if (const Value* step = table.find("step"); step != nullptr && kind == "uniform")
    d.step = positive(*step);
  else if (kind == "uniform")
    d.step = default_step(d.high - d.low);
  const auto count = choices(d).to_int64();
  const std::string what = kind == "integers" ? "integer" : "multiple of " + d.step.to_string();
  if (count && *count < 1)
    throw InputError(interval.place, "at least one " + what + " in the interval", "none",
                     "make the interval longer" + std::string(kind == "uniform" ? ", or step smaller" : ""));
  if (!count || *count > std::int64_t{1} << 62)
    throw InputError(interval.place, "at most 2^62 numbers to choose among", "more of them", "make step larger");
}

void read_normal(const Value& table, Distribution& d) {
  if (const Value* mean = table.find("mean")) d.mean = to_rational(*mean);
  if (const Value* deviation = table.find("deviation")) {
    d.deviation = to_rational(*deviation);
    if (d.deviation.sign() < 0) reject(*deviation, "a standard deviation >= 0", "write " + (-d.deviation).to_string());
  }
  d.step = default_step(d.deviation);
  if (const Value* step = table.find("step")) {
    d.step = positive(*step);
    const Rational most = power(Rational(10), 12);  // numbers are drawn with 53 bits
    if (d.deviation > d.step * most)
      reject(*step, "a step of 10^-12 of the deviation or more",
             "write step = \"" + (d.deviation / Rational(1000)).to_string() + "\"");
  }
}

Network own_network(const Value& layers, const Network& network) {
  Network result;
  result.inputs = network.inputs;
  read_layers(layers, result);
  if (result.outputs() != network.outputs())
    throw InputError(layers.place, "a teacher of " + std::to_string(network.outputs()) + " outputs, like the network",
                     std::to_string(result.outputs()),
                     "make its last layer's width " + std::to_string(network.outputs()));
  return result;
}

std::vector<Rational> named_weights(const Value& table, const Network& network) {
  std::vector<std::optional<Rational>> places(network.places());
  for (const auto& [key, value] : table.entries) {
    const std::uint64_t place = known_place(network, value, key);
    const auto frozen = std::ranges::lower_bound(network.frozen, place, {}, &Frozen::place);
    if (frozen != network.frozen.end() && frozen->place == place)
      reject(value, "a weight that can vary; " + key + " is frozen at " + frozen->value.to_string(), "leave it out");
    const auto tied = std::ranges::lower_bound(network.ties, place, {}, &Tie::place);
    if (tied != network.ties.end() && tied->place == place)
      reject(value, "a weight that is not tied",
             "leave it out, and give " + network.weight_name(tied->to) + " its value");
    places[place] = to_rational(value);
  }
  std::vector<Rational> result;
  std::size_t frozen = 0, tied = 0;
  for (std::uint64_t place = 0; place < places.size(); ++place) {
    if (frozen < network.frozen.size() && network.frozen[frozen].place == place)
      ++frozen;
    else if (tied < network.ties.size() && network.ties[tied].place == place)
      ++tied;
    else if (places[place])
      result.push_back(*places[place]);
    else
      throw InputError(table.place, "every weight of the teacher", "none for " + network.weight_name(place),
                       "write " + network.weight_name(place) + " = 1, for example");
  }
  return result;
}

std::vector<Rational> given_weights(const Value& weights, const Network& network) {
  const std::string count = std::to_string(network.weights());
  constexpr std::uint64_t most = 1'000'000;
  if (network.weights() > most)
    reject(weights, "a teacher of at most 10^6 weights, which are to be listed", "write random = { seed = 7 } instead");
  if (weights.is(Value::Type::table)) return named_weights(weights, network);
  if (!weights.is(Value::Type::array))
    reject(weights, "the teacher's weights, a list or a table by name",
           "write weights = { w1_1_1 = \"1/2\", .. }, or random = { seed = 7 } instead");
  std::vector<Rational> result = to_row(weights, "write weights = [\"1/2\", \"-1\", ..], one a weight");
  if (result.size() != network.weights())
    reject(weights,
           count + " numbers, one a weight of the teacher, in the order " + network.weight_name(0) + " and so on",
           "give every weight its number, or name them: weights = { " + network.weight_name(0) + " = .., .. }");
  return result;
}

}  // namespace

Distribution read_distribution(const Value& table, std::initializer_list<std::string_view> more_keys) {
  if (!table.is(Value::Type::table)) reject(table, "a table", std::string("write ") + distribution_example);
  std::vector<std::string_view> keys(more_keys);
  for (const Key& key : keys_of(Table::distribution)) keys.push_back(key.name);
  require_known_keys(table, keys);
  Distribution d;
  const Value* name = table.find("distribution");
  const std::string kinds = "one of uniform, normal, integers, signs, tenths";
  const std::string kind =
      name == nullptr ? "tenths" : to_text(*name, kinds, std::string("write ") + distribution_example);
  if (kind == "uniform" || kind == "integers") {
    d.kind = DistributionKind::uniform;
    if (kind == "uniform")
      require_keys_of_kind(table, kind, {"interval", "step"});
    else
      require_keys_of_kind(table, kind, {"interval"});
    read_interval(table, kind, d);
  } else if (kind == "normal") {
    d.kind = DistributionKind::normal;
    require_keys_of_kind(table, kind, {"mean", "deviation", "step"});
    read_normal(table, d);
  } else if (kind == "signs" || kind == "tenths") {
    d.kind = kind == "signs" ? DistributionKind::signs : DistributionKind::tenths;
    for (const std::string_view key : {"interval", "mean", "deviation", "step"})
      if (name == nullptr && table.find(key) != nullptr)
        require(table, "distribution", kinds,
                "write distribution = \"" + std::string(key == "interval" || key == "step" ? "uniform" : "normal") +
                    "\" beside " + std::string(key));
    require_keys_of_kind(table, kind, {});
  } else {
    reject(*name, kinds,
           "write distribution = \"" + nearest(kind, {"uniform", "normal", "integers", "signs", "tenths"}) + "\"");
  }
  return d;
}

std::optional<std::uint64_t> read_seed(const Value& table) {
  const Value* seed = table.find("seed");
  if (seed == nullptr) return std::nullopt;
  return to_integer(*seed, 0, INT64_MAX, "write seed = 1, for example");
}

Teacher read_teacher(const Value& table, const Network& network) {
  const std::string example = "write [data.teacher] with random = { seed = 7 } or weights = [..] below";
  if (!table.is(Value::Type::table)) reject(table, "a table", example);
  require_keys_of(table, Table::teacher);
  Teacher teacher;
  if (const Value* layers = table.find("layer")) teacher.network = own_network(*layers, network);
  const Value *weights = table.find("weights"), *random = table.find("random"), *noise = table.find("noise");
  if (weights != nullptr && random != nullptr) reject(*random, "either weights or random", "leave one of them out");
  if (weights != nullptr) {
    teacher.weights = given_weights(*weights, teacher.network ? *teacher.network : network);
  } else {
    teacher.drawn = random == nullptr ? Distribution{} : read_distribution(*random, {"seed"});
    if (random != nullptr) teacher.seed = read_seed(*random);
  }
  if (noise != nullptr) {
    if (noise->is(Value::Type::table) && noise->find("distribution") == nullptr)
      require(*noise, "distribution", "the noise's distribution",
              "write noise = { distribution = \"normal\", deviation = \"1/10\" }");
    if (!noise->is(Value::Type::table))
      reject(*noise, "a table", "write noise = { distribution = \"normal\", deviation = \"1/10\" }");
    teacher.noise = read_distribution(*noise, {"seed"});
    teacher.noise_seed = read_seed(*noise);
  }
  return teacher;
}

}  // namespace polyscape::spec
