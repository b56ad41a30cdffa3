#include "polyscape/report/result.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "polyscape/report/json_text.hpp"

namespace polyscape::report {

using nlohmann::ordered_json;

namespace {

constexpr std::uint64_t longest_decimal = 10000;

// A bound: its decimal digits, or how many there are.
ordered_json number(const algebra::Integer& value) {
  if (value.digits() <= longest_decimal) return value.to_string();
  return {{"digits", value.digits()}, {"log10", value.log10()}};
}

// A count that fits a double exactly is a number, any other a string.
ordered_json count(const algebra::Integer& value) {
  const auto small = value.to_int64();
  if (small && std::abs(static_cast<double>(*small)) < 9007199254740992.0) return *small;
  return number(value);
}

template <class T>
void put(ordered_json& object, const char* key, const std::optional<T>& value) {
  if (value) object[key] = *value;
}
void put(ordered_json& object, const char* key, const std::optional<algebra::Integer>& value) {
  if (value) object[key] = number(*value);
}
template <class T>
void put_list(ordered_json& object, const char* key, const std::vector<T>& list) {
  if (!list.empty()) object[key] = list;
}

/// An object that grows to so many members without moving: a move copies all that is in them, as their keys are
/// constant.
ordered_json object_with_room(std::size_t members) {
  ordered_json object = ordered_json::object();
  object.get_ref<ordered_json::object_t&>().reserve(members);
  return object;
}

using Basis = std::pair<const char*, std::optional<Evidence>>;
void put_by(ordered_json& object, std::initializer_list<Basis> bases) {
  for (const auto& [claim, evidence] : bases)
    if (evidence) object["by"][claim] = name(*evidence);
}

ordered_json complex_list(const std::vector<std::complex<double>>& values) {
  ordered_json::array_t list;
  list.reserve(values.size());
  for (const auto& z : values) {
    ordered_json::array_t parts;
    parts.reserve(2);
    parts.emplace_back(z.real());
    parts.emplace_back(z.imag());
    list.emplace_back(std::move(parts));
  }
  return list;
}

ordered_json text_pairs(const std::vector<std::pair<std::string, std::string>>& pairs) {
  ordered_json object = ordered_json::object();
  for (const auto& [key, value] : pairs) object[key] = value;
  return object;
}

ordered_json seconds_json(const Seconds& seconds) {
  ordered_json object = ordered_json::object();
  put(object, "bounds", seconds.bounds);
  put(object, "solve", seconds.solve);
  put(object, "certify", seconds.certify);
  put(object, "components", seconds.components);
  put(object, "total", seconds.total);
  return object;
}

ordered_json system_json(const SystemShape& system) {
  ordered_json object{{"variables", system.variables}, {"equations", system.equations}};
  put(object, "degrees", system.degrees);
  object["which"] = name(system.which);
  if (!system.real) object["real"] = false;
  for (const DegreeClass& c : system.degree_classes)
    object["degree_classes"].push_back(
        {{"degree", c.degree}, {"count", count(c.count)}, {"description", c.description}});
  return object;
}

ordered_json bound_json(const MultihomogeneousBound& bound) {
  ordered_json object{{"value", number(bound.value)}, {"partition", bound.partition}};
  if (!bound.origin.empty()) object["origin"] = bound.origin;
  return object;
}

ordered_json bounds_json(const Bounds& bounds) {
  ordered_json object = ordered_json::object();
  put(object, "bezout", bounds.bezout);
  if (bounds.multihomogeneous) {
    object["multihomogeneous"] = bound_json(*bounds.multihomogeneous);
    object["multihomogeneous"]["exhaustive"] = bounds.exhaustive;
  }
  for (const MultihomogeneousBound& bound : bounds.natural) object["natural"].push_back(bound_json(bound));
  if (bounds.linear_product) {
    object["linear_product"] = number(bounds.linear_product->value);
    object["set_structure"] = bounds.linear_product->sets;
  }
  put(object, "mixed_volume", bounds.mixed_volume);
  put(object, "mixed_volume_affine", bounds.mixed_volume_affine);
  put(object, "generic_root_count", bounds.generic_root_count);
  put(object, "linear_one_sample", bounds.linear_one_sample);
  if (bounds.analytic) object["analytic"] = true;
  return object;
}

ordered_json monodromy_json(const Monodromy& m) {
  ordered_json object{{"translate", m.translate},
                      {"section", m.section},
                      {"paths", m.paths},
                      {"trace_error", m.trace_error},
                      {"traced", m.traced}};
  if (m.quoted) object["quoted"] = true;
  for (const Stratum& s : m.strata) object["strata"].push_back({{"zero", s.zero}, {"isolated", s.isolated}});
  return object;
}

ordered_json paths_json(const Paths& paths) {
  ordered_json object{{"start", paths.start},
                      {"tracked", paths.tracked},
                      {"nonsingular", paths.nonsingular},
                      {"singular", paths.singular},
                      {"at_infinity", paths.at_infinity},
                      {"positive_dimensional", paths.positive_dimensional},
                      {"excluded", paths.excluded},
                      {"failed", paths.failed}};
  if (!paths.reason.empty()) object["reason"] = paths.reason;
  if (!paths.failures.empty()) object["failures"] = paths.failures;
  object["cancelled"] = paths.cancelled;
  return object;
}

ordered_json solutions_json(const Solutions& s) {
  ordered_json object{{"isolated", s.isolated},
                      {"nonsingular", s.nonsingular},
                      {"singular", s.singular},
                      {"real", s.real},
                      {"torus", s.torus}};
  put(object, "orbits", s.orbits);
  if (s.strata)
    for (const Stratum& stratum : *s.strata)
      object["strata"].push_back({{"zero", stratum.zero}, {"isolated", stratum.isolated}, {"real", stratum.real}});
  put(object, "certified_distinct", s.certified_distinct);
  put(object, "certified_real", s.certified_real);
  object["existence"] = {{"certified", s.existence.certified}, {"by", name(s.existence.by)}};
  object["completeness"] = name(s.completeness);
  if (!s.completeness_by.empty()) object["completeness_by"] = s.completeness_by;
  put(object, "known_count", s.known_count);
  if (!s.real_by_kind.empty()) {
    for (const auto& [kind, points] : s.real_by_kind) object["real_by_kind"][std::string(name(kind))] = points;
    object["real_by_index"] = ordered_json::object();
    for (const auto& [index, points] : s.real_by_index) object["real_by_index"][std::to_string(index)] = points;
  }
  for (const LossLevel& level : s.minima) object["minima"].push_back({{"loss", level.loss}, {"points", level.points}});
  if (s.leaving_interval > 0) object["leaving_interval"] = s.leaving_interval;
  return object;
}

ordered_json point_json(const Point& p) {
  ordered_json object = object_with_room(16);
  object["coordinates"] = complex_list(p.coordinates);
  object["real"] = p.real;
  object["nonsingular"] = p.nonsingular;
  object["multiplicity"] = p.multiplicity;
  object["residual"] = p.residual;
  object["condition"] = std::isfinite(p.condition) ? ordered_json(p.condition) : ordered_json();  // null: infinite
  put(object, "loss", p.loss);
  put(object, "digits", p.digits);
  put(object, "inertia", p.inertia);
  if (p.kind) object["kind"] = name(*p.kind);
  put(object, "zero_loss", p.zero_loss);
  put(object, "in_interval", p.in_interval);
  if (p.certified) object["certified"] = true;
  if (p.certificate) {
    ordered_json& certificate = object["certificate"];
    certificate["radius"] = p.certificate->radius;
    put(certificate, "real", p.certificate->real);
    if (p.certificate->inertia) certificate["inertia"] = true;
    put(certificate, "loss", p.certificate->loss);
  }
  if (p.exact) {
    ordered_json& exact = object["exact"] = {{"coordinates", p.exact->coordinates}, {"rank", p.exact->rank}};
    put(exact, "loss", p.exact->loss);
  }
  return object;
}

void put_decomposition(ordered_json& object, const std::optional<Decomposition>& decomposition) {
  if (!decomposition) return;
  object["components"] = ordered_json::array();
  for (const Component& c : decomposition->components) {
    ordered_json component{{"dimension", c.dimension}, {"degree", c.degree}};
    put(component, "zero_loss", c.zero_loss);
    component["multiplicity"] = c.multiplicity;
    if (c.rank) {
      ordered_json& rank = component["rank"] = {{"value", c.rank->value},
                                                {"size", {c.rank->rows, c.rank->columns}},
                                                {"precision_bits", c.rank->precision_bits}};
      put(rank, "certified_lower", c.rank->certified_lower);
      put(rank, "upper", c.rank->upper);
      put(rank, "log10_gap", c.rank->log10_gap);
    }
    put_by(component, {{"dimension", c.by.dimension},
                       {"degree", c.by.degree},
                       {"multiplicity", c.by.multiplicity},
                       {"rank", c.by.rank},
                       {"zero_loss", c.by.zero_loss},
                       {"pure", c.by.pure}});
    component["sample"] = complex_list(c.sample);
    component["traced"] = c.traced;
    if (!c.real_samples.empty()) component["real_samples"] = c.real_samples;
    if (c.loss) component["loss"] = {c.loss->real(), c.loss->imag()};
    put(component, "function", c.function);
    put(component, "real_function", c.real_function);
    put(component, "parametrisation_rank", c.parametrisation_rank);
    put(component, "pure", c.pure);
    if (!c.inertias.empty()) {
      component["inertias"] = c.inertias;
      for (const Kind kind : c.kinds) component["kinds"].push_back(name(kind));
    }
    object["components"].push_back(std::move(component));
  }
  object["decomposition"] = {{"paths", decomposition->paths},
                             {"failed", decomposition->failed},
                             {"complete", decomposition->complete},
                             {"least_dimension", decomposition->least_dimension}};
  if (decomposition->least_dimension == 0) object["decomposition"]["isolated"] = decomposition->isolated;
}

ordered_json interpolation_json(const Interpolation& v) {
  ordered_json object{{"equations", count(v.equations)},
                      {"variables", count(v.variables)},
                      {"expected_dimension", count(v.expected_dimension)}};
  put(object, "dimension", v.dimension);
  put(object, "degree", v.degree);
  put(object, "bezout", v.bezout);
  put(object, "jacobian_rank", v.jacobian_rank);
  put(object, "real_points", v.real_points);
  put(object, "real_dimension", v.real_dimension);
  put(object, "degenerate", v.degenerate);
  put(object, "function_space_dimension", v.function_space_dimension);
  put(object, "function_space_error_log2", v.function_space_error_log2);
  put_by(object, {{"dimension", v.by.dimension},
                  {"degree", v.by.degree},
                  {"jacobian_rank", v.by.jacobian_rank},
                  {"real_points", v.by.real_points},
                  {"real_dimension", v.by.real_dimension},
                  {"degenerate", v.by.degenerate},
                  {"function_space_dimension", v.by.function_space_dimension}});
  if (v.empty_proved) object["empty_proved"] = true;
  put_list(object, "reasons", v.reasons);
  if (v.proof)
    object["proof"] = {{"coordinates", v.proof->coordinates}, {"free", v.proof->free}, {"radius", v.proof->radius}};
  for (const ZeroLossPoint& p : v.points) {
    ordered_json point{{"coordinates", p.coordinates},
                       {"jacobian_rank", p.jacobian_rank},
                       {"local_dimension", p.local_dimension},
                       {"smooth", p.smooth}};
    put(point, "hessian_nullity", p.hessian_nullity);
    put(point, "morse_bott", p.morse_bott);
    object["points"].push_back(std::move(point));
  }
  put_decomposition(object, v.decomposition);
  return object;
}

ordered_json network_json(const Network& n) {
  ordered_json object{{"architecture", n.architecture},
                      {"layers", n.layers},
                      {"loss", n.loss},
                      {"regularization", n.regularization},
                      {"weights", count(n.weights)},
                      {"samples", n.samples},
                      {"outputs", n.outputs}};
  put_list(object, "observations", n.observations);
  put_list(object, "approximations", n.approximations);
  put_list(object, "symmetries", n.symmetries);
  if (!n.data_file.empty()) object["data_file"] = n.data_file;
  put_list(object, "lambda", n.lambda);
  put_list(object, "inputs", n.inputs);
  put_list(object, "targets", n.targets);
  return object;
}

ordered_json non_isolated_json(const std::vector<NonIsolatedEndpoint>& endpoints) {
  ordered_json list = ordered_json::array();
  for (const NonIsolatedEndpoint& e : endpoints) {
    list.push_back({{"coordinates", complex_list(e.coordinates)}, {"paths", e.paths}});
    put(list.back(), "rank", e.rank);
    if (e.rank_exact) list.back()["rank_exact"] = true;
    put(list.back(), "rank_upper", e.rank_upper);
  }
  return list;
}

// Of a system that is not real no point is called real, or not real.
void leave_out_reality(ordered_json& object) {
  if (const auto solutions = object.find("solutions"); solutions != object.end()) {
    solutions->erase("real");
    solutions->erase("certified_real");
    if (solutions->contains("strata"))
      for (ordered_json& stratum : (*solutions)["strata"]) stratum.erase("real");
  }
  if (const auto points = object.find("points"); points != object.end())
    for (ordered_json& point : *points) point.erase("real");
}

}  // namespace

Standing standing(const Result& result) {
  if (!result.contradictions.empty()) return Standing::contradiction;
  const auto whole = [](const std::optional<Decomposition>& d) { return !d || d->complete; };
  const bool complete = !result.cancelled && whole(result.decomposition) &&
                        (!result.interpolation || whole(result.interpolation->decomposition)) &&
                        (!result.paths || (result.paths->failed == 0 && !result.paths->cancelled)) &&
                        (!result.monodromy || result.monodromy->traced) &&
                        (!result.confirmation || result.confirmation->agrees) &&
                        (!result.recheck || (result.recheck->held == result.recheck->of && result.recheck->distinct));
  return complete ? Standing::complete : Standing::incomplete;
}

std::string to_json(const Result& r) {
  ordered_json object = object_with_room(32);
  object["schema"] = schema_version;
  object["version"] = r.version;
  object["title"] = r.title;
  object["seed"] = r.seed;
  object["standing"] = name(standing(r));
  if (r.cancelled) object["cancelled"] = true;
  if (!r.input_digest.empty()) object["input_digest"] = r.input_digest;
  object["seconds"] = seconds_json(r.seconds);
  object["system"] = system_json(r.system);
  object["bounds"] = bounds_json(r.bounds);
  if (r.monodromy) object["monodromy"] = monodromy_json(*r.monodromy);
  if (r.paths) object["paths"] = paths_json(*r.paths);
  if (const auto& c = r.confirmation)
    object["confirmation"] = {{"start", c->start},
                              {"seed", c->seed},
                              {"isolated", c->isolated},
                              {"failed", c->failed},
                              {"missing_here", c->missing_here},
                              {"missing_there", c->missing_there},
                              {"agrees", c->agrees}};
  if (r.solutions) object["solutions"] = solutions_json(*r.solutions);
  if (r.points) {
    ordered_json::array_t& points = (object["points"] = ordered_json::array()).get_ref<ordered_json::array_t&>();
    points.reserve(r.points->size());
    for (const Point& p : *r.points) points.push_back(point_json(p));
  }
  if (!r.system.real) leave_out_reality(object);
  put_decomposition(object, r.decomposition);
  if (r.interpolation) object["interpolation"] = interpolation_json(*r.interpolation);
  if (r.network) object["network"] = network_json(*r.network);
  put_list(object, "names", r.names);
  if (r.recheck)
    object["recheck"] = {{"held", r.recheck->held}, {"of", r.recheck->of}, {"distinct", r.recheck->distinct}};
  if (r.run_says) {
    ordered_json& said = object["run_says"] = {{"completeness", r.run_says->completeness}};
    if (!r.run_says->completeness_by.empty()) said["completeness_by"] = r.run_says->completeness_by;
    put(said, "generic_root_count", r.run_says->generic_root_count);
  }
  if (!r.non_isolated.empty()) object["non_isolated"] = non_isolated_json(r.non_isolated);
  put_list(object, "contradictions", r.contradictions);
  put_list(object, "notes", r.notes);
  object["seeds"] = text_pairs(r.seeds);
  object["options"] = text_pairs(r.options);
  object["versions"] = text_pairs(r.versions);
  if (r.threads > 0) object["timings"] = {{"threads", r.threads}};
  return json_text(object);
}

}  // namespace polyscape::report
