#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "polyscape/base/error.hpp"
#include "polyscape/base/nesting.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::report {

using nlohmann::json;

namespace {

/// A value of the document with the path that leads to it, so that every complaint can name the key.
class Cursor {
 public:
  Cursor(const json& value, std::string file, std::string path)
      : value_(value), file_(std::move(file)), path_(std::move(path)) {}

  [[noreturn]] void fail(const std::string& expected) const {
    std::string found = value_.dump();
    if (found.size() > 60) found = found.substr(0, 57) + "...";
    throw InputError(path_.empty() ? file_ : file_ + " " + path_, expected, found,
                     "give a result.json that polyscape has written");
  }
  Cursor operator[](const char* key) const {
    if (!value_.is_object()) fail("an object");
    const auto item = value_.find(key);
    if (item == value_.end()) {
      throw InputError(file_ + " " + join(key), "a value", "nothing", "give a result.json that polyscape has written");
    }
    return {*item, file_, join(key)};
  }
  bool has(const char* key) const { return value_.is_object() && value_.contains(key); }
  std::vector<Cursor> items() const {
    if (!value_.is_array()) fail("a list");
    std::vector<Cursor> list;
    for (std::size_t i = 0; i < value_.size(); ++i)
      list.emplace_back(value_[i], file_, fmt::format("{}[{}]", path_, i));
    return list;
  }
  std::vector<std::pair<std::string, Cursor>> members() const {
    if (!value_.is_object()) fail("an object");
    std::vector<std::pair<std::string, Cursor>> list;
    for (auto item = value_.begin(); item != value_.end(); ++item)
      list.emplace_back(item.key(), Cursor(*item, file_, join(item.key())));
    return list;
  }
  template <class T>
  T as(const char* expected) const {
    try {
      return value_.get<T>();
    } catch (const json::exception&) {
      fail(expected);
    }
  }
  /// A whole number of type T: not one with a point, nor one beyond T.
  template <class T>
  T integer(const char* expected) const {
    const auto fits = [&] {
      if (value_.is_number_unsigned())
        return value_.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<T>::max());
      if (!value_.is_number_integer()) return false;
      return std::is_signed_v<T> &&
             value_.get<std::int64_t>() >= static_cast<std::int64_t>(std::numeric_limits<T>::min());
    };
    if (!fits()) fail(expected);
    return value_.get<T>();
  }
  bool is_null() const { return value_.is_null(); }

 private:
  std::string join(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }
  const json& value_;
  std::string file_, path_;
};

std::string text(const Cursor& c) { return c.as<std::string>("a string"); }
std::uint64_t natural(const Cursor& c) { return c.integer<std::uint64_t>("a number of things"); }
double real(const Cursor& c) {
  return c.is_null() ? std::numeric_limits<double>::infinity() : c.as<double>("a number");
}
int small(const Cursor& c) { return c.integer<int>("an integer"); }
long degree(const Cursor& c) { return c.integer<long>("a degree"); }
bool truth(const Cursor& c) { return c.as<bool>("true or false"); }

// A bound above 10,000 digits comes back as the power of ten of as many digits: size is all that is known of it.
algebra::Integer integer(const Cursor& c) {
  if (c.has("digits")) {
    constexpr std::uint64_t most = 100'000'000;
    const std::uint64_t digits = natural(c["digits"]);
    if (digits < 1 || digits > most) c["digits"].fail("a number of digits from 1 to " + std::to_string(most));
    return algebra::power(algebra::Integer(10), digits - 1);
  }
  const auto value = algebra::Integer::parse(
      c.as<json>("an integer").is_string() ? text(c) : std::to_string(c.integer<long>("an integer")));
  if (!value) c.fail("an integer");
  return *value;
}

template <Named E>
E value_named(const Cursor& c) {
  const auto value = named<E>(text(c));
  if (!value) c.fail(any_name<E>());
  return *value;
}

template <class Read>
auto optional(const Cursor& c, const char* key, Read read) -> std::optional<decltype(read(c))> {
  if (!c.has(key)) return std::nullopt;
  return read(c[key]);
}
template <class Read>
auto list(const Cursor& c, Read read) -> std::vector<decltype(read(c))> {
  std::vector<decltype(read(c))> values;
  for (const Cursor& item : c.items()) values.push_back(read(item));
  return values;
}
template <class Read>
auto optional_list(const Cursor& c, const char* key, Read read) -> std::vector<decltype(read(c))> {
  if (!c.has(key)) return {};
  return list(c[key], read);
}
std::vector<std::string> texts(const Cursor& c) { return list(c, text); }
std::vector<std::pair<std::string, std::string>> text_pairs(const Cursor& c, const char* key) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (c.has(key))
    for (const auto& [name, value] : c[key].members()) pairs.emplace_back(name, text(value));
  return pairs;
}
std::map<std::string, std::uint64_t> counts(const Cursor& c, const char* key) {
  std::map<std::string, std::uint64_t> map;
  if (c.has(key))
    for (const auto& [name, value] : c[key].members()) map[name] = natural(value);
  return map;
}
std::array<int, 3> three(const Cursor& c) {
  const auto parts = list(c, small);
  if (parts.size() != 3) c.fail("three counts");
  return {parts[0], parts[1], parts[2]};
}
std::complex<double> complex_number(const Cursor& c) {
  const auto parts = list(c, real);
  if (parts.size() != 2) c.fail("[real part, imaginary part]");
  return {parts[0], parts[1]};
}

SystemShape read_system(const Cursor& c) {
  SystemShape system;
  system.variables = natural(c["variables"]);
  system.equations = natural(c["equations"]);
  system.degrees = optional(c, "degrees", [](const Cursor& d) { return list(d, degree); });
  system.which = value_named<Origin>(c["which"]);
  system.real = optional(c, "real", truth).value_or(true);
  system.degree_classes = optional_list(c, "degree_classes", [](const Cursor& d) {
    return DegreeClass{degree(d["degree"]), integer(d["count"]), text(d["description"])};
  });
  return system;
}

MultihomogeneousBound read_bound(const Cursor& c) {
  return {integer(c["value"]), list(c["partition"], texts), optional(c, "origin", text).value_or("")};
}

Bounds read_bounds(const Cursor& c) {
  Bounds bounds;
  bounds.bezout = optional(c, "bezout", integer);
  bounds.multihomogeneous = optional(c, "multihomogeneous", read_bound);
  if (bounds.multihomogeneous) bounds.exhaustive = optional(c["multihomogeneous"], "exhaustive", truth).value_or(false);
  bounds.natural = optional_list(c, "natural", read_bound);
  if (c.has("linear_product"))
    bounds.linear_product =
        LinearProductBound{integer(c["linear_product"]),
                           optional_list(c, "set_structure", [](const Cursor& sets) { return list(sets, texts); })};
  bounds.mixed_volume = optional(c, "mixed_volume", integer);
  bounds.mixed_volume_affine = optional(c, "mixed_volume_affine", integer);
  bounds.generic_root_count = optional(c, "generic_root_count", integer);
  bounds.linear_one_sample = optional(c, "linear_one_sample", integer);
  bounds.analytic = optional(c, "analytic", truth).value_or(false);
  return bounds;
}

Monodromy read_monodromy(const Cursor& c) {
  return {natural(c["translate"]),
          natural(c["section"]),
          natural(c["paths"]),
          real(c["trace_error"]),
          truth(c["traced"]),
          optional_list(c, "strata",
                        [](const Cursor& d) {
                          return Stratum{texts(d["zero"]), natural(d["isolated"]), 0};
                        }),
          optional(c, "quoted", truth).value_or(false)};
}

Paths read_paths(const Cursor& c) {
  Paths paths;
  paths.start = text(c["start"]);
  paths.tracked = natural(c["tracked"]);
  paths.nonsingular = natural(c["nonsingular"]);
  paths.singular = natural(c["singular"]);
  paths.at_infinity = natural(c["at_infinity"]);
  paths.positive_dimensional = natural(c["positive_dimensional"]);
  paths.excluded = natural(c["excluded"]);
  paths.failed = natural(c["failed"]);
  paths.reason = optional(c, "reason", text).value_or("");
  paths.failures = counts(c, "failures");
  paths.cancelled = optional(c, "cancelled", truth).value_or(false);
  return paths;
}

Confirmation read_confirmation(const Cursor& c) {
  return {text(c["start"]),           natural(c["seed"]),          natural(c["isolated"]), natural(c["failed"]),
          natural(c["missing_here"]), natural(c["missing_there"]), truth(c["agrees"])};
}

// Schema 1 had one word for existence and completeness; its trace-tested may have been said of the generic member
// alone.
Completeness completeness_of_schema_1(const Cursor& c, const Solutions& s, const std::optional<Paths>& paths) {
  const std::string written = text(c);
  if (written == "proved")
    return s.completeness_by.starts_with("known_count") ? Completeness::given : Completeness::proved;
  if (written == "trace-tested")
    return paths && paths->tracked == paths->nonsingular ? Completeness::trace_tested : Completeness::unknown;
  if (written != "numerical" && written != "certified-lower-bound")
    c.fail("numerical, certified-lower-bound, trace-tested or proved");
  return Completeness::unknown;
}

Solutions read_solutions(const Cursor& c, int schema, const std::optional<Paths>& paths) {
  Solutions s;
  s.isolated = natural(c["isolated"]);
  s.nonsingular = natural(c["nonsingular"]);
  s.singular = natural(c["singular"]);
  s.real = optional(c, "real", natural).value_or(0);
  s.torus = natural(c["torus"]);
  s.orbits = optional(c, "orbits", natural);
  if (c.has("strata")) {
    s.strata = list(c["strata"], [](const Cursor& d) {
      return Stratum{texts(d["zero"]), natural(d["isolated"]), optional(d, "real", natural).value_or(0)};
    });
  }
  s.certified_distinct = optional(c, "certified_distinct", natural);
  s.certified_real = optional(c, "certified_real", natural);
  s.completeness_by = optional(c, "completeness_by", text).value_or("");
  if (schema == 1) {
    s.completeness = completeness_of_schema_1(c["completeness"], s, paths);
    s.existence.certified = s.certified_distinct.value_or(0);
    if (s.existence.certified == s.isolated) s.existence.by = Evidence::theorem;
  } else {
    s.completeness = value_named<Completeness>(c["completeness"]);
    s.existence = {natural(c["existence"]["certified"]), value_named<Evidence>(c["existence"]["by"])};
  }
  s.known_count = optional(c, "known_count", text);
  if (c.has("real_by_kind"))
    for (const auto& [kind, points] : c["real_by_kind"].members()) {
      if (!named<Kind>(kind)) c["real_by_kind"].fail(any_name<Kind>() + " as keys");
      s.real_by_kind[*named<Kind>(kind)] = natural(points);
    }
  for (const auto& [index, points] : counts(c, "real_by_index")) {
    const auto value = algebra::Integer::parse(index);
    const auto small = value ? value->to_int64() : std::nullopt;
    if (!small || *small < 0 || *small > std::numeric_limits<int>::max()) c["real_by_index"].fail("indices as keys");
    s.real_by_index[static_cast<int>(*small)] = points;
  }
  if (c.has("minima"))
    s.minima = list(c["minima"], [](const Cursor& d) {
      return LossLevel{d["loss"].as<std::array<std::string, 2>>("two decimal strings"), natural(d["points"])};
    });
  s.leaving_interval = optional(c, "leaving_interval", natural).value_or(0);
  return s;
}

Point read_point(const Cursor& c) {
  Point p;
  p.coordinates = list(c["coordinates"], complex_number);
  p.real = optional(c, "real", truth).value_or(false);
  p.nonsingular = truth(c["nonsingular"]);
  p.multiplicity = small(c["multiplicity"]);
  p.residual = real(c["residual"]);
  p.condition = real(c["condition"]);
  p.loss = optional(c, "loss", real);
  p.digits = optional(c, "digits", [](const Cursor& d) {
    return d.as<std::vector<std::array<std::string, 2>>>("a list of pairs of decimal strings");
  });
  p.inertia = optional(c, "inertia", three);
  p.kind = optional(c, "kind", value_named<Kind>);
  p.zero_loss = optional(c, "zero_loss", truth);
  p.in_interval = optional(c, "in_interval", truth);
  p.certified = optional(c, "certified", truth).value_or(false);
  p.certificate = optional(c, "certificate", [](const Cursor& d) {
    return Certificate{
        text(d["radius"]), optional(d, "real", truth), optional(d, "inertia", truth).value_or(false),
        optional(d, "loss", [](const Cursor& e) { return e.as<std::array<std::string, 2>>("two decimal strings"); })};
  });
  p.exact = optional(c, "exact", [](const Cursor& d) {
    return ExactPoint{
        d["coordinates"].as<std::vector<std::array<std::string, 2>>>("a list of pairs of rational strings"),
        small(d["rank"]), optional(d, "loss", text)};
  });
  return p;
}

/// What a claim of the record rests on.
std::optional<Evidence> basis(const Cursor& c, const char* claim) {
  return c.has("by") ? optional(c["by"], claim, value_named<Evidence>) : std::nullopt;
}

std::optional<Decomposition> read_decomposition(const Cursor& c) {
  if (!c.has("components")) return std::nullopt;
  Decomposition result;
  result.components = list(c["components"], [](const Cursor& d) {
    Component component;
    component.dimension = small(d["dimension"]);
    component.degree = natural(d["degree"]);
    component.zero_loss = optional(d, "zero_loss", truth);
    component.multiplicity = optional(d, "multiplicity", small).value_or(1);
    component.rank = optional(d, "rank", [](const Cursor& e) {
      const auto size = list(e["size"], small);
      if (size.size() != 2) e.fail("a size [rows, columns]");
      return JacobianRank{small(e["value"]),
                          size[0],
                          size[1],
                          small(e["precision_bits"]),
                          optional(e, "certified_lower", small),
                          optional(e, "upper", small),
                          optional(e, "log10_gap", real)};
    });
    component.by = {basis(d, "dimension"), basis(d, "degree"),    basis(d, "multiplicity"),
                    basis(d, "rank"),      basis(d, "zero_loss"), basis(d, "pure")};
    component.sample = list(d["sample"], complex_number);
    component.traced = optional(d, "traced", truth).value_or(true);
    if (d.has("real_samples"))
      component.real_samples = list(d["real_samples"], [](const Cursor& e) { return list(e, real); });
    component.loss = optional(d, "loss", complex_number);
    component.function = optional(d, "function", small);
    component.real_function = optional(d, "real_function", truth);
    component.parametrisation_rank = optional(d, "parametrisation_rank", small);
    component.pure = optional(d, "pure", truth);
    if (d.has("inertias")) {
      component.inertias = list(d["inertias"], three);
      component.kinds = list(d["kinds"], value_named<Kind>);
    }
    return component;
  });
  if (c.has("decomposition")) {
    const Cursor d = c["decomposition"];
    result.isolated = optional(d, "isolated", natural).value_or(0);
    result.paths = natural(d["paths"]);
    result.failed = natural(d["failed"]);
    result.complete = truth(d["complete"]);
    result.least_dimension = optional(d, "least_dimension", small).value_or(0);
  }
  return result;
}

Interpolation read_interpolation(const Cursor& c) {
  Interpolation v;
  v.equations = integer(c["equations"]);
  v.variables = integer(c["variables"]);
  v.expected_dimension = integer(c["expected_dimension"]);
  v.dimension = optional(c, "dimension", small);
  v.degree = optional(c, "degree", text);
  v.bezout = optional(c, "bezout", integer);
  v.jacobian_rank = optional(c, "jacobian_rank", small);
  v.real_points = optional(c, "real_points", truth);
  v.real_dimension = optional(c, "real_dimension", small);
  v.degenerate = optional(c, "degenerate", truth);
  v.function_space_dimension = optional(c, "function_space_dimension", small);
  v.function_space_error_log2 = optional(c, "function_space_error_log2", real);
  v.by = {
      basis(c, "dimension"),      basis(c, "degree"),     basis(c, "jacobian_rank"),           basis(c, "real_points"),
      basis(c, "real_dimension"), basis(c, "degenerate"), basis(c, "function_space_dimension")};
  v.empty_proved = optional(c, "empty_proved", truth).value_or(false);
  v.reasons = optional_list(c, "reasons", text);
  v.proof = optional(c, "proof", [](const Cursor& d) {
    return RegularZero{texts(d["coordinates"]), texts(d["free"]), text(d["radius"])};
  });
  v.points = optional_list(c, "points", [](const Cursor& d) {
    return ZeroLossPoint{list(d["coordinates"], real),          small(d["jacobian_rank"]),
                         small(d["local_dimension"]),           truth(d["smooth"]),
                         optional(d, "hessian_nullity", small), optional(d, "morse_bott", truth)};
  });
  v.decomposition = read_decomposition(c);
  return v;
}

Network read_network(const Cursor& c) {
  return {text(c["architecture"]),
          texts(c["layers"]),
          text(c["loss"]),
          text(c["regularization"]),
          integer(c["weights"]),
          natural(c["samples"]),
          natural(c["outputs"]),
          optional_list(c, "observations", text),
          optional_list(c, "approximations", text),
          optional_list(c, "symmetries", text),
          optional(c, "data_file", text).value_or(""),
          optional_list(c, "lambda", text),
          optional_list(c, "inputs", texts),
          optional_list(c, "targets", texts)};
}

}  // namespace

Result result_from_json(const std::string& json_text, const std::string& file) {
  if (nested_deeper(json_text, deepest_json))
    throw InputError(file, "a result",
                     "JSON of more than " + std::to_string(deepest_json) + " nested lists and objects",
                     "give a result.json that polyscape has written");
  json document;
  try {
    document = json::parse(json_text);
  } catch (const json::parse_error& e) {
    throw InputError(fmt::format("{}: byte {}", file, e.byte), "JSON text", "something else",
                     "give a result.json that polyscape has written");
  } catch (const json::exception&) {  // a number that no double holds
    throw InputError(file, "numbers in the range of doubles", "one beyond",
                     "give a result.json that polyscape has written");
  }
  const Cursor c(document, file, "");
  const int schema = small(c["schema"]);
  if (schema < 1 || schema > schema_version)
    throw InputError(file + " schema", fmt::format("1 to {}", schema_version), fmt::format("{}", schema),
                     "run the analysis again with this version");
  Result r;
  r.version = text(c["version"]);
  r.title = text(c["title"]);
  r.seed = natural(c["seed"]);
  r.input_digest = optional(c, "input_digest", text).value_or("");
  r.cancelled = optional(c, "cancelled", truth).value_or(false);
  const Cursor seconds = c["seconds"];
  r.seconds = {optional(seconds, "bounds", real), optional(seconds, "solve", real), optional(seconds, "certify", real),
               optional(seconds, "components", real), optional(seconds, "total", real)};
  r.system = read_system(c["system"]);
  r.bounds = read_bounds(c["bounds"]);
  r.monodromy = optional(c, "monodromy", read_monodromy);
  r.confirmation = optional(c, "confirmation", read_confirmation);
  r.paths = optional(c, "paths", read_paths);
  if (c.has("solutions")) r.solutions = read_solutions(c["solutions"], schema, r.paths);
  if (c.has("points")) r.points = list(c["points"], read_point);
  r.decomposition = read_decomposition(c);
  r.interpolation = optional(c, "interpolation", read_interpolation);
  r.network = optional(c, "network", read_network);
  r.names = optional_list(c, "names", text);
  r.recheck = optional(c, "recheck", [](const Cursor& d) {
    return Recheck{natural(d["held"]), natural(d["of"]), truth(d["distinct"])};
  });
  r.run_says = optional(c, "run_says", [](const Cursor& d) {
    return RunWord{text(d["completeness"]), optional(d, "completeness_by", text).value_or(""),
                   optional(d, "generic_root_count", integer)};
  });
  r.non_isolated = optional_list(c, "non_isolated", [](const Cursor& d) {
    return NonIsolatedEndpoint{list(d["coordinates"], complex_number), small(d["paths"]), optional(d, "rank", small),
                               optional(d, "rank_exact", truth).value_or(false), optional(d, "rank_upper", small)};
  });
  r.contradictions = optional_list(c, "contradictions", text);
  r.notes = optional_list(c, "notes", text);
  if (schema == 1) r.notes.push_back("read from a result of schema 1, which has no word for what its claims rest on");
  r.seeds = text_pairs(c, "seeds");
  r.options = text_pairs(c, "options");
  r.versions = text_pairs(c, "versions");
  if (c.has("timings")) r.threads = optional(c["timings"], "threads", small).value_or(0);
  return r;
}

}  // namespace polyscape::report
